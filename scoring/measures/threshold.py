"""Threshold: all points from a limit upwards (or downwards), none on the other side."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Literal

from scoring.explain import opening, outcome, unit_words
from scoring.facts import LARGEST, read_number
from scoring.measures.measure import Field, Judge, Judgement, Measure, Remark
from scoring.values import Amount, Text, Words, amount, points_en


class Threshold(Measure):
    """`{ kind = "threshold", points = 3, at_least = 80, unit = {…}, highest = 100 }`; the limit itself suffices."""

    kind: Literal["threshold"]
    at_least: Amount | None = None
    at_most: Amount | None = None
    unit: Text | None = None
    lowest: Amount = Decimal(0)
    highest: Amount = LARGEST
    may_be_gate: ClassVar[bool] = True

    def rule(self) -> Words:
        """How points are given."""
        unit_zh, unit_en = unit_words(self.unit)
        if self.at_least is not None:
            limit_zh, limit_en = f"不低于 {amount(self.at_least)}", f"at least {amount(self.at_least)}"
        else:
            limit_zh, limit_en = f"不高于 {amount(self.limit)}", f"at most {amount(self.limit)}"
        if not self.points:
            return {"zh": f"必须{limit_zh}{unit_zh}。", "en": f"Must be {limit_en}{unit_en}."}
        return {
            "zh": f"{limit_zh}{unit_zh}，得 {amount(self.points)} 分；否则不得分。",
            "en": f"{points_en(self.points)} if {limit_en}{unit_en}, otherwise none.",
        }

    @property
    def limit(self) -> Decimal:
        """The one limit; 0 if an author gave none, which the lint refuses."""
        return next((limit for limit in (self.at_least, self.at_most) if limit is not None), Decimal(0))

    def field(self) -> Field:
        """A number with its unit and limits."""
        return Field("number", self.unit.words() if self.unit else None, self.lowest, self.highest)

    def read(self, value: Any, path: str) -> Decimal:
        """A number within the limits of what is possible."""
        return read_number(value, path, self.lowest, self.highest)

    def met(self, value: Any) -> bool:
        """On the right side of the limit, or exactly on it."""
        return bool(value >= self.limit if self.at_least is not None else value <= self.limit)

    def judge(self) -> Judge:
        """Compare, and say which side."""
        zh, en = opening(self.rule())
        unit_zh, unit_en = unit_words(self.unit)
        points, none, limit, upwards = self.points, Decimal(0), self.limit, self.at_least is not None
        got, lost = outcome(met=True, points=points), outcome(met=False, points=points)

        def judge(value: Decimal) -> Judgement:
            said, enough = amount(value), (value >= limit if upwards else value <= limit)
            end = got if enough else lost
            reason: Words = {
                "zh": f"{zh}事实：{said}{unit_zh}。{end[0]}",
                "en": f"{en}Fact: {said}{unit_en}. {end[1]}",
            }
            return (points if enough else none), reason

        return judge

    def remarks(self) -> Iterator[Remark]:
        """Exactly one limit, and one that can be both met and missed."""
        if (self.at_least is None) == (self.at_most is None):
            yield Remark(
                "threshold-limit",
                {"zh": "阈值必须且只能有一个界限。", "en": "A threshold needs exactly one limit."},
                {"zh": "写 at_least 或 at_most 之一。", "en": "Write either at_least or at_most."},
            )
        upwards = self.at_least is not None
        never = not self.lowest <= self.limit <= self.highest
        if never or self.limit == (self.lowest if upwards else self.highest):
            yield Remark(
                "threshold-unreachable",
                {
                    "zh": "界限不在可填报的范围内，或任何可填报的值都达到。",
                    "en": "The limit lies outside what can be stated, or whatever can be stated meets it.",
                },
                {"zh": "核对 lowest、highest 与界限。", "en": "Compare the limit with lowest and highest."},
            )
