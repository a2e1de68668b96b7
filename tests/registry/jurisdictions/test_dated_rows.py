"""Settings by scheme, place and day: the most local row, then the latest; a wrong file is named with what is wrong."""

from datetime import date

import pytest
from pydantic import PositiveInt

from registry.errors import Misconfigured
from registry.jurisdictions.dated_rows import DatedRow, read_rows, row_in_force

ROW = """
[[term]]
scheme = "{scheme}"
place_code = "{place}"
from = {begins}
months = {months}
status = "local"
citation = {{ zh = "测试", en = "test" }}
"""


class Months(DatedRow):
    months: PositiveInt


def row(months: int, place: str = "000000", begins: str = "2024-01-01", scheme: str = "green-mall") -> str:
    return ROW.format(scheme=scheme, place=place, begins=begins, months=months)


def read(tmp_path, text):
    file = tmp_path / "terms.toml"
    file.write_text(text, encoding="utf-8")
    return read_rows(file, "term", Months)


@pytest.mark.parametrize(
    ("place", "on", "months"),
    [
        ("110101", date(2023, 12, 31), None),
        ("110101", date(2024, 1, 1), 3),
        ("520102", date(2021, 1, 1), 4),
        ("520102", date(2024, 12, 31), 4),
        ("520102", date(2025, 1, 1), 5),
        ("520100", date(2025, 1, 1), 5),
        ("520102", date(2025, 2, 1), 6),
        ("520000", date(2026, 1, 1), 5),
        ("521000", date(2026, 1, 1), 7),
        ("510104", date(2026, 1, 1), 9),
    ],
)
def test_the_most_local_row_then_the_latest_holds(tmp_path, place, on, months):
    rows = read(
        tmp_path,
        row(3)
        + row(5, "520000", "2025-01-01")
        + row(4, "520000", "2021-01-01")
        + row(6, "520100", "2025-02-01")
        + row(7, "521000", "2025-02-01")
        + row(9, "510000", "2020-01-01"),
    )
    found = row_in_force(rows, "green-mall", place, on)
    assert (found and found.months) == months


def test_another_scheme_s_row_never_holds(tmp_path):
    assert row_in_force(read(tmp_path, row(3)), "no-such-scheme", "520102", date(2026, 3, 2)) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "term"),
        ("not toml at all =", "line 1"),
        ("term = 1", "not iterable"),
        ("[[term]]\nscheme = 'x'", "place_code"),
        (row(0), "greater than 0"),
        (row(3) + "more = 1\n", "more"),
        (row(3).replace('zh = "测试", ', ""), "zh"),
        (row(3) + row(4), "two rows for green-mall in 000000 from 2024-01-01"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path, text, reason):
    with pytest.raises(Misconfigured, match=rf"(?s)dated-rows-file.*terms\.toml.*{reason}"):
        read(tmp_path, text)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Misconfigured, match=r"gone\.toml"):
        read_rows(tmp_path / "gone.toml", "term", Months)
