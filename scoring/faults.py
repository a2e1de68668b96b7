"""What goes wrong in judging, told in both languages: a stable code, the place, and the remedy.

`registry/` translates these into its own family; nothing here knows of HTTP or of catalogues.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scoring.values import Words


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `path` is the place inside the data (`X202[1]`), `file` and `line` where it was written."""

    code: str
    message: Words
    hint: Words
    path: str = ""
    file: str = ""
    line: int = 0
    severity: str = "error"

    def to_json(self) -> dict[str, Any]:
        """Plain data, without the places that are not known."""
        data: dict[str, Any] = {"code": self.code, "message": dict(self.message), "hint": dict(self.hint)}
        data |= {"path": self.path} if self.path else {}
        data |= {"file": self.file} if self.file else {}
        data |= {"line": self.line} if self.line else {}
        return data | {"severity": self.severity}

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line or "", self.path) if part)
        first = f"{where}: {self.severity} [{self.code}] {self.message['en']} {self.hint['en']}".lstrip(": ")
        return f"{first}\n    {self.message['zh']}{self.hint['zh']}"


class ScoringError(Exception):
    """The family: one or more faults, all found in one go. The first gives `code`, `message`, `hint` and `path`."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(first.code)
        self.code, self.message, self.hint, self.path = first.code, first.message, first.hint, first.path

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class BadFacts(ScoringError):
    """Facts that cannot be judged; nothing was scored."""


class BadFindings(ScoringError):
    """A reviewer's findings that cannot stand; nothing was adjusted."""


class BadCriteria(ScoringError):
    """Criteria files that cannot be law as they are written."""


class NoEdition(ScoringError):
    """No such scheme, edition or format, or none in force on that day."""


class Refused(Exception):
    """One value refused while reading; gathered into BadFacts. Never leaves `scoring/`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault
