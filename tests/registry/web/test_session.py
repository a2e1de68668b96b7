"""Names of cookies and what the tables keep; the rest is tested through the pages that use it."""

from registry.settings import Settings
from registry.web.session import cookie_name, digest


def test_the_cookie_is_bound_to_the_host_over_https():
    assert cookie_name(Settings(base_url="https://lvce.example")) == "__Host-lvce"
    assert cookie_name(Settings(base_url="http://127.0.0.1:8080")) == "lvce"


def test_only_a_digest_is_kept():
    assert len(digest("x")) == 64
    assert digest("x") != digest("y")
