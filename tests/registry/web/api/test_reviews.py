"""Human judgement through the API: checked, assigned, reviewed."""

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from tests.factories import stages
from tests.factories.reviewing import account, reviewer


async def test_the_queue_is_of_ones_own_places(city, other_city, province, stranger):
    made = await stages.submitted(name="甲秀购物中心")
    for program in (city, province):
        found = await program.get("/queue", q="甲秀", state="submitted", place="520100", year=2023)
        assert ([row["id"] for row in found["items"]], found["total"]) == ([str(made.id)], 1)
    assert (await city.get("/queue", state="accepted"))["items"] == []
    assert (await other_city.get("/queue"))["total"] == 0
    await stranger.get("/queue")
    assert stranger.status == 404


async def test_accepted(city, other_city, province):
    made = await stages.submitted()
    path = f"/applications/{made.id}/accept"
    for program in (other_city, province):
        await program.post(path, {})
        assert program.status == 404
    problem = await city.post(path, {"submission_id": str(made.id)})
    assert (city.status, problem["code"]) == (409, "submission-newer")
    assert await city.post(path, {"submission_id": str(made.submission_id), "remark": "材料齐全"}) == b""
    assert city.status == 204
    await city.post(path, {})
    assert city.status == 409


async def test_returned_with_advice(city, start):
    made = await stages.submitted()
    path = f"/applications/{made.id}/return"
    problem = await city.post(path, {"advice": {"X999": "请补充证明材料"}, "working_days": 5})
    assert city.status == 422
    answer = await city.post(path, {"advice": {"X101": "请补充守法证明材料"}, "working_days": 5})
    assert (city.status, answer) == (200, {"due_on": "2023-05-22"}), problem
    form = await (await start(made.member)).get(f"/applications/{made.id}")
    assert (form["state"], form["due_on"], form["editable"]) == ("returned", "2023-05-22", True)


async def test_assigned_to_somebody_without_a_conflict(province, city, start):
    made = await stages.accepted()
    expert, torn = await reviewer(), await reviewer(Grant(Role.CITY_OFFICER, "520100"), name="冲突专家")
    offered = await province.get(f"/applications/{made.id}/reviewers")
    assert {row["name"]: row["conflicts"] for row in offered["items"]} == {"陈专家": [], "冲突专家": ["same_city"]}
    body = {"reviewer_id": str(torn.account_id), "working_days": 10}
    await province.post(f"/applications/{made.id}/assign", body)
    assert province.status == 422
    assigned = await province.post(f"/applications/{made.id}/assign", body | {"reviewer_id": str(expert.account_id)})
    assert (province.status, province.headers["Location"]) == (201, f"/api/v1/reviews/{assigned['id']}")
    (row,) = (await province.get(f"/applications/{made.id}/assignments"))["items"]
    assert (row["reviewer_name"], row["due_on"]) == ("陈专家", "2023-05-29")
    await city.get(f"/applications/{made.id}/assignments")
    assert city.status == 404
    (own,) = (await (await start(expert)).get("/reviews"))["items"]
    assert own["id"] == assigned["id"]


async def test_found_item_by_item_and_concluded(start, province):
    made = await stages.in_review()
    program = await start(made.reviewer)
    path = f"/reviews/{made.assignment_id}"
    sheet = await program.get(path)
    lines = {line["code"]: line for part in sheet["chapters"] for line in part["lines"]}
    assert lines["X101"]["claimed"] is True
    assert lines["X101"]["citation"]["status"] == "verified"
    problem = await program.post(f"{path}/conclude")
    assert (program.status, problem["code"]) == (409, "review-incomplete")
    for code in sheet["missing"]:
        body = {"verdict": "confirm", "reason": "现场查看属实，材料一致。"}
        assert await program.put(f"{path}/findings/{code}", body) == {"ordinal": 1}
    problem = await program.put(f"{path}/findings/X101", {"verdict": "change", "value": False})
    assert (program.status, problem["errors"][0]["field"]) == (422, "reason")
    answer = await program.post(f"{path}/conclude")
    assert (program.status, set(answer)) == (200, {"assessment_id"})
    assert (await province.get(path))["open"] is False
    assert [row["id"] for row in (await program.get("/reviews", closed="true"))["items"]] == [str(made.assignment_id)]


async def test_another_experts_review_is_nobody_elses(start, city, stranger):
    made = await stages.in_review()
    for program in (await start(await reviewer(name="别的专家")), city, stranger):
        await program.get(f"/reviews/{made.assignment_id}")
        assert program.status == 404
        await program.put(f"/reviews/{made.assignment_id}/findings/X101", {"verdict": "confirm"})
        assert program.status == 404
        await program.post(f"/reviews/{made.assignment_id}/conclude")
        assert program.status == 404


async def test_an_auditor_reads_and_changes_nothing(start):
    made = await stages.submitted()
    program = await start(await account(Grant(Role.AUDITOR)))
    assert (await program.get("/queue"))["total"] == 1
    await program.post(f"/applications/{made.id}/accept", {})
    assert program.status == 404
