"""Decisions through the API: one proposes, another decides."""

import time_machine

from registry.accounts.queries import account_viewer
from registry.decisions.models import Decision
from tests.factories import stages
from tests.factories.certificates import office

DECIDED = "2023-06-12T03:00:00Z"
ASKED = {"outcome": "recognise", "document_number": "黔商办发〔2023〕12号"}


async def test_proposed_when_nothing_lacks(province, city):
    await office()
    made = await stages.in_notice()
    asked = ASKED | {"application_id": str(made.id)}
    problem = await province.post("/decisions", asked)
    assert province.status == 409, problem
    with time_machine.travel(DECIDED):
        (row,) = (await province.get("/decisions/proposable"))["items"]
        assert (row["application_id"], row["blocked"]) == (str(made.id), "")
        await city.post("/decisions", asked)
        assert city.status == 404
        proposal = await province.post("/decisions", asked)
        assert (province.status, province.headers["Location"]) == (201, f"/api/v1/decisions/{proposal['id']}")
        assert await province.post("/decisions", asked) == proposal
        other = asked | {"document_number": "黔商办发〔2023〕13号"}
        assert (await province.post("/decisions", other))["code"] == "proposal-open"
        found = await province.get(f"/decisions/{proposal['id']}")
        assert (found["own"], found["state"]) == (True, "proposed")
        assert (await province.get(f"/applications/{made.id}/decisions"))["total"] == 1


async def test_decided_by_another_with_a_preview_of_what_is_issued(decider, start):
    made = await stages.proposed()
    path = f"/decisions/{made.decision_id}"
    with time_machine.travel(DECIDED):
        proposer = await start(await account_viewer((await Decision.get(id=made.decision_id)).proposed_by))
        await proposer.post(f"{path}/decide", {"agree": True})
        assert proposer.status == 404
        preview = await decider.get(f"{path}/preview")
        assert (preview["record"]["valid_from"], set(preview["validity_citation"])) == ("2023-06-12", {"zh", "en"})
        found = await decider.post(f"{path}/decide", {"agree": True})
        assert (decider.status, found["state"]) == (200, "agreed")
        certificate = await decider.get(f"/certificates/{found['certificate_id']}/details")
        assert certificate["record"]["number"] == preview["record"]["number"]
        assert (await decider.get(f"{path}/preview"))["code"] == "not-found"
        again = await decider.post(f"{path}/decide", {"agree": True})
        assert (decider.status, again["certificate_id"]) == (200, found["certificate_id"])
        await decider.post(f"{path}/decide", {"agree": False, "remark": "改变主意，不予认定。"})
        assert decider.status == 409
    assert (await decider.get("/decisions"))["total"] == 0
    assert (await decider.get("/decisions", all="true"))["total"] == 1


async def test_rejecting_needs_a_word(decider):
    made = await stages.proposed()
    with time_machine.travel(DECIDED):
        problem = await decider.post(f"/decisions/{made.decision_id}/decide", {"agree": False})
        assert (decider.status, problem["errors"][0]["field"]) == (422, "remark")
        found = await decider.post(
            f"/decisions/{made.decision_id}/decide", {"agree": False, "remark": "公示材料需要更正后重报。"}
        )
    assert (found["state"], found["certificate_id"]) == ("rejected", None)


async def test_only_offices_of_the_province_see_them(start, city, stranger, auditor, anybody):
    made = await stages.proposed()
    for program, status in ((city, 404), (stranger, 404), (await start(made.member), 404), (anybody, 401)):
        await program.get(f"/decisions/{made.decision_id}")
        assert program.status == status
    assert (await auditor.get(f"/decisions/{made.decision_id}"))["id"] == str(made.decision_id)
