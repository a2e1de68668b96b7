"""Sets of conditions of which so many must hold: what `pick`, `all_of` and `any_of` have in common."""

from abc import abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from scoring.explain import opening, outcome, unit_words
from scoring.facts import LARGEST, read_number, read_yes_no
from scoring.measures.measure import Field, Judge, Judgement, Measure, Part, Remark
from scoring.measures.parts import codes_differ, read_each
from scoring.values import Amount, Code, Data, Text, Words, amount, points_en


class Item(Data):
    """One condition: a number at, above or below a limit (`at_least`, `at_most`, `over`, `under`); without one, yes."""

    code: Code
    title: Text
    at_least: Amount | None = None
    at_most: Amount | None = None
    over: Amount | None = None
    under: Amount | None = None
    unit: Text | None = None

    @property
    def limits(self) -> list[tuple[str, str, Decimal]]:
        """The limits given, each with its words."""
        given = [
            ("不低于", "at least", self.at_least),
            ("不高于", "at most", self.at_most),
            ("高于", "over", self.over),
            ("低于", "under", self.under),
        ]
        return [(zh, en, limit) for zh, en, limit in given if limit is not None]

    def words(self) -> tuple[str, str]:
        """The condition in words."""
        if not self.limits:
            return self.title.zh, self.title.en
        zh, en, limit = self.limits[0]
        unit_zh, unit_en = unit_words(self.unit)
        return f"{self.title.zh}{zh} {amount(limit)}{unit_zh}", f"{self.title.en} {en} {amount(limit)}{unit_en}"

    def stated(self, value: Any) -> tuple[str, str]:
        """The condition by name, with the number that was stated; a yes or no needs none."""
        if not self.limits or value is None:
            return f"“{self.title.zh}”", f"“{self.title.en}”"
        zh, en = self.number(value)
        return f"“{self.title.zh}”（{zh}）", f"“{self.title.en}” ({en})"

    def number(self, value: Decimal) -> tuple[str, str]:
        """A stated number with its unit."""
        zh, en = unit_words(self.unit)
        return f"{amount(value)}{zh}", f"{amount(value)}{en}"

    def field(self) -> Field:
        """What a form must ask for."""
        if not self.limits:
            return Field("yes_no")
        return Field("number", self.unit.words() if self.unit else None, Decimal(0), LARGEST)

    def read(self, value: Any, path: str) -> Any:
        """True, false, or a number that is not negative. Raises Refused."""
        return read_number(value, path) if self.limits else read_yes_no(value, path)

    @property
    def impossible(self) -> bool:
        """Whether no number that can be stated, which are those from 0 on, satisfies it."""
        return (self.at_most is not None and self.at_most < 0) or (self.under is not None and self.under <= 0)

    def holds(self, value: Any) -> bool:
        """Whether a read value satisfies it."""
        if not self.limits:
            return bool(value)
        return not (
            (self.at_least is not None and value < self.at_least)
            or (self.at_most is not None and value > self.at_most)
            or (self.over is not None and value <= self.over)
            or (self.under is not None and value >= self.under)
        )


class Conditions(Measure):
    """All points if enough of `items` hold, else none. Stated as one value per item, in order or by code."""

    items: tuple[Item, ...]
    may_be_gate: ClassVar[bool] = True

    @property
    @abstractmethod
    def needed(self) -> int:
        """How many must hold."""

    @abstractmethod
    def opening_words(self) -> tuple[str, str]:
        """How many of them, in words, before the list."""

    def rule(self) -> Words:
        """How many, and of what."""
        zh, en = self.opening_words()
        zh, en = (f"（{zh}）", f" ({en})") if len(self.items) > 1 else ("", "")
        said = [item.words() for item in self.items]
        earns_zh, earns_en = (
            (f"得 {amount(self.points)} 分", points_en(self.points)) if self.points else ("必须", "Required")
        )
        return {
            "zh": f"{earns_zh}{zh}：" + "；".join(part for part, _ in said) + "。",
            "en": f"{earns_en}{en}: " + "; ".join(part for _, part in said) + ".",
        }

    def field(self) -> Field:
        """A yes or no for each item, or the number it is about."""
        parts = tuple(Part(item.code, item.title.words(), None, item.field()) for item in self.items)
        return Field("parts" if any(item.limits for item in self.items) else "checks", parts=parts)

    def read(self, value: Any, path: str) -> tuple[Any, ...] | None:
        """One value per item; None while what is left out could still decide."""
        values = read_each(value, path, self.items, lambda part, where, n: self.items[n].read(part, where))
        held = self._held(values)
        return None if len(held) < self.needed <= len(held) + values.count(None) else values

    def met(self, value: Any) -> bool:
        """Whether enough hold."""
        return len(self._held(value)) >= self.needed

    def judge(self) -> Judge:
        """Count what holds, and name it."""
        zh, en = opening(self.rule())
        points, none, needed = self.points, Decimal(0), self.needed
        got, lost = outcome(met=True, points=points), outcome(met=False, points=points)

        def judge(values: tuple[Any, ...]) -> Judgement:
            enough = len(self._held(values)) >= needed
            fact_zh, fact_en = self._fact(values)
            end_zh, end_en = got if enough else lost
            reason: Words = {"zh": f"{zh}事实：{fact_zh}。{end_zh}", "en": f"{en}Fact: {fact_en}. {end_en}"}
            return (points if enough else none), reason

        return judge

    def _fact(self, values: tuple[Any, ...]) -> tuple[str, str]:
        """What was stated: the number if it is about one, else what holds, and what stands in the way if too little does.

        A yes or no that is missing stands in the way only where all are needed: the rule has already listed them.
        """
        if len(values) == 1 and self.items[0].limits:
            return self.items[0].number(values[0])
        held, needed, count = self._held(values), self.needed, len(values)
        short = len(held) < needed
        missed = [
            item
            for item, value in zip(self.items, values, strict=True)
            if short and value is not None and item not in held and (item.limits or needed == count)
        ]
        said = {item.code: item.stated(value) for item, value in zip(self.items, values, strict=True)}
        named = [("达到", "met", held), ("未达到", "not met", missed)]
        list_zh = "".join(f"{verb}{''.join(said[item.code][0] for item in row)}，" for verb, _, row in named if row)
        list_en = "".join(f"{verb}: {', '.join(said[item.code][1] for item in row)}; " for _, verb, row in named if row)
        return (
            f"{count} 项中达到 {len(held)} 项，{list_zh}需 {needed} 项",
            f"{len(held)} of {count} hold; {list_en}{needed} needed",
        )

    def _held(self, values: tuple[Any, ...]) -> list[Item]:
        return [item for item, value in zip(self.items, values, strict=True) if value is not None and item.holds(value)]

    def remarks(self) -> Iterator[Remark]:
        """Items with codes of their own and no more than one limit each; a number needed that can be reached."""
        if not codes_differ(self.items):
            yield Remark(
                "part-codes",
                {"zh": "条件缺失或编码重复。", "en": "Conditions are missing or share a code."},
                {"zh": "至少写一个条件，编码各不相同。", "en": "Name at least one condition, each with its own code."},
            )
        if any(len(item.limits) > 1 for item in self.items):
            yield Remark(
                "condition-limits",
                {"zh": "一个条件写了几个界限。", "en": "A condition has more than one limit."},
                {
                    "zh": "每个条件至多一个界限；区间分写为两个条件。",
                    "en": "Give each at most one; write a range as two conditions.",
                },
            )
        if any(item.impossible for item in self.items):
            yield Remark(
                "condition-impossible",
                {"zh": "有的条件没有数能达到。", "en": "No number can satisfy one of the conditions."},
                {"zh": "at_most 不应小于 0，under 应大于 0。", "en": "Let at_most be 0 or more, and under above 0."},
            )
        if not 0 < self.needed <= max(1, len(self.items)):
            yield Remark(
                "pick-need",
                {
                    "zh": "需要的项数不在 1 与条件总数之间。",
                    "en": "The number needed is not between 1 and all of them.",
                },
                {"zh": "核对 need 与 items。", "en": "Compare need with items."},
            )
