"""Structure of GB/T 2260 division codes, pure: level, parent, what covers what, names made comparable.

The places themselves, and which replaced which, are rows: `models.py`, asked through `queries.py`.
"""

import re
import unicodedata
from enum import StrEnum

from registry.errors import Invalid

NATION = "000000"
"""The whole country: covers every place."""


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
            return f"{code[:2]}0000"
        case _:
            return NATION


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
