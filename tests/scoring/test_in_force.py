"""Which edition judges on a day."""

from datetime import date

import pytest

from scoring.faults import NoEdition
from scoring.in_force import edition_on
from scoring.loader import load_all
from tests.scoring.samples import EDITION, folder


def test_from_its_first_day_to_its_last(tmp_path):
    first = EDITION.replace("in_force_from = 2020-01-01", "in_force_from = 2020-01-01\nin_force_until = 2020-12-31")
    second = EDITION.replace("in_force_from = 2020-01-01", "in_force_from = 2021-01-01")
    library = load_all(folder(tmp_path, d2020_01_01=first, d2021_01_01=second))
    for day, name in (
        ("2020-01-01", "2020-01-01"),
        ("2020-12-31", "2020-01-01"),
        ("2021-01-01", "2021-01-01"),
        ("2099-01-01", "2021-01-01"),
    ):
        assert edition_on("sample", date.fromisoformat(day), library).edition == name
    with pytest.raises(NoEdition) as caught:
        edition_on("sample", date(2019, 12, 31), library)
    assert caught.value.code == "no-edition-in-force"
    assert caught.value.hint["en"] == "Editions are in force: 2020-01-01 … 2020-12-31; 2021-01-01 …."


def test_the_editions_that_ship_are_the_default():
    assert edition_on("green-mall", date(2021, 5, 25)).edition == "2021-05-25"
    assert edition_on("green-mall", date(2021, 5, 24)).edition == "2018-03-01"
    with pytest.raises(NoEdition):
        edition_on("green-mall", date(2018, 2, 28))


def test_an_unknown_scheme_is_told_those_there_are():
    with pytest.raises(NoEdition) as caught:
        edition_on("green-moon", date(2024, 1, 1))
    assert (caught.value.code, caught.value.path) == ("unknown-scheme", "scheme")
    assert "green-mall" in caught.value.hint["zh"]
