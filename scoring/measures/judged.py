"""Judged: a reviewer awards points between zero and the maximum; the applicant may state a self-score."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Literal

from scoring.explain import claimed
from scoring.facts import read_number, refuse
from scoring.measures.measure import Field, Judge, Judgement, Measure, Part, Remark
from scoring.values import Amount, Data, Points, Text, Words, amount, points_en


class Level(Data):
    """A guide for the reviewer: what deserves so many points."""

    points: Points
    title: Text


class Judged(Measure):
    """`{ kind = "judged", points = 5, step = 0.5, levels = [{ points = 5, title = {…} }] }`."""

    kind: Literal["judged"]
    step: Amount = Decimal(1)
    levels: tuple[Level, ...] = ()
    judged_by_reviewer: ClassVar[bool] = True

    def rule(self) -> Words:
        """How points are given."""
        most, step = amount(self.points), amount(self.step)
        return {
            "zh": f"由评审人员评定 0 至 {most} 分，以 {step} 分为一档。"
            + "".join(f"{amount(level.points)} 分：{level.title.zh}。" for level in self.levels),
            "en": f"A reviewer awards 0 to {points_en(self.points)} in steps of {step}."
            + "".join(f" {points_en(level.points)}: {level.title.en}." for level in self.levels),
        }

    def field(self) -> Field:
        """Points, in steps, with the guide."""
        parts = tuple(Part(amount(level.points), level.title.words(), level.points) for level in self.levels)
        return Field("points", {"zh": "分", "en": "points"}, Decimal(0), self.points, self.step, parts)

    def read(self, value: Any, path: str) -> Decimal:
        """Points from zero to the maximum, in whole steps."""
        points = read_number(value, path, highest=self.points)
        if points % self.step:
            raise refuse(
                "fact-not-in-step",
                path,
                {"zh": f"{amount(points)} 分不在档上。", "en": f"{points_en(points)} lies between two steps."},
                {"zh": f"请按 {amount(self.step)} 分一档填写。", "en": f"Use steps of {amount(self.step)}."},
            )
        return points

    def judge(self) -> Judge:
        """The self-score stands in until a reviewer has spoken."""
        most = self.points

        def judge(points: Decimal) -> Judgement:
            reason: Words = claimed(points, most)
            return points, reason

        return judge

    def remarks(self) -> Iterator[Remark]:
        """Steps that reach the maximum, and a guide within it."""
        if self.step <= 0 or self.points % self.step:
            yield Remark(
                "judged-step",
                {"zh": "按 step 分档到不了满分。", "en": "The steps do not reach the maximum."},
                {"zh": "令 points 为 step 的整数倍。", "en": "Let points be a multiple of step."},
            )
        elif any(not 0 <= level.points <= self.points or level.points % self.step for level in self.levels):
            yield Remark(
                "judged-level",
                {"zh": "评分指引中有不在档上的分值。", "en": "The guide names points that cannot be awarded."},
                {"zh": "核对 levels 的 points。", "en": "Check the points of the levels."},
            )
