"""Limits on attempts."""

import pytest
from limits import RateLimitItemPerMinute

from registry.errors import TooMany
from registry.web.rate import Throttle

TWO = RateLimitItemPerMinute(2)


def test_the_third_attempt_waits():
    throttle = Throttle()
    throttle.attempt(TWO, "10.0.0.1")
    throttle.attempt(TWO, "10.0.0.1")
    throttle.attempt(TWO, "10.0.0.2")
    with pytest.raises(TooMany) as caught:
        throttle.attempt(TWO, "10.0.0.1")
    assert 1 <= caught.value.context["seconds"] <= 60
