"""Keys are told apart by name in messages, so no two share one."""

from aiohttp import web

from registry.web import keys


def test_names_are_unique():
    names = [str(key) for key in vars(keys).values() if isinstance(key, web.AppKey | web.RequestKey)]
    assert len(names) == len(set(names)) > 5
