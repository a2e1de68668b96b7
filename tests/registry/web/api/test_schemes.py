"""Schemes and editions through the API."""


async def test_every_scheme_with_its_editions(anybody):
    found = await anybody.get("/schemes")
    (mall,) = [row for row in found["items"] if row["code"] == "green-mall"]
    assert mall["title"] == {"zh": "绿色商场", "en": "Green mall"}
    assert mall["editions"][0]["pass_share"] == "0.8"


async def test_an_edition_row_by_row_with_its_formats(anybody):
    edition = (await anybody.get("/schemes"))["items"][0]["editions"][0]
    found = await anybody.get(f"/schemes/green-mall/editions/{edition['edition']}")
    rows = [row for chapter in found["chapters"] for row in chapter["criteria"]]
    assert len(rows) == edition["criteria"]
    assert rows[0]["citation"]["document"]
    assert {"shopping_centre", "other"} <= {each["code"] for each in found["formats"]}


async def test_an_edition_that_is_none(anybody):
    for path in ("/schemes/green-mall/editions/1900-01-01", "/schemes/none/editions/2021-05-25"):
        assert (await anybody.get(path))["code"] == "not-found"
        assert anybody.status == 404
