"""Re-checks, reminders and renewals through the API; forms that begin with earlier answers."""

from datetime import date

import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.applications.models import Round
from registry.duties.actions import remind
from registry.issuance.actions import record_print
from registry.workdays.actions import seed
from tests.factories import applications, people, stages, successors
from tests.factories.certificates import office, printed
from tests.factories.people import GUIYANG
from tests.factories.reviewing import account


async def test_a_recheck_is_waited_for_recorded_and_told_to_the_holder(start):
    await seed(actor=SYSTEM)
    await office()
    made = await printed(on=date(2023, 6, 12))
    path = f"/certificates/{made.certificate_id}/rechecks"
    with time_machine.travel("2024-06-14T03:00:00Z"):
        await remind()
        city = await start(await account(Grant(Role.CITY_OFFICER, GUIYANG)))
        waiting = await city.get("/rechecks")
        assert [(each["number"], each["duty"]["state"]) for each in waiting["items"]] == [(made.number, "open")]
        reminders = await city.get("/reminders")
        assert [(each["kind"], each["due_on"]) for each in reminders["items"]] == [("recheck", "2024-07-10")]
        found = {"result": "mend", "done_on": "2024-06-14", "mend_by": "2024-07-31"}
        problem = await city.post(f"{path}/1", found)
        assert (city.status, problem["errors"][0]["field"]) == (422, "document_number")
        listed = await city.post(f"{path}/1", found | {"document_number": "筑商函〔2024〕3号"})
        assert [each["duty"]["state"] for each in listed] == ["mending", "ahead"]
        assert (await city.get(path))[0]["results"][0]["mend_by"] == "2024-07-31"
        assert (await city.get("/reminders"))["items"] == []
        stranger = await start(await account(Grant(Role.CITY_OFFICER, people.ZUNYI)))
        await stranger.get(path)
        assert stranger.status == 404


async def test_a_renewal_is_offered_and_begun(start):
    made = await stages.recognised()
    await record_print(made.certificate_id, actor=SYSTEM, sha256="0" * 64, level="B-B")
    await Round.create(
        scheme="green-mall",
        year=2026,
        place_code=people.GUIZHOU,
        title_zh="绿色商场创建",
        title_en="Green malls",
        opens_on=date(2026, 1, 15),
        closes_on=date(2026, 9, 30),
        created_at="2026-01-01T00:00:00Z",
    )
    with time_machine.travel("2026-02-02T03:00:00Z"):
        member = await start(made.member)
        offers = await member.get("/renewals")
        assert [(each["certificate_id"], each["call"]["year"]) for each in offers["items"]] == [
            (str(made.certificate_id), 2026)
        ]
        assert (await member.get(f"/certificates/{made.certificate_id}/renewal"))["renewable_from"] == "2025-12-11"
        opened = await member.post(f"/certificates/{made.certificate_id}/renew")
        assert member.status == 201
        form = await member.get(f"/applications/{opened['id']}")
        assert (form["renews_certificate_id"], form["carried_on"]) == (str(made.certificate_id), "2023-05-15")
        item = form["chapters"][0]["items"][0]
        assert item["carried_on"] == "2023-05-15"
        answer = {"value": item["value"], "note": item["note"], "version": item["version"]}
        await member.patch(f"/applications/{opened['id']}/answers", {"answers": {item["code"]: answer}})
        form = await member.get(f"/applications/{opened['id']}")
        assert form["chapters"][0]["items"][0]["carried_on"] is None


async def test_a_draft_moves_to_the_edition_that_judges_it(start):
    made = await applications.complete()
    new = await successors.published(date(2023, 5, 15), rule="from_submission_date")
    member = await start(made.member)
    form = await member.get(f"/applications/{made.id}")
    assert (form["edition"] != new.edition, form["judged_by"]) == (True, new.edition)
    problem = await member.post(f"/applications/{made.id}/submit", {"revision": form["revision"]})
    assert (member.status, problem["code"]) == (409, "edition-changed")
    moved = await member.post(f"/applications/{made.id}/edition")
    assert (moved["edition"], {each["what"] for each in moved["missing"]}) == (new.edition, {"confirmation"})


async def test_a_form_begins_with_last_years_answers_when_asked(start):
    made = await applications.submitted()
    call = await Round.create(
        scheme="green-mall",
        year=2024,
        place_code=people.GUIZHOU,
        title_zh="绿色商场创建",
        title_en="Green malls",
        opens_on=date(2024, 1, 15),
        closes_on=date(2024, 9, 30),
        created_at="2024-01-01T00:00:00Z",
    )
    with time_machine.travel("2024-05-15T03:00:00Z"):
        member = await start(made.member)
        asked = {"site_id": str(made.mall.site_id), "round_id": str(call.id), "carry": True}
        opened = await member.post("/applications", asked)
        form = await member.get(f"/applications/{opened['id']}")
    assert form["carried_from_id"] == str(made.submission_id)
