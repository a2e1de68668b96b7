"""Re-issues through the API: preview, propose, confirm."""

import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from tests.factories.certificates import office, printed
from tests.factories.people import GUIZHOU, SICHUAN
from tests.factories.reviewing import account

ASKED = {"reason": "name-changed", "changes": {"holder": "甲秀新天地"}, "document_number": "黔商函〔2026〕7号"}


async def test_previewed_proposed_and_confirmed(start, anybody):
    await office()
    made = await printed()
    path = f"/certificates/{made.certificate_id}"
    with time_machine.travel("2026-04-01T03:00:00Z"):
        desk = await start(await account(Grant(Role.PROVINCE_OFFICER, GUIZHOU)))
        chief = await start(await account(Grant(Role.PROVINCE_DECIDER, GUIZHOU)))
        shown = await desk.post(f"{path}/reissue/preview", ASKED)
        assert (desk.status, shown["record"]["version"]) == (200, 2)
        assert {each["field"] for each in shown["changes"]} >= {"holder", "identifier", "version"}
        reissue = await desk.post(f"{path}/reissue", ASKED)
        assert desk.status == 201
        found = await desk.get(f"/reissues/{reissue['id']}")
        assert (found["state"], found["own"], found["changes"][0]["after"]) == ("proposed", True, "甲秀新天地")
        assert (await chief.get("/reissues", state="proposed"))["total"] == 1
        assert (await chief.get(f"/reissues/{reissue['id']}/preview"))["record"] == shown["record"]
        await desk.post(f"/reissues/{reissue['id']}/decide", {"agree": True})
        assert desk.status == 404
        done = await chief.post(f"/reissues/{reissue['id']}/decide", {"agree": True})
        assert (chief.status, done["state"]) == (200, "agreed")
        await chief.get(f"/reissues/{reissue['id']}/preview")
        assert chief.status == 404
        versions = await chief.get(f"{path}/versions")
        assert [each["record"]["version"] for each in versions] == [2, 1]
        assert (versions[0]["supersedes_id"], versions[1]["replaced_by_id"]) == (
            made.certificate_id.__str__(),
            done["issued_id"],
        )
        old = await anybody.get(f"/certificates/{made.number}", version=1)
        assert (old["outcome"], old["status"], old["version"], old["versions"]) == ("not_valid", "superseded", 1, 2)
        assert old["record"]["pdf"].endswith("?version=1")


async def test_refusals(start):
    await office()
    made = await printed()
    with time_machine.travel("2026-04-01T03:00:00Z"):
        desk = await start(await account(Grant(Role.PROVINCE_OFFICER, GUIZHOU)))
        problem = await desk.post(f"/certificates/{made.certificate_id}/reissue", ASKED | {"document_number": ""})
        assert (desk.status, problem["errors"][0]["field"]) == (422, "document_number")
        stranger = await start(await account(Grant(Role.PROVINCE_OFFICER, SICHUAN)))
        await stranger.post(f"/certificates/{made.certificate_id}/reissue", ASKED)
        assert stranger.status == 404


async def test_a_holders_wish_is_a_cancellation(start, anybody):
    await office()
    made = await printed()
    with time_machine.travel("2026-04-01T03:00:00Z"):
        chief = await start(await account(Grant(Role.PROVINCE_DECIDER, GUIZHOU)))
        asked = {"effective_on": "2026-04-01", "reason": "holder-request", "document_number": "黔商函〔2026〕8号"}
        found = await chief.post(f"/certificates/{made.certificate_id}/cancel", asked)
        assert (chief.status, found["status"]) == (200, "cancelled")
        assert (await anybody.get(f"/certificates/{made.number}"))["status"] == "cancelled"
