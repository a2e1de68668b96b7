"""Judging very many submissions at once, column by column: totals, maxima and who passes, without explanations.

What a criterion gives depends on its value alone, so each distinct value is judged once and the rest is adding up whole
columns. One submission, explained, is `engine.py`'s; the figures are the same.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from scoring.editions import Edition
from scoring.engine import compiled, key_of, remember
from scoring.faults import BadFacts, Fault, Refused
from scoring.lines import Line, Status

_BYTE = 256
_LANES = ((1, "B"), (2, "H"), (4, "I"), (8, "Q"))
_GATES = {Status.GATE_PASSED: 0, Status.GATE_FAILED: 1, Status.GATE_UNKNOWN: 1}


Planes = tuple[bytes, ...]
"""For each submission the number of its value, as columns of single bytes, the lowest first."""


class Column(NamedTuple):
    """One criterion over all submissions: its distinct values (None = not stated) by key, and for each submission which."""

    values: Mapping[tuple[Any, ...], Any]
    codes: Planes


@dataclass(frozen=True, slots=True)
class Batch:
    """Submissions by column, made once and judged as often as wanted."""

    count: int
    columns: Mapping[str, Column]

    @classmethod
    def of(cls, submissions: Sequence[Mapping[str, Any]]) -> "Batch":
        """The columns of stated facts (criterion code → value)."""
        names = dict.fromkeys(code for facts in submissions for code in facts)
        return cls(len(submissions), {code: _column([facts.get(code) for facts in submissions]) for code in names})


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What became of each submission, in the order of the batch. Points are counted in units of `unit`."""

    unit: Decimal
    totals: Sequence[int]
    maxima: Sequence[int]
    passed: Sequence[bool]

    def total(self, place: int) -> Decimal:
        """The exact total of one submission."""
        return self.totals[place] * self.unit

    def maximum(self, place: int) -> Decimal:
        """The exact maximum of one submission."""
        return self.maxima[place] * self.unit


class _Judged(NamedTuple):
    """A column with what each of its distinct values gives: points in units, gates that apply and that are not met."""

    codes: Planes
    points: list[int]
    maxima: list[int]
    unmet: list[int]
    gates: list[int]


def judge_all(edition: Edition, batch: Batch, *, format: str | None = None) -> Verdicts:  # noqa: A002 - the word of the domain and of the command line
    """Totals, maxima and outcomes of all submissions, as `engine.score` gives them one by one.

    Raises BadFacts with the faults of every distinct value that cannot be judged, NoEdition for the format.
    """
    nothing = Column({key_of(None): None}, (bytes(batch.count),))
    lines = _lines(edition, batch, format, nothing)
    units = _units(lines.values())
    judged = {
        code: _judged(batch.columns.get(code, nothing).codes, made, units, bonus=edition.by_code[code].bonus)
        for code, made in lines.items()
    }
    every = list(judged.values())
    totals, maxima = _points(every, batch.count), _maxima(every, batch.count)
    unmet = _add([(column.codes, column.unmet) for column in every if column.unmet], batch.count)
    passed = _reached([not gates for gates in unmet], totals, maxima, edition.pass_mark.share)
    if not all(maxima):
        gates = _add([(column.codes, column.gates) for column in every if column.unmet], batch.count)
        passed = [ok and (most > 0 or gate > 0) for ok, most, gate in zip(passed, maxima, gates, strict=True)]
    for chapter in edition.chapters:
        if chapter.minimum_share is not None:
            part = [judged[criterion.code] for criterion in chapter.criteria if not criterion.bonus]
            passed = _reached(passed, _points(part, batch.count), _maxima(part, batch.count), chapter.minimum_share)
    return Verdicts(units[1], totals, maxima, passed)


def _column(stated: list[Any]) -> Column:
    kinds = list(map(type, stated))
    keys = list(map(key_of, stated) if {list, tuple, dict} & set(kinds) else zip(kinds, stated, strict=True))
    distinct = dict(zip(reversed(keys), reversed(stated), strict=True))
    place = {key: number for number, key in enumerate(distinct)}
    packed = struct.pack(f"<{len(keys)}I", *map(place.__getitem__, keys))
    planes = max(1, ((len(distinct) - 1).bit_length() + 7) // 8)
    return Column(distinct, tuple(packed[plane::4] for plane in range(planes)))


def _lines(edition: Edition, batch: Batch, format_code: str | None, nothing: Column) -> dict[str, list[Line]]:
    """The line of each distinct value of each criterion."""
    rules = compiled(edition, format_code)
    faults = [_unknown(code) for code in batch.columns if code not in rules.codes]
    lines: dict[str, list[Line]] = {}
    for row in rules.rows:
        made = lines[row.code] = []
        known = row.remembered
        for key, value in batch.columns.get(row.code, nothing).values.items():
            try:
                made.append(known[key] if key in known else remember(known, key, row.judge(value)))
            except Refused as refused:
                faults.append(refused.fault)
    if faults:
        raise BadFacts(faults)
    return lines


def _units(lines: Iterable[list[Line]]) -> tuple[dict[Decimal, int], Decimal]:
    """All amounts as whole multiples of one unit, and the unit: the largest power of ten that allows it."""
    amounts = {part for row in lines for line in row for part in (line.points, line.maximum)}
    exponents = [part.normalize().as_tuple().exponent for part in amounts]
    unit = Decimal(1).scaleb(min(0, *(exponent for exponent in exponents if isinstance(exponent, int))))
    return {part: int(part / unit) for part in amounts}, unit


def _judged(codes: Planes, lines: list[Line], units: tuple[dict[Decimal, int], Decimal], *, bonus: bool) -> _Judged:
    whole = units[0]
    return _Judged(
        codes,
        [whole[line.points] for line in lines],
        [0 if bonus else whole[line.maximum] for line in lines],
        [_GATES.get(line.status, 0) for line in lines] if lines[0].criterion.gate else [],
        [int(line.status in _GATES) for line in lines],
    )


def _points(columns: list[_Judged], count: int) -> Sequence[int]:
    return _add([(column.codes, column.points) for column in columns], count)


def _maxima(columns: list[_Judged], count: int) -> Sequence[int]:
    return _add([(column.codes, column.maxima) for column in columns], count)


def _add(columns: list[tuple[Planes, list[int]]], count: int) -> Sequence[int]:
    """For each submission the sum of what its values give (whole numbers, zero or more) over all columns.

    Each column becomes one very long integer with a lane per submission, wide enough for the sum: adding two of them
    adds all submissions at once.
    """
    same = sum(gives[0] for _, gives in columns if len(set(gives)) == 1)
    differing = [(codes, gives) for codes, gives in columns if len(set(gives)) > 1]
    if not differing:
        return [same] * count
    highest = same + sum(max(gives) for _, gives in differing)
    width, letter = next((width, letter) for width, letter in _LANES if highest < _BYTE**width)
    added = sum(int.from_bytes(_spread(codes, gives, count, width), "little") for codes, gives in differing)
    sums = struct.unpack(f"<{count}{letter}", added.to_bytes(count * width, "little"))
    return [part + same for part in sums] if same else sums


def _spread(codes: Planes, gives: list[int], count: int, width: int) -> bytes | bytearray:
    """One column as lanes of `width` bytes, the lowest byte first."""
    if width == 1:
        return _looked_up(codes, bytes(gives))
    lanes = bytearray(count * width)
    for place in range((max(gives).bit_length() + 7) // 8):
        lanes[place::width] = _looked_up(codes, bytes(part >> 8 * place & 0xFF for part in gives))
    return lanes


def _looked_up(codes: Planes, table: bytes) -> bytes:
    """`table[code]` for all submissions at once; a table beyond 256 entries is gone through page by page."""
    *lower, top = codes
    if not lower:
        return top.translate(table.ljust(_BYTE, b"\0"))
    page, found = _BYTE ** len(lower), 0
    for number, start in enumerate(range(0, len(table), page)):
        chosen = top.translate(bytes(number) + b"\xff" + bytes(_BYTE - 1 - number))
        there = _looked_up(tuple(lower), table[start : start + page])
        found |= int.from_bytes(chosen, "little") & int.from_bytes(there, "little")
    return found.to_bytes(len(top), "little")


def _reached(so_far: list[bool], points: Sequence[int], maxima: Sequence[int], share: Decimal) -> list[bool]:
    """Who passed so far and also reaches the share: exactly, in whole numbers."""
    needs = {most: ceil(Fraction(share) * most) for most in set(maxima)}
    return [ok and got >= needs[most] for ok, got, most in zip(so_far, points, maxima, strict=True)]


def _unknown(code: str) -> Fault:
    return Fault(
        "fact-unknown",
        {"zh": f"没有条款“{code}”。", "en": f"There is no criterion “{code}”."},
        {"zh": "删除该列，或核对条款编号。", "en": "Remove the column, or check the criterion's code."},
        code,
    )
