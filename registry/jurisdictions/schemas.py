"""Shapes of places that leave this area."""

from dataclasses import dataclass
from datetime import date

from registry.jurisdictions.rules import Level


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    """A place during its validity, both days included; `valid_to` None means still valid."""

    code: str
    name_zh: str
    name_en: str
    level: Level
    parent_code: str
    valid_from: date
    valid_to: date | None
    replaced_by: str | None

    def name(self, locale: str) -> str:
        """The place's own name; Chinese where no English one is known."""
        return self.name_zh if locale.startswith("zh") or not self.name_en else self.name_en


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows added, changed, and found as they were."""

    added: int
    changed: int
    unchanged: int
