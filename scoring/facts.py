"""Reading the facts somebody states: right type, finite, within limits, exact; else a fault that says what to write.

Which facts an edition asks for is in the edition; what they earn is in `measures/`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from scoring.faults import BadFacts, Fault, Refused
from scoring.values import Words, amount

if TYPE_CHECKING:
    from scoring.editions import Edition

NOT_APPLICABLE = "not_applicable"
LARGEST = Decimal(10) ** 12
PLACES = 6
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", re.ASCII)
_PLAIN = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(nan|snan|inf|infinity)[0-9]*", re.IGNORECASE | re.ASCII)
_NUMBER_WITH_UNIT = re.compile(r"-?[0-9０-９]+(\.[0-9０-９]+)?\s*[^\s0-9０-９.,，].*")
_SHOWN = 40


def refuse(code: str, path: str, message: Words, hint: Words) -> Refused:
    """A refusal to raise, for the value at `path`."""
    return Refused(Fault(code, message, hint, path))


def shown(value: object) -> str:
    """The refused value as its author wrote it, short and harmless enough to stand in a message."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        return "10^…"
    try:
        text = str(value) if isinstance(value, (str, Decimal)) else json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, TypeError, ValueError):
        return "…"  # nested beyond all depth, or a number with more digits than Python spells out
    kept = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:_SHOWN])
    return kept if len(text) <= _SHOWN else f"{kept}…"


def read_yes_no(value: Any, path: str) -> bool:
    """True or false, nothing that merely resembles it."""
    if value is True or value is False:
        return value is True
    raise refuse(
        "fact-wrong-type",
        path,
        {"zh": f"“{shown(value)}”不是“是”或“否”。", "en": f"“{shown(value)}” is neither yes nor no."},
        {"zh": "请填写 true（是）或 false（否）。", "en": "Write true (yes) or false (no)."},
    )


def _number(value: Any, path: str) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value) if abs(value) <= LARGEST else LARGEST * 10
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - only NaN differs from itself
            return Decimal("NaN")
        raise refuse(
            "fact-not-exact",
            path,
            {"zh": f"{value} 是二进制浮点数，不精确。", "en": f"{value} is a binary float and not exact."},
            {"zh": '请以文本形式填写，例如 "0.85"。', "en": 'Write it as text, such as "0.85".'},
        )
    if isinstance(value, str):
        return _number_in_text(value.strip(), path)
    raise refuse(
        "fact-wrong-type",
        path,
        {"zh": f"“{shown(value)}”不是数字。", "en": f"“{shown(value)}” is not a number."},
        {"zh": "请填写一个数字，例如 85.5。", "en": "Write one number, such as 85.5."},
    )


def _number_in_text(text: str, path: str) -> Decimal:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if _NOT_FINITE.fullmatch(text):
        return Decimal("NaN")
    if _NUMBER_WITH_UNIT.fullmatch(text):
        raise refuse(
            "fact-with-unit",
            path,
            {"zh": f"“{shown(text)}”里除数字外还有单位或文字。", "en": f"“{shown(text)}” holds more than a number."},
            {
                "zh": "请只填数字，按该条款规定的单位换算。",
                "en": "Write the number alone, converted to the unit that the criterion names.",
            },
        )
    raise refuse(
        "fact-not-a-number",
        path,
        {"zh": f"“{shown(text)}”不是数字。", "en": f"“{shown(text)}” is not a number."},
        {
            "zh": "请用半角数字填写，不加千位分隔符，例如 1250.5。",
            "en": "Use plain digits without thousands separators, such as 1250.5.",
        },
    )


def read_number(value: Any, path: str, lowest: Decimal = Decimal(0), highest: Decimal = LARGEST) -> Decimal:
    """An exact number from `lowest` to `highest` with at most six decimal places, from int, Decimal or text."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and lowest <= (plain := Decimal(value)) <= highest:
        return plain  # what nearly everybody writes
    number = _number(value, path)
    if not number.is_finite():
        raise refuse(
            "fact-not-finite",
            path,
            {"zh": "“非数”或无穷大不能评分。", "en": "NaN and infinity cannot be judged."},
            {
                "zh": "请填写一个确定的数字；不知道时请留空。",
                "en": "Write a definite number, or leave it out if unknown.",
            },
        )
    if abs(number) > LARGEST:
        raise refuse(
            "fact-too-large",
            path,
            {
                "zh": "数值大得不合常理（超过 10 的 12 次方）。",
                "en": "The number is beyond all reason (over 10 to the 12th).",
            },
            {"zh": "请检查单位和小数点。", "en": "Check the unit and the decimal point."},
        )
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES and number != round(number, PLACES):
        raise refuse(
            "fact-too-precise",
            path,
            {"zh": f"小数超过 {PLACES} 位。", "en": f"The number has more than {PLACES} decimal places."},
            {"zh": f"请四舍五入到 {PLACES} 位以内。", "en": f"Round it to {PLACES} places or fewer."},
        )
    if number < 0 <= lowest:
        raise refuse(
            "fact-negative",
            path,
            {"zh": f"{shown(value)} 是负数。", "en": f"{shown(value)} is negative."},
            {"zh": "请填写 0 或正数。", "en": "Write zero or a positive number."},
        )
    if not lowest <= number <= highest:
        low, high = amount(lowest), amount(highest)
        raise refuse(
            "fact-out-of-range",
            path,
            {
                "zh": f"{shown(value)} 不在 {low} 到 {high} 之间。",
                "en": f"{shown(value)} is not between {low} and {high}.",
            },
            {
                "zh": f"请填写 {low} 到 {high} 之间的数，并检查单位。",
                "en": f"Write a number from {low} to {high}, and check the unit.",
            },
        )
    return number


def read_count(value: Any, path: str) -> Decimal:
    """A whole number of things, zero or more, at most a million."""
    number = read_number(value, path, highest=Decimal(1_000_000))
    if number != number.to_integral_value():
        raise refuse(
            "fact-not-whole",
            path,
            {"zh": f"{shown(value)} 不是整数。", "en": f"{shown(value)} is not a whole number."},
            {"zh": "这里数的是个数，请填写整数。", "en": "Things are counted here: write a whole number."},
        )
    return number


def faults(edition: "Edition", facts: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Everything wrong with `facts` for this edition, in the order of the edition; unknown keys come first."""
    found = [_unknown(code, edition) for code in sorted(map(str, facts)) if code not in edition.by_code]
    for criterion in edition.criteria:
        try:
            read(criterion, facts.get(criterion.code))
        except Refused as refused:
            found.append(refused.fault)
    return tuple(found)


def check(edition: "Edition", facts: Mapping[str, Any]) -> None:
    """Raise BadFacts with all faults, or return quietly."""
    if found := faults(edition, facts):
        raise BadFacts(found)


def read(criterion: Any, value: Any) -> Any:
    """The value of one criterion as its measure judges it; None if unknown, NOT_APPLICABLE if so stated and allowed.

    Raises Refused.
    """
    if value is None:
        return None
    if value == NOT_APPLICABLE and isinstance(value, str):
        if criterion.not_applicable_when is not None:
            return NOT_APPLICABLE
        raise refuse(
            "fact-must-apply",
            criterion.code,
            {"zh": "本条款对所有申报主体适用，不能填“不适用”。", "en": "This criterion applies to everyone."},
            {"zh": "请据实填写。", "en": "State the value as it is."},
        )
    return criterion.measure.read(value, criterion.code)


def _unknown(code: str, edition: "Edition") -> Fault:
    name = f"{edition.scheme}/{edition.edition}"
    return Fault(
        "fact-unknown",
        {"zh": f"{name} 没有条款“{shown(code)}”。", "en": f"{name} has no criterion “{shown(code)}”."},
        _meant(code, list(edition.by_code)),
        shown(code),
    )


def _meant(code: str, known: Sequence[str]) -> Words:
    """What the author of an unknown code may have meant: the one that differs in spelling only, else the most alike."""
    if same := [near for near in known if _bare(near) == _bare(code)]:
        return {"zh": f"是否指 {same[0]}？", "en": f"Did you mean {same[0]}?"}
    remove: Words = {"zh": "请删除该项，或核对条款编号。", "en": "Remove it, or check the criterion's code."}
    near = get_close_matches(code, known, n=3, cutoff=0.7) if len(code) <= _SHOWN else []
    if not near:
        return remove
    return {
        "zh": f"{remove['zh']}相近的编号：{'、'.join(near)}。",
        "en": f"{remove['en']} The nearest: {', '.join(near)}.",
    }


def _bare(code: str) -> str:
    """A code without what is easily mistaken: case, full width, spaces and dashes."""
    return re.sub(r"[\W_]", "", normalize("NFKC", code)).casefold()
