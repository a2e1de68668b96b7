"""Schemes and editions through the API."""

import pytest

from scoring.loader import load_all


async def test_every_scheme_with_its_editions(anybody):
    found = await anybody.get("/schemes")
    (mall,) = [row for row in found["items"] if row["code"] == "green-mall"]
    assert mall["title"] == {"zh": "绿色商场", "en": "Green mall"}
    assert mall["editions"][-1]["pass_share"] == "0.8"


async def test_an_edition_row_by_row_with_its_formats(anybody):
    (mall,) = [row for row in (await anybody.get("/schemes"))["items"] if row["code"] == "green-mall"]
    edition = mall["editions"][-1]
    found = await anybody.get(f"/schemes/green-mall/editions/{edition['edition']}")
    rows = [row for chapter in found["chapters"] for row in chapter["criteria"]]
    assert len(rows) == edition["criteria"]
    assert rows[0]["citation"]["document"]
    assert {"shopping_centre", "other"} <= {each["code"] for each in found["formats"]}


@pytest.mark.parametrize("name", [(edition.scheme, edition.edition) for edition in load_all().editions])
async def test_every_edition_that_ships_is_told(anybody, name):
    found = await anybody.get(f"/schemes/{name[0]}/editions/{name[1]}")
    assert (anybody.status, found["edition"]) == (200, name[1])


async def test_an_edition_that_is_none(anybody):
    for path in ("/schemes/green-mall/editions/1900-01-01", "/schemes/none/editions/2021-05-25"):
        assert (await anybody.get(path))["code"] == "not-found"
        assert anybody.status == 404


async def test_two_editions_clause_by_clause(anybody):
    found = await anybody.get("/schemes/green-mall/compare", **{"from": "2018-03-01", "to": "2021-05-25"})
    assert (found["old"]["edition"], found["new"]["edition"]) == ("2018-03-01", "2021-05-25")
    (gate,) = [row for row in found["changes"] if (row["old"], row["new"]) == ("M103", "X102")]
    assert gate["kind"] == "changed"
    assert {"role", "rule"} <= {each["what"] for each in gate["differences"]}
    (carried,) = [row for row in found["carried"] if row["new"] == "X102"]
    assert (carried["carry"], carried["note"]["en"]) == ("evidence", "Parts that earned points became a gate.")
    assert (await anybody.get("/schemes/green-mall/compare", **{"from": "2018-03-01", "to": "none"}))["code"]
    assert anybody.status == 404
    await anybody.get("/schemes/green-mall/compare")
    assert anybody.status == 422


async def test_to_whom_an_edition_applies(anybody):
    edition = next(each for each in load_all().editions if each.transition)
    found = await anybody.get(f"/schemes/{edition.scheme}/editions/{edition.edition}")
    assert found["transition"]["rule"] == edition.transition.rule
