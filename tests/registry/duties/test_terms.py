"""Terms of re-checks: the most local row, then the latest; none where nobody is re-checked; a wrong file is named."""

from datetime import date

import pytest

from registry.duties.terms import Terms, in_force, load
from registry.errors import Misconfigured
from registry.issuance.validity import Citation


def row(place_code: str, begins_on: date, months: int) -> Terms:
    return Terms.model_validate(
        {
            "scheme": "green-mall",
            "place_code": place_code,
            "from": begins_on,
            "interval_months": months,
            "within_working_days": 20,
            "remind_days_before": [30],
            "mend_remind_days": 7,
            "status": "verified",
            "citation": Citation(zh="某文件", en="some document"),
        }
    )


def test_the_shipped_terms_are_marked_as_local():
    found = in_force("green-mall", "520102", date(2026, 3, 2))
    assert (found.interval_months, found.status) == (12, "local")
    assert found.citation.zh
    assert found.citation.en


def test_the_most_local_row_then_the_latest_holds():
    rows = (row("000000", date(2024, 1, 1), 3), row("520000", date(2021, 1, 1), 4), row("520000", date(2025, 1, 1), 5))
    assert in_force("green-mall", "520102", date(2024, 6, 1), rows=rows).interval_months == 4
    assert in_force("green-mall", "520102", date(2025, 6, 1), rows=rows).interval_months == 5
    assert in_force("green-mall", "110101", date(2025, 6, 1), rows=rows).interval_months == 3


def test_where_nothing_is_said_nobody_is_rechecked():
    assert in_force("no-such-scheme", "520102", date(2026, 3, 2)) is None


@pytest.mark.parametrize("text", ["", "[[recheck]]\nscheme = 'x'", "not toml at all ="])
def test_a_wrong_file_is_named(tmp_path, text):
    file = tmp_path / "terms.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"terms\.toml"):
        load(file)
