"""Rounds through the API."""

FORM = {
    "scheme": "green-mall",
    "year": 2023,
    "place_code": "520000",
    "title_zh": "2023年绿色商场创建",
    "title_en": "Green malls 2023",
    "opens_on": "2023-03-01",
    "closes_on": "2023-10-31",
}


async def test_announced_by_the_province_and_read_by_anybody(province, anybody):
    made = await province.post("/rounds", FORM)
    assert province.status == 201
    found = await anybody.get(f"/rounds/{made['id']}")
    assert found["title"] == {"zh": "2023年绿色商场创建", "en": "Green malls 2023"}
    assert (await anybody.get("/rounds", on="2023-05-01"))["total"] == 1
    assert (await anybody.get("/rounds", on="2024-05-01"))["items"] == []
    assert (await province.post("/rounds", FORM))["code"] == "round-exists"


async def test_not_by_a_city_nor_for_another_province(city, province, anybody):
    for program, form, status in (
        (city, FORM, 404), (anybody, FORM, 401), (province, FORM | {"place_code": "510000"}, 404)
    ):  # fmt: skip
        await program.post("/rounds", form)
        assert program.status == status


async def test_a_backward_window_is_refused_at_its_field(province):
    problem = await province.post("/rounds", FORM | {"closes_on": "2023-01-01"})
    assert (province.status, problem["errors"][0]["field"]) == (422, "closes_on")
