"""Targets through the API."""

from tests.factories.enterprises import places

TARGET = {
    "year": 2023, "indicator": "green-mall", "counting": "new", "place_code": "520000", "amount": "3",
    "unit_zh": "家", "unit_en": "malls", "source_title": "贵州省商务领域工作方案", "source_clause": "二（一）", "source_on": "2023-03-01",
}  # fmt: skip


async def test_set_by_the_province_and_read_by_anybody(province, city, anybody):
    await places()
    assert await province.put("/targets", TARGET) == {"changed": True}
    assert await province.put("/targets", TARGET) == {"changed": False}
    await province.put("/targets", TARGET | {"place_code": "520100", "amount": "1"})
    await city.put("/targets", TARGET)
    assert city.status == 404
    found = await anybody.get("/targets")
    (target,) = found["indicators"]
    assert (found["year"], found["province"]["en"]) == (2023, "Guizhou")
    assert (target["amount"], target["reached"], target["share"], target["unit"]["zh"]) == ("3.00", 0, "0", "家")
    assert [(each["place_code"], each["amount"]) for each in target["cities"]] == [("520100", "1.00"), ("520300", None)]


async def test_not_for_another_province_and_not_without_any(province, anybody):
    await places()
    await province.put("/targets", TARGET | {"place_code": "510000"})
    assert province.status == 404
    for query in ({}, {"year": 2024}):
        await anybody.get("/targets", **query)
        assert anybody.status == 404
    await anybody.get("/targets", year=1)
    assert anybody.status == 422
