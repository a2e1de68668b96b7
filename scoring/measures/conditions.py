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

    def field(self) -> Field:
        """What a form must ask for."""
        if not self.limits:
            return Field("yes_no")
        return Field("number", self.unit.words() if self.unit else None, Decimal(0), LARGEST)

    def read(self, value: Any, path: str) -> Any:
        """True, false, or a number that is not negative. Raises Refused."""
        return read_number(value, path) if self.limits else read_yes_no(value, path)

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
        said = [item.words() for item in self.items]
        earns_zh, earns_en = f"得 {amount(self.points)} 分", f"{points_en(self.points)} for "
        return {
            "zh": (earns_zh if self.points else "必须") + f"（{zh}）：" + "；".join(part for part, _ in said) + "。",
            "en": (earns_en if self.points else "Required: ") + f"{en}: " + "; ".join(part for _, part in said) + ".",
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
        points, none, needed, count = self.points, Decimal(0), self.needed, len(self.items)
        got, lost = outcome(met=True, points=points), outcome(met=False, points=points)

        def judge(values: tuple[Any, ...]) -> Judgement:
            held = self._held(values)
            end = got if (enough := len(held) >= needed) else lost
            missed = [item for item in self.items if item not in held]
            named = held if len(held) <= len(missed) or enough else missed
            verb = ("达到", "met") if named is held else ("未达到", "not met")
            list_zh = f"（{verb[0]}：{'、'.join(item.title.zh for item in named)}）" if named else ""
            list_en = f" ({verb[1]}: {', '.join(item.title.en for item in named)})" if named else ""
            reason: Words = {
                "zh": f"{zh}事实：{count} 项中达到 {len(held)} 项{list_zh}，需 {needed} 项。{end[0]}",
                "en": f"{en}Fact: {len(held)} of {count} hold{list_en}, {needed} needed. {end[1]}",
            }
            return (points if enough else none), reason

        return judge

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
        if not 0 < self.needed <= max(1, len(self.items)):
            yield Remark(
                "pick-need",
                {
                    "zh": "需要的项数不在 1 与条件总数之间。",
                    "en": "The number needed is not between 1 and all of them.",
                },
                {"zh": "核对 need 与 items。", "en": "Compare need with items."},
            )
