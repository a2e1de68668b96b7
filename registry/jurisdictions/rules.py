"""Structure of GB/T 2260 division codes, pure: level, parent, what covers what, names made comparable.

The places themselves, and which replaced which, are rows: `models.py`, asked through `queries.py`.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from registry.errors import Invalid

NATION = "000000"
"""The whole country: covers every place."""

BEGINNING = date(1980, 1, 1)
"""First day of a code whose first day is not on file; GB 2260 itself dates from 1980."""


class Level(StrEnum):
    """The rungs of GB/T 2260, from its pairs of digits: 52|01|02 is province | city | county."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


def normal_code(text: str) -> str:
    """Six digits of a division code; full-width digits and spaces are folded.

    Raises Invalid `place-code` for anything else.
    """
    code = "".join(unicodedata.normalize("NFKC", text).split())
    if not (len(code) == len(NATION) and code.isascii() and code.isdigit()):
        raise Invalid(
            "place-code", "A division code has six digits.", hint="Choose the place from the list.", given=code[:20]
        )
    return code


def level_of(code: str) -> Level:
    """Which rung a six-digit code stands on; raises Invalid `place-code` if it is not six digits."""
    code = normal_code(code)
    if code == NATION:
        return Level.NATION
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def parent_of(code: str) -> str:
    """The code one rung up; the nation is its own parent."""
    match level_of(code):
        case Level.COUNTY:
            return f"{code[:4]}00"
        case Level.CITY:
            return province_of(code)
        case _:
            return NATION


def province_of(code: str) -> str:
    """The code of the province in which a place lies, or that it is; the nation lies in none and stays itself."""
    return f"{code[:2]}0000"


def covers(outer: str, inner: str) -> bool:
    """Whether `inner` lies in `outer` or is it: a province covers its cities and their counties.

    Purely by code, so it holds for old codes as well as for present ones.
    """
    match level_of(outer):
        case Level.NATION:
            return True
        case Level.PROVINCE:
            return inner[:2] == outer[:2]
        case Level.CITY:
            return inner[:4] == outer[:4]
        case _:
            return inner == outer


def stem_of(outer: str) -> str:
    """The digits with which every code begins that `outer` covers: 52 of 520000, nothing of the nation; for searches in tables."""
    match level_of(outer):
        case Level.NATION:
            return ""
        case Level.PROVINCE:
            return outer[:2]
        case Level.CITY:
            return outer[:4]
        case _:
            return outer


_NATIONALITIES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|州|盟|县|区|旗)$")


def name_key(name: str) -> str:
    """What two spellings of one place have in common: 昌吉州, 昌吉回族自治州 and 昌吉 all give 昌吉.

    Kept short of two characters it stops cutting, so 沙县 and 城区 stay whole.
    """
    text = "".join(unicodedata.normalize("NFKC", name).split())
    match = _SUFFIX.search(text)
    if match is None or len(text[: match.start()]) < 2:  # noqa: PLR2004 - the two characters of the docstring
        return text
    stem = text[: match.start()]
    if match.group().startswith("自治"):
        peoples = re.search(rf"(?:{_NATIONALITIES})(?:族|$).*$", stem)
        if peoples is not None and peoples.start() >= 2:  # noqa: PLR2004 - the same
            return stem[: peoples.start()]
    return stem


PLACEHOLDERS = ("市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "县")
"""Names of rungs that stand in the lists only to keep them square; nobody writes them in an address."""

_RUNGS = tuple(Level)


class Named(Protocol):
    """What matching by name needs to know of a place."""

    @property
    def code(self) -> str:
        """Its division code."""
        ...

    @property
    def name_zh(self) -> str:
        """Its full Chinese name."""
        ...


N = TypeVar("N", bound=Named)


def best_matches(name: str, candidates: Sequence[N]) -> list[N]:
    """The candidates that a written name most probably means: the exact name first, else those of the highest level.

    昌吉州 and 昌吉 mean the prefecture 昌吉回族自治州, 昌吉市 the city of that very name. Several results mean that
    the name alone does not tell.
    """
    written = "".join(unicodedata.normalize("NFKC", name).split())
    key = name_key(written)
    alike = [place for place in candidates if place.name_zh not in PLACEHOLDERS and name_key(place.name_zh) == key]
    exact = [place for place in alike if place.name_zh == written]
    if exact:
        return exact
    if not alike:
        return []
    highest = min(_RUNGS.index(level_of(place.code)) for place in alike)
    return [place for place in alike if _RUNGS.index(level_of(place.code)) == highest]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as a list gives it, checked; level and parent follow from the code."""

    code: str
    name_zh: str
    name_en: str = ""
    valid_from: date = BEGINNING
    valid_to: date | None = None
    replaced_by: str | None = None


def read_row(cells: Mapping[str, str], row: int) -> PlaceRow:
    """One row of an import: columns code, name_zh, name_en, valid_from, valid_to, replaced_by; only two are required.

    `row` is its number for people. Raises Invalid `place-row` naming row and column.
    """
    values = {column: (cells.get(column) or "").strip() for column in PlaceRow.__dataclass_fields__}
    try:
        column = "code"
        code = normal_code(values["code"])
        column = "name_zh"
        if not values[column] or len(values[column]) > 60:  # noqa: PLR2004 - the width of the column in models.py
            raise ValueError(values[column])  # noqa: TRY301 - told to the person below, like every other fault
        column = "valid_from"
        valid_from = date.fromisoformat(values[column]) if values[column] else BEGINNING
        column = "valid_to"
        valid_to = date.fromisoformat(values[column]) if values[column] else None
        if valid_to is not None and valid_to < valid_from:
            raise ValueError(values[column])  # noqa: TRY301 - the same
        column = "replaced_by"
        replaced_by = normal_code(values[column]) if values[column] else None
    except (ValueError, Invalid):
        raise Invalid(
            "place-row",
            "Row {row}: the column {column} cannot be read.",
            hint="Codes have six digits, dates look like 2011-10-22, the name is required.",
            field=column,
            row=row,
            column=column,
        ) from None
    return PlaceRow(code, values["name_zh"], values["name_en"][:80], valid_from, valid_to, replaced_by)
