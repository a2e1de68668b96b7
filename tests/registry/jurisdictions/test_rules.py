"""Division codes and written names."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import Invalid
from registry.jurisdictions.rules import (
    NATION,
    Level,
    best_matches,
    covers,
    level_of,
    name_key,
    normal_code,
    parent_of,
    province_of,
    read_row,
    stem_of,
)

codes = st.from_regex(r"[0-9]{6}", fullmatch=True)


@dataclass(frozen=True)
class Spot:
    code: str
    name_zh: str


@given(codes)
def test_a_place_lies_in_itself_in_its_parent_and_in_the_nation(code):
    assert covers(code, code)
    assert covers(parent_of(code), code)
    assert covers(NATION, code)


@given(codes | st.sampled_from([NATION, "520000", "520100"]), codes | st.sampled_from(["520102", "520200"]))
def test_the_stem_says_the_same_to_a_search(outer, inner):
    assert inner.startswith(stem_of(outer)) == covers(outer, inner)


def test_stems():
    assert [stem_of(code) for code in (NATION, "520000", "520100", "520102")] == ["", "52", "5201", "520102"]


@given(codes, codes, codes)
def test_covering_passes_on(a, b, c):
    if covers(a, b) and covers(b, c):
        assert covers(a, c)


@given(codes)
def test_climbing_ends_at_the_nation(code):
    steps = 0
    while code != NATION:
        code = parent_of(code)
        steps += 1
    assert steps <= 3


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("520000", "520102", True),
        ("520100", "520102", True),
        ("520100", "520200", False),
        ("520102", "520100", False),
        ("520100", "520000", False),
        ("522200", "522201", True),
        ("520102", "520102", True),
    ],
)
def test_covers(outer, inner, expected):
    assert covers(outer, inner) is expected


def test_levels():
    assert [level_of(code) for code in (NATION, "520000", "520100", "520102")] == list(Level)


@pytest.mark.parametrize("bad", ["", "52", "52010a", "5201000", "五二〇一〇〇"])
def test_a_code_is_six_digits(bad):
    with pytest.raises(Invalid, match="place-code"):
        normal_code(bad)


def test_full_width_digits_and_spaces_are_folded():
    assert normal_code(" ５２０ 100") == "520100"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("昌吉回族自治州", "昌吉"),
        ("昌吉州", "昌吉"),
        ("昌吉", "昌吉"),
        ("黔西南布依族苗族自治州", "黔西南"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("新疆维吾尔自治区", "新疆"),
        ("内蒙古自治区", "内蒙古"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("浦东新区", "浦东"),
        ("毕节地区", "毕节"),
        ("沙县", "沙县"),
        ("城区", "城区"),
        (" 贵 阳 市 ", "贵阳"),
    ],
)
def test_spellings_of_one_place_share_a_key(name, key):
    assert name_key(name) == key


CHANGJI = [Spot("652300", "昌吉回族自治州"), Spot("652301", "昌吉市")]


def test_the_exact_name_wins_then_the_higher_level():
    assert [spot.code for spot in best_matches("昌吉市", CHANGJI)] == ["652301"]
    assert [spot.code for spot in best_matches("昌吉州", CHANGJI)] == ["652300"]
    assert [spot.code for spot in best_matches("昌吉", CHANGJI)] == ["652300"]


def test_a_name_that_is_nowhere_or_twice():
    twins = [Spot("110105", "朝阳区"), Spot("220104", "朝阳区")]
    assert best_matches("朝阳区", twins) == twins
    assert best_matches("朝阳", twins) == twins
    assert best_matches("桃花源", twins) == []
    assert best_matches("市辖区", [Spot("110100", "市辖区")]) == []


def test_a_row_is_read():
    row = read_row({"code": "520600", "name_zh": "铜仁市", "valid_from": "2011-10-22"}, 2)
    assert (row.code, row.name_zh, row.name_en, row.valid_from) == ("520600", "铜仁市", "", date(2011, 10, 22))
    lapsed = read_row({"code": "522200", "name_zh": "铜仁地区", "valid_to": "2011-10-21", "replaced_by": "520600"}, 3)
    assert (lapsed.valid_to, lapsed.replaced_by) == (date(2011, 10, 21), "520600")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"code": "5206"}, "code"),
        ({"code": "520600"}, "name_zh"),
        ({"code": "520600", "name_zh": "铜" * 61}, "name_zh"),
        ({"code": "520600", "name_zh": "铜仁市", "valid_from": "22.10.2011"}, "valid_from"),
        ({"code": "520600", "name_zh": "铜仁市", "valid_to": "soon"}, "valid_to"),
        ({"code": "520600", "name_zh": "铜仁市", "valid_from": "2011-10-22", "valid_to": "2011-10-21"}, "valid_to"),
        ({"code": "522200", "name_zh": "铜仁地区", "replaced_by": "铜仁"}, "replaced_by"),
    ],
)
def test_a_bad_row_names_its_row_and_column(cells, column):
    with pytest.raises(Invalid) as told:
        read_row(cells, 7)
    assert told.value.code == "place-row"
    assert told.value.context == {"row": 7, "column": column}


@pytest.mark.parametrize(
    ("code", "province"), [("520102", "520000"), ("520100", "520000"), ("520000", "520000"), (NATION, NATION)]
)
def test_a_place_lies_in_its_province(code, province):
    assert province_of(code) == province
