"""Limits on attempts, in this process's memory: sign-in by address and by account, and what else asks for one.

The lock-out of an account after wrong passwords is `registry/accounts/`'s and survives a restart.
"""

import time
from dataclasses import dataclass, field

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from registry.errors import TooMany

SIGN_IN_BY_ADDRESS = RateLimitItemPerMinute(30, 1, "sign-in-address")
SIGN_IN_BY_ACCOUNT = RateLimitItemPerMinute(10, 5, "sign-in-account")


@dataclass(slots=True)
class Throttle:
    """Counts attempts; one per application."""

    limiter: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))

    def attempt(self, limit: RateLimitItem, *who: str) -> None:
        """Count one attempt; TooMany with the seconds to wait when the limit is reached."""
        if self.limiter.hit(limit, *who):
            return
        reset_at = self.limiter.get_window_stats(limit, *who).reset_time
        raise TooMany(
            "too-many-attempts",
            "Too many attempts in a short time.",
            hint="Wait {seconds} seconds and try again.",
            seconds=max(1, round(reset_at - time.time())),
        )
