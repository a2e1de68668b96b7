"""Capped count: so many points for each of something, up to the maximum."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from scoring.explain import opening, unit_words
from scoring.facts import read_count
from scoring.measures.measure import Field, Judge, Judgement, Measure, Remark
from scoring.values import Points, Text, Words, amount, points_en


class CappedCount(Measure):
    """`{ kind = "capped_count", points = 3, each = 1, unit = { zh = "次", en = "events" } }`."""

    kind: Literal["capped_count"]
    each: Points
    unit: Text

    def rule(self) -> Words:
        """How points are given."""
        return {
            "zh": f"每{self.unit.zh}得 {amount(self.each)} 分，最多 {amount(self.points)} 分。",
            "en": f"{points_en(self.each)} each ({self.unit.en}), at most {amount(self.points)}.",
        }

    def field(self) -> Field:
        """A whole number of things."""
        return Field("count", self.unit.words(), lowest=Decimal(0), step=Decimal(1))

    def read(self, value: Any, path: str) -> Decimal:
        """A whole number, zero or more."""
        return read_count(value, path)

    def judge(self) -> Judge:
        """Multiply, stop at the maximum, and show the product."""
        zh, en = opening(self.rule())
        unit_zh, unit_en = unit_words(self.unit)[0], self.unit.en
        points, each, price = self.points, self.each, amount(self.each)

        def judge(count: Decimal) -> Judgement:
            earned = count * each
            got = min(earned, points)
            cap_zh, cap_en = (
                (f"，超过上限按 {amount(got)} 分计", f", capped at {amount(got)}") if earned > points else ("", "")
            )
            said = amount(count)
            reason: Words = {
                "zh": f"{zh}事实：{said}{unit_zh}。{said} × {price} = {amount(earned)}{cap_zh}，得 {amount(got)} 分。",
                "en": f"{en}Fact ({unit_en}): {said}. {said} × {price} = {amount(earned)}{cap_en}: {points_en(got)} awarded.",
            }
            return got, reason

        return judge

    def remarks(self) -> Iterator[Remark]:
        """Each must earn something, and the first no more than the cap."""
        if not 0 < self.each <= self.points:
            yield Remark(
                "count-each",
                {"zh": "每项得分应大于 0 且不超过上限。", "en": "Each must earn more than 0 and no more than the cap."},
                {"zh": "核对 each 与 points。", "en": "Compare each with points."},
            )
