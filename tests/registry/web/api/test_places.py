"""Places through the API."""

from tests.factories.enterprises import places


async def test_a_place_and_what_lies_in_it(anybody):
    await places()
    assert (await anybody.get("/places/520100"))["name"] == {"zh": "贵阳市", "en": "Guiyang"}
    found = await anybody.get("/places/520000/children")
    assert [(row["code"], row["level"]) for row in found["items"]] == [("520100", "city"), ("520300", "city")]
    assert (await anybody.get("/places/520000/children", size=1, page=2))["items"][0]["code"] == "520300"


async def test_what_is_no_place(anybody):
    for code in ("999999", "52", "guizhou"):
        await anybody.get(f"/places/{code}")
        assert anybody.status == 404
    await anybody.get("/places/520100", on="yesterday")
    assert anybody.status == 422
