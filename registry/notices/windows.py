"""Reads `windows.toml`: how long a scheme's public notice stands, and who says so. What follows from it is `rules.py`'s."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from registry.errors import Misconfigured
from registry.jurisdictions.rules import covers
from registry.workdays.rules import Unit, WindowRule


class Citation(BaseModel):
    """Where a rule comes from, in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class NoticeRule(BaseModel):
    """One row: the window of a scheme's notices in a place, from a day on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scheme: str
    place_code: str = Field(pattern=r"^\d{6}$")
    begins_on: date = Field(alias="from")
    days: int = Field(ge=1)
    unit: Unit
    count_first_day: bool
    longest_days: int = Field(ge=1, le=366)
    status: Literal["verified", "reference", "local"]
    citation: Citation

    @property
    def window(self) -> WindowRule:
        """The rule as the calendar counts it."""
        return WindowRule(self.days, self.unit, self.count_first_day, self.citation.zh)


def read(text: str) -> tuple[NoticeRule, ...]:
    """The rows of a file's text; Misconfigured `windows-file` names what is wrong, unknown keys included."""
    try:
        rows = tomllib.loads(text, parse_float=Decimal)["window"]
        return tuple(NoticeRule.model_validate(row) for row in rows)
    except (KeyError, TypeError, tomllib.TOMLDecodeError, ValidationError) as reason:
        raise Misconfigured(
            "windows-file",
            "The file of notice windows cannot be used: {reason}",
            hint="Compare registry/notices/windows.toml with the comment at its top.",
            reason=str(reason),
        ) from reason


RULES = read(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""Read at import, so that no request waits for a file."""


def in_force(scheme: str, place_code: str, on: date, *, rules: tuple[NoticeRule, ...] = RULES) -> NoticeRule:
    """The row for a scheme in a place on a day: the most local, then the latest. Misconfigured `window-unknown` if none."""
    fitting = [
        rule for rule in rules if rule.scheme == scheme and rule.begins_on <= on and covers(rule.place_code, place_code)
    ]
    if not fitting:
        raise Misconfigured(
            "window-unknown",
            "No length of public notice is set for {scheme} in {place} on {day}.",
            hint="Add a row to registry/notices/windows.toml.",
            scheme=scheme,
            place=place_code,
            day=on,
        )
    return max(fitting, key=lambda rule: (len(rule.place_code.rstrip("0")), rule.begins_on))
