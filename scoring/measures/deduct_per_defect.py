"""Deduct per defect: full points, less so much for each defect found, never below zero."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from scoring.explain import opening
from scoring.facts import read_count
from scoring.measures.measure import Field, Judge, Judgement, Measure, Part, Remark
from scoring.measures.parts import codes_differ, read_each
from scoring.values import Code, Data, Points, Text, Words, amount, points_en


class Defect(Data):
    """One kind of defect and what each occurrence costs."""

    code: Code
    title: Text
    deduct: Points


class DeductPerDefect(Measure):
    """`{ kind = "deduct_per_defect", points = 4, defects = [{ code = "…", title = {…}, deduct = 1 }] }`.

    Stated as one count, or as one count per kind of defect in the order of `defects` (or by code).
    """

    kind: Literal["deduct_per_defect"]
    defects: tuple[Defect, ...]

    def rule(self) -> Words:
        """How points are lost."""
        return {
            "zh": f"满分 {amount(self.points)} 分，"
            + "，".join(f"每有一处“{d.title.zh}”扣 {amount(d.deduct)} 分" for d in self.defects)
            + "，扣完为止。",
            "en": f"{points_en(self.points)}, less "
            + ", ".join(f"{amount(d.deduct)} for each “{d.title.en}”" for d in self.defects)
            + ", never below 0.",
        }

    def field(self) -> Field:
        """A count, or a count per kind of defect."""
        parts = tuple(Part(d.code, d.title.words(), d.deduct) for d in self.defects)
        return Field("count" if len(parts) == 1 else "counts", lowest=Decimal(0), step=Decimal(1), parts=parts)

    def read(self, value: Any, path: str) -> tuple[Decimal, ...] | None:
        """One count per kind of defect, in order; None while any of them is missing."""
        if len(self.defects) == 1 and not isinstance(value, (dict, list, tuple)):
            return (read_count(value, path),)
        counts = read_each(value, path, self.defects, lambda count, where, _: read_count(count, where))
        return None if None in counts else counts

    def judge(self) -> Judge:
        """Multiply, subtract, stop at zero, and show the sum."""
        zh, en = opening(self.rule())
        points, none = self.points, Decimal(0)
        full, costs = amount(points), tuple((defect.deduct, amount(defect.deduct)) for defect in self.defects)

        def judge(counts: tuple[Decimal, ...]) -> Judgement:
            lost = sum((cost * count for (cost, _), count in zip(costs, counts, strict=True)), none)
            left, sum_ = max(points - lost, none), amount(points - lost).replace("-", "−")
            found = [(defect.title, amount(count)) for defect, count in zip(self.defects, counts, strict=True)]
            said_zh = "，".join(f"“{title.zh}”{count} 处" for title, count in found)
            said_en = ", ".join(f"“{title.en}”: {count}" for title, count in found)
            parts = " − ".join(f"{amount(count)} × {cost}" for (_, cost), count in zip(costs, counts, strict=True))
            floor_zh, floor_en = ("，低于 0 分按 0 分计", ", and no less than 0") if lost > points else ("", "")
            reason: Words = {
                "zh": f"{zh}事实：{said_zh}。{full} − {parts} = {sum_}{floor_zh}，得 {amount(left)} 分。",
                "en": f"{en}Fact: {said_en}. {full} − {parts} = {sum_}{floor_en}: {points_en(left)} awarded.",
            }
            return left, reason

        return judge

    def remarks(self) -> Iterator[Remark]:
        """At least one kind, each with its own code and a real cost."""
        if not codes_differ(self.defects):
            yield Remark(
                "defect-codes",
                {"zh": "缺陷种类缺失或编码重复。", "en": "Kinds of defect are missing or share a code."},
                {"zh": "至少写一类缺陷，编码各不相同。", "en": "Name at least one kind, each with its own code."},
            )
        if any(defect.deduct <= 0 for defect in self.defects):
            yield Remark(
                "defect-cost",
                {"zh": "有缺陷不扣分或扣负分。", "en": "A defect costs nothing, or less than nothing."},
                {"zh": "deduct 应大于 0。", "en": "Let deduct be above 0."},
            )
