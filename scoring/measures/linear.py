"""Linear: points rise (or fall) evenly between two values, and stay level outside them."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field as Limit

from scoring.explain import after, opening, unit_words
from scoring.facts import LARGEST, read_number
from scoring.measures.measure import Field, Judge, Judgement, Measure, Remark
from scoring.values import Amount, Text, Words, amount, points_en

_MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN}


class Linear(Measure):
    """`{ kind = "linear", points = 4, zero_at = 60, full_at = 90, unit = {…} }`; `full_at` below `zero_at`: less is better.

    Points are rounded to `places`, as `mode` says, from the exact quotient.
    """

    kind: Literal["linear"]
    zero_at: Amount
    full_at: Amount
    unit: Text | None = None
    lowest: Amount = Decimal(0)
    highest: Amount = LARGEST
    places: Annotated[int, Limit(ge=0, le=6)] = 2
    mode: Literal["half_up", "down"] = "half_up"

    def rule(self) -> Words:
        """From where to where, and how it is rounded."""
        zh, en = unit_words(self.unit)
        none, full, most = amount(self.zero_at), amount(self.full_at), amount(self.points)
        rounded_zh, rounded_en = {"half_up": ("四舍五入", "rounded half up"), "down": ("截尾", "cut off")}[self.mode]
        sides = [("及以下", "less"), ("及以上", "more")]
        (below_zh, below_en), (above_zh, above_en) = sides if self.zero_at < self.full_at else reversed(sides)
        return {
            "zh": f"{none}{zh}{after(zh, below_zh)}：0 分；{full}{zh}{after(zh, above_zh)}：{most} 分；"
            f"其间按比例计分（{rounded_zh}到 {self.places} 位小数）。",
            "en": f"0 points at {none}{en} or {below_en}, {points_en(self.points)} at {full}{en} or {above_en}, "
            f"in proportion between them ({rounded_en} to {self.places} decimal places).",
        }

    def field(self) -> Field:
        """A number with its unit and limits."""
        return Field("number", self.unit.words() if self.unit else None, self.lowest, self.highest)

    def read(self, value: Any, path: str) -> Decimal:
        """A number within the limits of what is possible."""
        return read_number(value, path, self.lowest, self.highest)

    def judge(self) -> Judge:
        """The share of the way, times the points, rounded once."""
        zh, en = opening(self.rule())
        unit_zh, unit_en = unit_words(self.unit)
        start, way, most = self.zero_at, self.full_at - self.zero_at, self.points
        none, full, top = amount(start), amount(self.full_at), amount(most)

        def judge(value: Decimal) -> Judgement:
            said = amount(value)
            share = Fraction(value - start) / Fraction(way)
            got = Decimal(0) if share <= 0 else most if share >= 1 else self._rounded(share * Fraction(most))
            sum_ = f"({said} − {none}) ÷ ({full} − {none}) × {top}" if 0 < share < 1 else ""
            sign = "=" if Fraction(got) == share * Fraction(most) else "≈"
            shown_zh, shown_en = (
                (f"{sum_} {sign} {amount(got)}，", f"{sum_} {sign} {amount(got)}: ") if sum_ else ("", "")
            )
            return got, {
                "zh": f"{zh}事实：{said}{unit_zh}。{shown_zh}得 {amount(got)} 分。",
                "en": f"{en}Fact: {said}{unit_en}. {shown_en}{points_en(got)} awarded.",
            }

        return judge

    def _rounded(self, points: Fraction) -> Decimal:
        """The exact quotient, rounded once in whole steps: no division is ever rounded before."""
        steps = points * 10**self.places
        whole = (Decimal(steps.numerator * 2 // steps.denominator) / 2).to_integral_value(_MODES[self.mode])
        return whole.scaleb(-self.places)

    def remarks(self) -> Iterator[Remark]:
        """Two different ends, both of which can be stated."""
        if self.zero_at == self.full_at:
            yield Remark(
                "linear-ends",
                {"zh": "zero_at 与 full_at 相同，无法按比例计分。", "en": "zero_at and full_at are the same."},
                {"zh": "令二者不同。", "en": "Let the two differ."},
            )
        if not (self.lowest <= self.full_at <= self.highest and self.lowest <= self.zero_at <= self.highest):
            yield Remark(
                "linear-unreachable",
                {"zh": "端点不在可填报的范围内。", "en": "An end lies outside what can be stated."},
                {"zh": "核对 lowest、highest 与两个端点。", "en": "Compare the ends with lowest and highest."},
            )
