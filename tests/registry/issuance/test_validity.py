"""Periods of validity: the most local row, then the latest; a wrong file is named."""

from datetime import date

import pytest

from registry.applications.criteria import OFFERED
from registry.errors import Misconfigured
from registry.issuance.validity import Citation, Validity, in_force, load

CITED = Citation(zh="某文件", en="some document")


def row(place_code: str, begins_on: date, years: int) -> Validity:
    values = {"scheme": "green-mall", "place_code": place_code, "from": begins_on, "years": years}
    return Validity.model_validate(values | {"status": "verified", "citation": CITED})


def test_the_shipped_period_is_marked_as_a_local_setting():
    found = in_force("green-mall", "520102", date(2026, 3, 2))
    assert (found.years, found.status) == (3, "local-setting")
    assert found.citation.zh
    assert found.citation.en


def test_the_most_local_row_then_the_latest_holds():
    rows = (
        row("000000", date(2024, 1, 1), 3),
        row("520000", date(2021, 1, 1), 4),
        row("520000", date(2025, 1, 1), 5),
        row("510000", date(2020, 1, 1), 9),
    )
    assert in_force("green-mall", "520102", date(2024, 6, 1), rows=rows).years == 4
    assert in_force("green-mall", "520102", date(2025, 1, 1), rows=rows).years == 5
    assert in_force("green-mall", "110101", date(2025, 1, 1), rows=rows).years == 3


@pytest.mark.parametrize("scheme", OFFERED)
def test_every_scheme_that_a_round_can_be_opened_for_has_a_period(scheme):
    assert in_force(scheme, "520102", date(2026, 3, 2)).years == 3


def test_without_a_row_nothing_is_guessed():
    with pytest.raises(Misconfigured) as caught:
        in_force("recycler-filing", "520102", date(2026, 3, 2))
    assert caught.value.code == "validity-unknown"


@pytest.mark.parametrize("text", ["", "[[validity]]\nscheme = 'x'", "not toml at all ="])
def test_a_wrong_file_is_named(tmp_path, text):
    file = tmp_path / "periods.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"periods\.toml"):
        load(file)
