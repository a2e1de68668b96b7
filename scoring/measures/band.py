"""Bands: the range that a number falls into decides the points."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from scoring.explain import after, opening, unit_words
from scoring.facts import LARGEST, read_number
from scoring.measures.measure import Field, Judge, Judgement, Measure, Remark
from scoring.values import Amount, Data, Points, Text, Words, amount, points_en


class Range(Data):
    """From `at_least` (included) up to `below` (not included); a missing end is open."""

    at_least: Amount | None = None
    below: Amount | None = None
    points: Points

    def holds_share(self, part: Decimal, whole: Decimal) -> bool:
        """Whether the quotient `part ÷ whole` lies in this range: multiplied crosswise, so that nothing is rounded."""
        return (self.at_least is None or part >= self.at_least * whole) and (
            self.below is None or part < self.below * whole
        )

    def words(self, unit: Text | None) -> Words:
        """The range in words."""
        zh, en = unit_words(unit)
        if self.at_least is None and self.below is None:
            return {"zh": "任意值", "en": "any value"}
        if self.below is None:
            return {
                "zh": f"{amount(self.at_least or Decimal(0))}{zh}{after(zh, '及以上')}",
                "en": f"from {amount(self.at_least or Decimal(0))}{en}",
            }
        if self.at_least is None:
            return {"zh": f"低于 {amount(self.below)}{zh}", "en": f"below {amount(self.below)}{en}"}
        low, high = amount(self.at_least), amount(self.below)
        return {"zh": f"{low} 至 {high}{zh}（不含 {high}）", "en": f"from {low} to under {high}{en}"}


class Band(Measure):
    """`{ kind = "band", points = 4, bands = [{ below = 50, points = 0 }, { at_least = 50, points = 4 }] }`."""

    kind: Literal["band"]
    bands: tuple[Range, ...]
    unit: Text | None = None
    lowest: Amount = Decimal(0)
    highest: Amount = LARGEST

    def rule(self) -> Words:
        """How points are given, range by range."""
        said = [(band.words(self.unit), band.points) for band in self.bands]
        return {
            "zh": "；".join(f"{words['zh']}：{amount(points)} 分" for words, points in said) + "。",
            "en": "; ".join(f"{words['en']}: {points_en(points)}" for words, points in said) + ".",
        }

    def field(self) -> Field:
        """A number with its unit and limits."""
        return Field("number", self.unit.words() if self.unit else None, self.lowest, self.highest)

    def read(self, value: Any, path: str) -> Decimal:
        """A number within the limits of what is possible."""
        return read_number(value, path, self.lowest, self.highest)

    def judge(self) -> Judge:
        """Find the range; the lint has made sure that they meet end to end, so that the upper ends suffice."""
        zh, en = opening(self.rule())
        unit_zh, unit_en = unit_words(self.unit)
        ranges = [(band.below, band.points, *self._ending(band)) for band in self.bands]

        def judge(value: Decimal) -> Judgement:
            _, points, end_zh, end_en = next(row for row in ranges if row[0] is None or value < row[0])
            said = amount(value)
            return points, {"zh": f"{zh}事实：{said}{unit_zh}{end_zh}", "en": f"{en}Fact: {said}{unit_en}{end_en}"}

        return judge

    def _ending(self, band: Range) -> tuple[str, str]:
        """How a reason ends that finds a value in this range."""
        words, points = band.words(self.unit), band.points
        return (
            f"，属于“{words['zh']}”，得 {amount(points)} 分。",
            f", which is “{words['en']}”: {points_en(points)} awarded.",
        )

    def remarks(self) -> Iterator[Remark]:
        """Ranges in ascending order that meet end to end, and the best of them worth exactly `points`."""
        ends = [(left.below, right.at_least) for left, right in zip(self.bands, self.bands[1:], strict=False)]
        empty = any(r.at_least is not None and r.below is not None and r.at_least >= r.below for r in self.bands)
        if any(below is None or start is None or start < below for below, start in ends) or empty:
            yield Remark(
                "band-overlap",
                {"zh": "分档重叠、为空或未按从低到高排列。", "en": "Bands overlap, are empty or do not ascend."},
                {
                    "zh": "前一档的 below 应等于后一档的 at_least。",
                    "en": "Let each band begin where the one before ends.",
                },
            )
        elif (
            any(below is not None and start is not None and start > below for below, start in ends) or self._open_ends()
        ):
            yield Remark(
                "band-hole",
                {
                    "zh": "分档之间或两端有空缺，有的值无档可归。",
                    "en": "Some values that can be stated fall into no band.",
                },
                {
                    "zh": "首档覆盖 lowest，末档不写 below，中间首尾相接。",
                    "en": "Let the first band cover the lowest value and the last be open, with no gap between.",
                },
            )
        if self.lowest > self.highest or any(self._beyond(band) for band in self.bands):
            yield Remark(
                "band-unreachable",
                {"zh": "有的分档不在可填报的范围内。", "en": "A band lies outside what can be stated."},
                {"zh": "核对 lowest、highest 与分档。", "en": "Compare the bands with lowest and highest."},
            )
        if not self.bands or max(band.points for band in self.bands) != self.points:
            yield Remark(
                "band-points",
                {"zh": "最高一档的分值与 points 不一致。", "en": "The best band is not worth `points`."},
                {"zh": "令二者相等。", "en": "Make the two equal."},
            )

    def _beyond(self, band: Range) -> bool:
        """Whether no value that can be stated falls into this band."""
        return (band.at_least is not None and band.at_least > self.highest) or (
            band.below is not None and band.below <= self.lowest
        )

    def _open_ends(self) -> bool:
        """Whether a value that can be stated lies before the first band or after the last."""
        if not self.bands:
            return False
        first, last = self.bands[0].at_least, self.bands[-1].below
        return (first is not None and first > self.lowest) or (last is not None and last <= self.highest)
