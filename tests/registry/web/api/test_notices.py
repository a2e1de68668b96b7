"""Notices and objections through the API."""

import time_machine

from registry.web import keys
from registry.web.public.notices import OBJECTIONS_BY_ADDRESS
from tests.factories import stages
from tests.factories.certificates import office
from tests.factories.people import GUIZHOU

JUNE_6 = "2023-06-06T03:00:00Z"
OBJECTION = {
    "name": "杨示例", "contact": "0851-1111111", "text": "东侧入口的无障碍坡道被货车占用，轮椅不能通行。",
    "criterion": "X101", "token": "one-token-of-my-own",
}  # fmt: skip


async def test_planned_and_published(province, city, anybody):
    made = await stages.reviewed()
    (candidate,) = (await province.get("/notices/candidates"))["items"]
    assert (candidate["application_id"], candidate["passed"]) == (str(made.id), True)
    window = await province.get("/notices/window", scheme="green-mall", place_code=GUIZHOU, opens_on="2023-06-05")
    assert (window["closes_on"], window["days"], set(window["citation"])) == ("2023-06-09", 5, {"zh", "en"})
    await province.get("/notices/window", scheme="none", place_code=GUIZHOU, opens_on="2023-06-05")
    assert province.status == 404
    asked = {"application_ids": [str(made.id)], "opens_on": "2023-06-05", "closes_on": "2023-06-08"}
    with time_machine.travel("2023-06-05T01:00:00Z"):
        problem = await province.post("/notices/plan", asked)
        assert (province.status, problem["errors"][0]["field"]) == (422, "closes_on")
        plan = await province.post("/notices/plan", asked | {"closes_on": None})
        assert (plan["closes_on"], plan["items"][0]["application_id"]) == ("2023-06-09", str(made.id))
        asked["closes_on"] = plan["closes_on"]
        await city.post("/notices", asked | {"title_zh": "公示"})
        assert city.status == 404
        notice = await province.post("/notices", asked | {"title_zh": "公示", "title_en": "Notice"})
        assert (province.status, province.headers["Location"]) == (201, f"/api/v1/notices/{notice['id']}")
        found = await anybody.get(f"/notices/{notice['id']}")
    assert (found["title"], found["open"]) == ({"zh": "公示", "en": "Notice"}, True)
    listed = await anybody.get("/notices", scheme="green-mall")
    assert ([row["id"] for row in listed["items"]], listed["total"]) == ([notice["id"]], 1)
    assert (await anybody.get("/notices", scheme="other"))["total"] == 0


async def test_anybody_objects_once_and_only_the_bureau_learns_who(anybody, province, city, stranger):
    made = await stages.in_notice()
    path = f"/notices/{made.notice_id}"
    choices = await anybody.get(f"{path}/applications/{made.id}/criteria")
    assert "X101" in {row["code"] for row in choices["items"]}
    sent = OBJECTION | {"application_id": str(made.id)}
    with time_machine.travel(JUNE_6):
        first = await anybody.post(f"{path}/objections", sent)
        assert anybody.status == 201
        assert await anybody.post(f"{path}/objections", sent) == first
        public = str([await anybody.get(path), await anybody.get("/notices"), await stranger.get(path)])
    assert "杨示例" not in public
    (objection,) = (await province.get("/objections"))["items"]
    assert (objection["id"], objection["name"], objection["outcome"]) == (first["id"], "杨示例", None)
    assert (await province.get(f"{path}/objections"))["total"] == 1
    for program, status in ((anybody, 401), (city, 404), (stranger, 404)):
        for closed in ("/objections", f"/objections/{first['id']}", f"{path}/objections"):
            await program.get(closed)
            assert program.status == status


async def test_answered_and_upheld(anybody, province):
    made = await stages.in_notice()
    with time_machine.travel(JUNE_6):
        path = f"/notices/{made.notice_id}/objections"
        objection = await anybody.post(path, OBJECTION | {"application_id": str(made.id)})
        answer = {"outcome": "upheld", "answer": "经现场核查，反映的情况属实，该商场退出本次公示。"}
        found = await province.post(f"/objections/{objection['id']}/answer", answer)
        assert (province.status, found["outcome"]) == (200, "upheld")
        assert (await anybody.get(f"/notices/{made.notice_id}"))["items"][0]["takes_objections"] is False
        await province.post(f"/objections/{objection['id']}/answer", answer)
    assert province.status == 409


async def test_outside_the_window_and_in_a_flood(anybody, app):
    made = await stages.in_notice()
    sent = OBJECTION | {"application_id": str(made.id)}
    problem = await anybody.post(f"/notices/{made.notice_id}/objections", sent)
    assert (anybody.status, problem["code"]) == (409, "objection-early")
    while app[keys.THROTTLE].limiter.hit(OBJECTIONS_BY_ADDRESS, "127.0.0.1"):
        pass
    await anybody.post(f"/notices/{made.notice_id}/objections", sent)
    assert anybody.status == 429


async def test_a_notice_is_made_a_document_once_a_bureau_is_on_file(province, city):
    made = await stages.in_notice()
    problem = await province.post(f"/notices/{made.notice_id}/print")
    assert (province.status, problem["code"]) == (500, "bureau-unknown")
    await office()
    asked = [await province.post(f"/notices/{made.notice_id}/print") for _ in range(2)]
    assert (province.status, asked[0]) == (202, asked[1])
    await city.post(f"/notices/{made.notice_id}/print")
    assert city.status == 404
