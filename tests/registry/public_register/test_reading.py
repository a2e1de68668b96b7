"""Rows of a list, each fault with its column."""

from datetime import date

import pytest

from registry.public_register.reading import read_rows
from registry.public_register.schemas import ListRow
from tests.factories.enterprises import places

pytestmark = pytest.mark.usefixtures("db")
TODAY = date(2026, 6, 1)
ROW = {"province": "贵州省", "area": "贵阳市", "mall": "花果园购物中心", "year": "2021", "level": "N"}


async def test_a_row_is_read():
    await places()
    good, refused, warned = await read_rows([ListRow(2, ROW | {"enterprise": " 某 公司 ", "other": "x"})], today=TODAY)
    assert (refused, warned) == ((), ())
    assert (good[0].place_code, good[0].level, good[0].enterprise) == ("520100", "national", "某 公司")


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"province": "火星"}, "province", "place-unknown"),
        ({"area": "成都"}, "area", "place-unknown"),
        ({"mall": "  "}, "mall", "import-empty"),
        ({"mall": "x" * 3000}, "mall", "text-too-long"),
        ({"mall": "甲\u202e乙"}, "mall", "text-direction"),
        ({"enterprise": "甲\0乙"}, "enterprise", "text-control"),
        ({"level": "L"}, "level", "import-level"),
        ({"year": "2035"}, "year", "import-year"),
    ],
)
async def test_each_fault_names_its_column(changes, column, code):
    await places()
    good, refused, _ = await read_rows([ListRow(7, ROW | changes)], today=TODAY)
    assert good == []
    assert [(each.number, each.column, each.fault.code) for each in refused] == [(7, column, code)]


async def test_a_missing_column_is_an_empty_cell():
    _, refused, _ = await read_rows([ListRow(2, {"mall": "甲"})], today=TODAY)
    assert refused[0].column == "province"


RIGHT = "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0"


@pytest.mark.parametrize(
    ("identifier", "codes"),
    [
        ("", []),
        (RIGHT, []),
        (f" {RIGHT.lower()} ", []),
        (
            "1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M",
            ["identifier-check"],
        ),
        ("绿商证001", ["identifier-structure"]),
    ],
)
async def test_an_identifier_of_another_authority_is_taken_as_it_is_and_warned_of(identifier, codes):
    await places()
    good, refused, warned = await read_rows([ListRow(3, ROW | {"identifier": identifier})], today=TODAY)
    assert refused == ()
    assert good[0].identifier == identifier.strip().upper()
    assert [(each.number, each.column, each.fault.code) for each in warned] == [
        (3, "identifier", "import-identifier") for _ in codes
    ]
    assert [each.fault.context["reason"].code for each in warned] == codes
