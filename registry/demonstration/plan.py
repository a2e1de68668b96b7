"""What the demonstration holds (`province.toml`), and who and what there is while it is being filled."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from registry.accounts.schemas import Viewer
from registry.settings import Settings
from registry.workdays.rules import months_later

SCHEME = "green-mall"
PASSWORD = "green-mall-demo"  # noqa: S105 - printed at start for everybody; the installation holds made-up data
PAST_YEAR = 2023
"""The year of the targets, in which some of the malls were recognised."""
NO_CALENDAR = "演示用：仅按周末和元旦推算，非官方安排 / demonstration: weekends and New Year only, not official"


@cache
def plan() -> dict[str, Any]:
    """What `province.toml` says."""
    return tomllib.loads(Path(__file__).with_name("province.toml").read_text(encoding="utf-8"))


@dataclass(slots=True)
class Province:
    """The demonstration while it is being filled: people by login, and `city-<code>` for each prefecture's officer."""

    settings: Settings
    today: date
    people: dict[str, Viewer] = field(default_factory=dict)
    enterprises: dict[str, UUID] = field(default_factory=dict)
    rounds: dict[str, UUID] = field(default_factory=dict)
    evidence: dict[str, UUID] = field(default_factory=dict)

    @property
    def starts(self) -> dict[str, date]:
        """Round by its name in `province.toml` → the day on which the ways of its malls begin.

        A way to a certificate takes about a month: `ending` is so long ago that its certificates end in a few months,
        `rechecked` so long that their first re-check is overdue.
        """
        return {
            "past": date(PAST_YEAR, 4, 3),
            "ending": months_later(self.today, -36) + timedelta(days=65),
            "rechecked": months_later(self.today, -15),
            "present": self.today - timedelta(weeks=8),
        }

    def city_officer(self, place_code: str) -> Viewer:
        """Who checks malls of a place: the officer of its prefecture."""
        return self.people[f"city-{place_code[:4]}00"]
