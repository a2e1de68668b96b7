"""Forged posts."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from registry.settings import Settings
from registry.web import csrf, keys
from registry.web.csrf import ForgedPost


def request(session: str = "", **headers: str) -> web.Request:
    app = web.Application()
    app[keys.SETTINGS] = Settings(base_url="https://lvce.example")
    made = make_mocked_request("POST", "/x", headers={"Host": "127.0.0.1:8080", **headers}, app=app)
    if session:
        made[keys.SESSION] = session
    return made


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://lvce.example"}, False),
        ({"Origin": "https://lvce.example"}, True),
        ({"Origin": "http://127.0.0.1:8080"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, None),
    ],
)
def test_where_a_post_came_from(headers, ours):
    made = request(**headers)
    assert csrf.origin(made) is ours
    if ours is False:
        with pytest.raises(ForgedPost):
            csrf.check_origin(made)
    else:
        csrf.check_origin(made)
    if ours is not True:
        with pytest.raises(ForgedPost):
            csrf.check_vouched(made)
    else:
        csrf.check_vouched(made)


def test_the_token_is_bound_to_the_session():
    mine, other = request("one"), request("two")
    assert csrf.holds(mine, csrf.token(mine))
    assert not csrf.holds(mine, csrf.token(other))
    assert not csrf.holds(mine, "")
    assert not csrf.holds(mine, "绿")
    assert csrf.token(request()) == ""


def test_scripts_of_our_own_pages():
    assert csrf.is_script(request(**{"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}))
    assert not csrf.is_script(request(**{"HX-Request": "true"}))
    assert not csrf.is_script(request(**{"Sec-Fetch-Site": "same-origin"}))
