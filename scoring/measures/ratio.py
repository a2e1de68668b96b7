"""Ratio of two facts: both are stated and kept, the quotient decides. Never only the percentage."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from scoring.explain import opening
from scoring.facts import LARGEST, read_number, refuse
from scoring.measures.band import Band, Range
from scoring.measures.measure import Field, Judge, Judgement, Measure, Part, Remark
from scoring.measures.parts import codes_differ, read_each
from scoring.values import Code, Data, Text, Words, amount, points_en

_PERCENT = Text(zh="%", en="%")
_NOTHING = Decimal(0)


class Figure(Data):
    """One of the two facts."""

    code: Code
    title: Text
    unit: Text


class Ratio(Measure):
    """`{ kind = "ratio", points = 3, above = {…}, below = {…}, bands = [{ below = 80, points = 0 }, …] }`, in per cent.

    `bands` are ranges of 100 × above ÷ below, as in `band`. With `part_of_whole`, `above` cannot exceed `below`.
    """

    kind: Literal["ratio"]
    above: Figure
    below: Figure
    bands: tuple[Range, ...]
    part_of_whole: bool = True

    def rule(self) -> Words:
        """The quotient, then the points for each range of it."""
        ranges = self._band().rule()
        return {
            "zh": f"{self.above.title.zh} ÷ {self.below.title.zh}，{ranges['zh']}",
            "en": f"{self.above.title.en} ÷ {self.below.title.en}, {ranges['en']}",
        }

    def field(self) -> Field:
        """Two numbers, each with its unit."""
        parts = tuple(
            Part(figure.code, figure.title.words(), None, Field("number", figure.unit.words(), _NOTHING, LARGEST))
            for figure in self._figures()
        )
        return Field("parts", parts=parts)

    def read(self, value: Any, path: str) -> tuple[Decimal, Decimal] | None:
        """The two numbers, None while one is missing."""
        above, below = read_each(value, path, self._figures(), lambda part, where, _: read_number(part, where))
        if below == 0:
            raise refuse(
                "fact-ratio-of-nothing",
                f"{path}[1]",
                {
                    "zh": f"“{self.below.title.zh}”为 0，无法计算比率。",
                    "en": f"“{self.below.title.en}” is 0: there is no ratio.",
                },
                {
                    "zh": "如不适用请申报不适用，否则请核对。",
                    "en": "State that it does not apply if that is so, or check the figure.",
                },
            )
        if above is None or below is None:
            return None
        if self.part_of_whole and above > below:
            raise refuse(
                "fact-part-above-whole",
                f"{path}[0]",
                {
                    "zh": f"“{self.above.title.zh}”大于“{self.below.title.zh}”。",
                    "en": f"“{self.above.title.en}” exceeds “{self.below.title.en}”.",
                },
                {"zh": "请核对两个数及其单位。", "en": "Check both figures and their units."},
            )
        return above, below

    def judge(self) -> Judge:
        """Find the range by multiplying crosswise, so that no quotient is rounded; the one shown is."""
        zh, en = opening(self.rule())
        above_zh, above_en = self.above.unit.zh, self.above.unit.en
        below_zh, below_en = self.below.unit.zh, self.below.unit.en
        ranges = [(band, band.points, band.words(_PERCENT)) for band in self.bands]

        def judge(figures: tuple[Decimal, Decimal]) -> Judgement:
            above, below = figures
            hundredfold = above * 100
            points, words = next(
                (points, words) for band, points, words in ranges if band.holds_share(hundredfold, below)
            )
            quotient = amount((hundredfold / below).quantize(Decimal("0.01")))
            sign = "=" if Decimal(quotient) * below == hundredfold else "≈"
            a, b = amount(above), amount(below)
            return points, {
                "zh": f"{zh}事实：{a} {above_zh} ÷ {b} {below_zh} {sign} {quotient} %，属于“{words['zh']}”，得 {amount(points)} 分。",
                "en": f"{en}Fact: {a} {above_en} ÷ {b} {below_en} {sign} {quotient} %, which is “{words['en']}”: {points_en(points)} awarded.",
            }

        return judge

    def remarks(self) -> Iterator[Remark]:
        """Two different facts, and ranges as in `band`."""
        if not codes_differ(self._figures()):
            yield Remark(
                "part-codes",
                {"zh": "两个数的编码相同。", "en": "The two figures share a code."},
                {"zh": "各用一个编码。", "en": "Give each its own code."},
            )
        yield from self._band().remarks()

    def _figures(self) -> tuple[Figure, Figure]:
        return self.above, self.below

    def _band(self) -> Band:
        limit = {"highest": Decimal(100)} if self.part_of_whole else {}
        return Band(kind="band", points=self.points, bands=self.bands, unit=_PERCENT, **limit)
