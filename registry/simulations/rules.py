"""Law of simulations, pure: their states, how judged parts are summed up, and what the sums mean for a target.

Judging is `scoring/simulation.py`'s; fetching what was handed in is `judging.py`'s.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from registry.errors import Invalid, NotNow
from scoring.scorecard import Scorecard
from scoring.values import amount

AT_ONCE = 200
"""Applications judged in one step: about half a second, and some megabytes."""
MOST_EXAMPLES = 50
"""How many of those that could not be judged are named; all are counted."""
JOB = "simulations.run"
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class State(StrEnum):
    """Where a simulation stands. `stopped` is kept nowhere: it is a running one whose next job the queue gave up."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    CANCELLED = "cancelled"


class MoveKind(StrEnum):
    """What would become of an application. `open`: it depends on what is not known."""

    FALLS = "falls"
    RISES = "rises"
    OPEN = "open"
    GRADE = "grade"


COUNTERS = ("kinds", "lost", "doubtful", "won")


@dataclass(slots=True)
class PlaceTally:
    """Counts of one place. By year of the round: those counted for targets today that would fall (`lost`) or are open
    (`doubtful`), and ones never recognised that would pass (`won`).
    """

    submissions: int = 0
    before: int = 0
    after: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)
    won: Counter[str] = field(default_factory=Counter)

    def add(self, other: "PlaceTally") -> None:
        """Count another part in."""
        self.submissions += other.submissions
        self.before += other.before
        self.after += other.after
        for name in COUNTERS:
            getattr(self, name).update(getattr(other, name))

    def move(self, kind: MoveKind, *, recognised: bool, counted: bool, year: int) -> None:
        """Count one move in. `counted`: it was recognised, and that counts for targets today."""
        self.kinds[kind.value] += 1
        if counted and kind is MoveKind.FALLS:
            self.lost[str(year)] += 1
        elif counted and kind is MoveKind.OPEN:
            self.doubtful[str(year)] += 1
        elif not recognised and kind is MoveKind.RISES:
            self.won[str(year)] += 1

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        counts = {"submissions": self.submissions, "before": self.before, "after": self.after}
        return counts | {name: dict(getattr(self, name)) for name in COUNTERS}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "PlaceTally":
        """What `to_json` wrote."""
        counters = {name: Counter(data[name]) for name in COUNTERS}
        return cls(data["submissions"], data["before"], data["after"], **counters)


@dataclass(slots=True)
class Tally:
    """Everything counted so far: by place (division code), by clause in how many moves it weighs, by former edition.

    `unjudged` counts those that could not be judged again, with some named and the reason.
    """

    places: dict[str, PlaceTally] = field(default_factory=dict)
    clauses: Counter[str] = field(default_factory=Counter)
    editions: Counter[str] = field(default_factory=Counter)
    unjudged: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)

    def place(self, code: str) -> PlaceTally:
        """The counts of a place, begun where there are none."""
        return self.places.setdefault(code, PlaceTally())

    def skip(self, application_id: str, reason: str) -> None:
        """Count one that could not be judged again."""
        self.unjudged += 1
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append({"application": application_id, "reason": reason})

    def add(self, other: "Tally") -> None:
        """Count another part in."""
        for code, part in other.places.items():
            self.place(code).add(part)
        self.clauses.update(other.clauses)
        self.editions.update(other.editions)
        self.unjudged += other.unjudged
        self.examples = [*self.examples, *other.examples][:MOST_EXAMPLES]

    def to_json(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return {
            "places": {code: part.to_json() for code, part in self.places.items()},
            "clauses": dict(self.clauses),
            "editions": dict(self.editions),
            "unjudged": self.unjudged,
            "examples": self.examples,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Tally":
        """What `to_json` wrote; nothing counted yet if it is empty."""
        if not data:
            return cls()
        return cls(
            places={code: PlaceTally.of(part) for code, part in data["places"].items()},
            clauses=Counter(data["clauses"]),
            editions=Counter(data["editions"]),
            unjudged=data["unjudged"],
            examples=list(data["examples"]),
        )


def together(parts: Iterable[PlaceTally]) -> PlaceTally:
    """Several places as one."""
    whole = PlaceTally()
    for part in parts:
        whole.add(part)
    return whole


def counting_in(years: Mapping[str, int], year: int, *, only_new: bool) -> int:
    """How many of counts by year a target of a year is about: those of the year alone, or all up to it."""
    return sum(count for each, count in years.items() if int(each) == year or (not only_new and int(each) < year))


def brief(card: Scorecard) -> dict[str, Any]:
    """What is kept of a judgement: amounts as exact text, whether it passes, its grade."""
    grade = card.result.grade
    return {
        "edition": card.edition.edition,
        "total": amount(card.total),
        "maximum": amount(card.maximum),
        "share": None if card.share is None else amount(card.share),
        "passed": card.passed,
        "grade": grade and grade.title.words(),
    }


def check_token(token: str) -> str:
    """The one-time token of a question; Invalid `simulation-token` unless it is 16 to 64 URL-safe characters."""
    if not TOKEN.fullmatch(token):
        raise Invalid(
            "simulation-token",
            "The token must be 16 to 64 letters, digits, hyphens or underscores.",
            hint="Choose a new one for each simulation; the same one again starts nothing new.",
            field="token",
        )
    return token


def job_key(simulation_id: UUID, done: int) -> str:
    """The key of the job that goes on after the first `done` applications: one job a part, found again by it."""
    return f"{JOB}:{simulation_id}:{done}"


def check_running(state: State) -> None:
    """Raise NotNow `simulation-over` for one that has ended."""
    if state is not State.RUNNING:
        raise NotNow(
            "simulation-over",
            "This simulation has ended already.",
            hint="Open its page again; start another one if you need it.",
        )
