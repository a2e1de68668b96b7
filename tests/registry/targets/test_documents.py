"""The shipped file of targets says what the document says; a wrong file is named."""

from decimal import Decimal

import pytest

from registry.errors import Misconfigured
from registry.targets.documents import DATA, read_targets
from registry.targets.rules import Counting, Indicator


def test_the_guizhou_document_of_2023():
    forms = read_targets(DATA / "guizhou-2023.toml")
    whole = {(each.indicator, each.counting): each.amount for each in forms if each.place_code == "520000"}
    assert whole == {
        (Indicator.GREEN_MALL, Counting.NEW): 3,
        (Indicator.GREEN_MALL, Counting.CUMULATIVE): 13,
        (Indicator.PLASTICS_REPORTER, Counting.NEW): 1200,
        (Indicator.RECYCLING_STATION, Counting.NEW): 10,
        (Indicator.SORTING_CENTRE, Counting.NEW): 2,
        (Indicator.KEY_RECYCLER, Counting.NEW): 10,
    }
    split = {each.place_code: each.amount for each in forms if each.place_code != "520000"}
    assert (len(split), sum(split.values()), split["520100"], split["520300"]) == (9, 1200, 300, Decimal(200))
    assert {each.source_clause for each in forms if each.place_code != "520000"} == {"附件1"}


GOOD = (DATA / "guizhou-2023.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "source"),
        (GOOD.replace("amount = 300", "amount = 301"), "adds up to 1201"),
        (GOOD.replace('counting = "new"', 'counting = "some"', 1), "counting"),
        (GOOD + "\nsurprise = 1\n", "surprise"),
        (GOOD.replace("year = 2023", "year = 1"), "year"),
        ("[[", "Invalid initial"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, text, named):
    file = tmp_path / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=named) as caught:
        read_targets(file)
    assert "wrong.toml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Misconfigured, match=r"none\.toml"):
        read_targets(tmp_path / "none.toml")
