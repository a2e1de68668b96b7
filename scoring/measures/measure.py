"""What every way of awarding points has in common, for the engine, the forms and the lints."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from scoring.values import Data, Points, Words, amount

Judgement = tuple[Decimal, Words]
Judge = Callable[[Any], Judgement]


class Remark(NamedTuple):
    """A lint of one measure; the loader adds file, line and path."""

    code: str
    message: Words
    hint: Words


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a value is made of, one choice, or one level of a guide.

    `points` is lost or earned by it, None if by all together; `field` says how to ask where the parts differ.
    """

    code: str
    title: Words
    points: Decimal | None
    field: "Field | None" = None

    def to_json(self) -> dict[str, Any]:
        """Plain data for a form."""
        points = None if self.points is None else amount(self.points)
        data: dict[str, Any] = {"code": self.code, "title": dict(self.title), "points": points}
        return data | ({"field": self.field.to_json()} if self.field else {})


@dataclass(frozen=True, slots=True)
class Field:
    """What a form must ask for. `kind` is yes_no, number, count, points, choice (the code of a part), or one value per
    part in order: counts, checks (yes or no each), parts (each as its own field says).
    """

    kind: str
    unit: Words | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    step: Decimal | None = None
    parts: tuple[Part, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for a form; limits as text, None where there is none."""
        limits = {"lowest": self.lowest, "highest": self.highest, "step": self.step}
        return {
            "kind": self.kind,
            "unit": dict(self.unit) if self.unit else None,
            **{name: None if limit is None else amount(limit) for name, limit in limits.items()},
            "parts": [part.to_json() for part in self.parts],
        }


class Measure(Data, ABC):
    """One way of awarding points. `points` is the most it can give; 0 for a gate."""

    points: Points
    judged_by_reviewer: ClassVar[bool] = False
    may_be_gate: ClassVar[bool] = False

    @abstractmethod
    def rule(self) -> Words:
        """How points are given, as a sentence that an applicant understands."""

    @abstractmethod
    def field(self) -> Field:
        """What a form must ask for."""

    @abstractmethod
    def read(self, value: Any, path: str) -> Any:
        """The stated value as `judge` takes it, None if it is incomplete. Raises Refused."""

    @abstractmethod
    def judge(self) -> Judge:
        """A function from a read value to points and their reason, with all that is constant worked out once."""

    def met(self, value: Any) -> bool:
        """Whether a read value satisfies the measure in full: what a gate asks."""
        return self.judge()(value)[0] == self.points

    def remarks(self) -> Iterator[Remark]:
        """What makes no sense in this measure as written."""
        yield from ()
