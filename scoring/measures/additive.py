"""Additive: each part that is met earns its own points."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from scoring.explain import opening
from scoring.facts import read_yes_no
from scoring.measures.measure import Field, Judge, Judgement, Measure, Part, Remark
from scoring.measures.parts import codes_differ, read_each
from scoring.values import Code, Data, Points, Text, Words, amount, points_en


class Piece(Data):
    """One part and what it earns."""

    code: Code
    title: Text
    points: Points


class Additive(Measure):
    """`{ kind = "additive", points = 3, parts = [{ code = "a", title = {…}, points = 2 }, { …, points = 1 }] }`.

    Stated as one yes or no per part, in order or by code.
    """

    kind: Literal["additive"]
    parts: tuple[Piece, ...]

    def rule(self) -> Words:
        """What each part earns."""
        return {
            "zh": "逐项计分："
            + "，".join(f"“{p.title.zh}”{amount(p.points)} 分" for p in self.parts)
            + f"，满分 {amount(self.points)} 分。",
            "en": "Each part earns its own: "
            + ", ".join(f"“{p.title.en}” {amount(p.points)}" for p in self.parts)
            + f"; {points_en(self.points)} in all.",
        }

    def field(self) -> Field:
        """A yes or no for each part."""
        return Field("checks", parts=tuple(Part(p.code, p.title.words(), p.points) for p in self.parts))

    def read(self, value: Any, path: str) -> tuple[bool, ...] | None:
        """One answer per part, in order; None while any of them is missing."""
        answers = read_each(value, path, self.parts, lambda part, where, _: read_yes_no(part, where))
        return None if None in answers else answers

    def judge(self) -> Judge:
        """Add up what is met, and show the sum."""
        zh, en = opening(self.rule())
        none = Decimal(0)
        pieces = [(part.points, part.title) for part in self.parts]

        def judge(answers: tuple[bool, ...]) -> Judgement:
            met = [piece for piece, yes in zip(pieces, answers, strict=True) if yes]
            got = sum((points for points, _ in met), none)
            sum_ = " + ".join(amount(points) for points, _ in met)
            sum_zh, sum_en = (f"{sum_} = {amount(got)}，", f"{sum_} = {amount(got)}: ") if len(met) > 1 else ("", "")
            reason: Words = {
                "zh": f"{zh}事实："
                + ("".join(f"“{title.zh}”" for _, title in met) or "均未达到")
                + f"。{sum_zh}得 {amount(got)} 分。",
                "en": f"{en}Fact: "
                + (", ".join(f"“{title.en}”" for _, title in met) or "none is met")
                + f". {sum_en}{points_en(got)} awarded.",
            }
            return got, reason

        return judge

    def remarks(self) -> Iterator[Remark]:
        """Parts with codes of their own, each worth something, that add up to the whole."""
        if not codes_differ(self.parts):
            yield Remark(
                "part-codes",
                {"zh": "分项缺失或编码重复。", "en": "Parts are missing or share a code."},
                {"zh": "至少写一项，编码各不相同。", "en": "Name at least one part, each with its own code."},
            )
        worth = [part.points for part in self.parts]
        if not all(worth) or sum(worth, Decimal(0)) != self.points:
            yield Remark(
                "additive-points",
                {
                    "zh": "分项分值之和与 points 不符，或有分项没有分值。",
                    "en": "The parts do not add up to `points`, or one earns nothing.",
                },
                {"zh": "核对各分项的 points。", "en": "Compare the points of the parts."},
            )
