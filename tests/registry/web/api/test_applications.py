"""Applications through the API: opened, filled, clashed over, handed in, withdrawn."""

from tests.factories import applications as factory
from tests.factories import stages
from tests.factories.enterprises import mall


async def test_opened_once_and_listed(start):
    own, call = await mall(), await factory.call()
    program = await start(own.member)
    body = {"site_id": str(own.site_id), "round_id": str(call)}
    made = await program.post("/applications", body)
    again = await program.post("/applications", body)
    assert (program.status, made) == (201, again)
    rows = await program.get("/applications")
    assert [(row["id"], row["state"], row["year"]) for row in rows["items"]] == [(made["id"], "draft", 2023)]


async def test_the_form_shows_what_is_asked_answered_and_missing(start):
    made = await factory.draft()
    program = await start(made.member)
    form = await program.get(f"/applications/{made.id}")
    item = form["chapters"][0]["items"][0]
    assert item["citation"]["clause"]["zh"]
    assert item["field"]["kind"] == "yes_no"
    assert (form["state"], form["editable"], form["may_submit"]) == ("draft", True, False)
    assert form["missing"]
    assert form["scorecard"]["total"] == "0"


async def test_a_clash_shows_both_versions(start):
    made = await factory.draft()
    program = await start(made.member)
    saved = await program.patch(f"/applications/{made.id}/answers", {"answers": {"X101": {"value": True}}})
    assert (program.status, saved["versions"]) == (200, {"X101": 1})
    stale = {"answers": {"X101": {"value": False, "note": "并非如此", "version": 0}}}
    problem = await program.patch(f"/applications/{made.id}/answers", stale)
    assert (program.status, problem["code"]) == (409, "answer-conflict")
    (clash,) = problem["clashes"]
    assert (clash["stored_value"], clash["sent_value"], clash["stored_version"]) == (True, False, 1)
    assert clash["sent_note"] == "并非如此"


async def test_malformed_answers_are_named_and_none_is_kept(start):
    made = await factory.draft()
    program = await start(made.member)
    problem = await program.patch(
        f"/applications/{made.id}/answers", {"answers": {"X101": {"value": "maybe"}, "X999": {"value": True}}}
    )
    assert program.status == 422
    assert {fault["field"] for fault in problem["errors"]} == {"X101", "X999"}
    assert (await program.get(f"/applications/{made.id}"))["revision"] == 1


async def test_handed_in_once_however_often_it_is_sent(start):
    made = await factory.complete()
    program = await start(made.member)
    form = await program.get(f"/applications/{made.id}")
    assert form["may_submit"]
    first = await program.post(f"/applications/{made.id}/submit", {"revision": form["revision"]})
    assert program.status == 201
    assert program.headers["Location"] == f"/api/v1/submissions/{first['id']}"
    assert await program.post(f"/applications/{made.id}/submit", {"revision": form["revision"]}) == first
    problem = await program.patch(
        f"/applications/{made.id}/answers", {"answers": {"X101": {"value": True, "note": "x"}}}
    )
    assert (program.status, problem["code"]) == (409, "application-not-editable")


async def test_what_is_missing_is_said_item_by_item(start):
    made = await factory.draft()
    program = await start(made.member)
    problem = await program.post(f"/applications/{made.id}/submit", {"revision": 1})
    assert program.status == 422
    assert {"missing-answer"} == {fault["code"] for fault in problem["errors"]}


async def test_withdrawn(start):
    made = await factory.draft()
    program = await start(made.member)
    assert await program.post(f"/applications/{made.id}/withdraw") == b""
    assert program.status == 204
    assert (await program.get(f"/applications/{made.id}"))["state"] == "withdrawn"


async def test_a_draft_is_the_enterprises_own_and_what_was_handed_in_the_bureaus_too(
    start, stranger, city, other_city, auditor
):
    made = await factory.draft()
    for program in (stranger, city, other_city, auditor):
        await program.get(f"/applications/{made.id}")
        assert program.status == 404
    await stranger.patch(f"/applications/{made.id}/answers", {"answers": {"X101": {"value": True}}})
    assert stranger.status == 404
    handed_in = await stages.in_review()
    expert = await start(handed_in.reviewer)
    for program in (city, auditor, expert):
        assert (await program.get(f"/applications/{handed_in.id}"))["state"] == "in_review"
    for program in (stranger, other_city):
        await program.get(f"/applications/{handed_in.id}")
        assert program.status == 404
