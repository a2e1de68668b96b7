"""Certificates through the API: the public answer, the book, changes of status."""

import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from tests.factories.certificates import office, printed
from tests.factories.people import SICHUAN
from tests.factories.reviewing import account


async def test_anybody_asks_whether_it_is_good_on_a_day(anybody):
    await office()
    certificate = await printed()
    answer = await anybody.get(f"/certificates/{certificate.number}", on="2026-05-01")
    assert (answer["outcome"], answer["status"], answer["on"]) == ("valid", "valid", "2026-05-01")
    assert answer["record"]["pdf"] == f"/certificates/{certificate.number}.pdf?version=1"
    assert (answer["version"], answer["versions"]) == (1, 1)
    assert answer["record"]["issuer"]["en"].startswith("Department")
    assert (await anybody.get(f"/certificates/{certificate.identifier}", on="2026-05-01"))["outcome"] == "valid"
    assert (await anybody.get(f"/certificates/{certificate.number}", on="2030-01-01"))["status"] == "expired"


async def test_an_unknown_number_is_an_answer(anybody):
    answer = await anybody.get("/certificates/XYZ-1")
    assert (anybody.status, answer["record"]) == (200, None)
    assert answer["reasons"][0]["code"]


async def test_suspended_reinstated_and_revoked(start, province, decider, anybody):
    await office()
    certificate = await printed()
    path, public = f"/certificates/{certificate.certificate_id}", f"/certificates/{certificate.number}"
    with time_machine.travel("2026-04-01T03:00:00Z"):
        desk, chief = await start(await _again("province_officer")), await start(await _again("province_decider"))
        made = await desk.post(f"{path}/suspend", {"effective_on": "2026-04-02", "reason": "under-inquiry"})
        assert (desk.status, len(made["changes"])) == (200, 1)
        again = await desk.post(f"{path}/suspend", {"effective_on": "2026-04-02", "reason": "under-inquiry"})
        assert len(again["changes"]) == 1
        assert (await anybody.get(public, on="2026-04-02"))["outcome"] == "not_valid"
        await desk.post(f"{path}/reinstate", {"effective_on": "2026-04-09", "reason": "cleared"})
        assert (await anybody.get(public, on="2026-04-09"))["outcome"] == "valid"
        revocation = {"effective_on": "2026-04-20", "reason": "false-material", "document_number": "黔商发〔2026〕9号"}
        await desk.post(f"{path}/revoke", revocation)
        assert desk.status == 404
        made = await chief.post(f"{path}/revoke", revocation)
        assert [change["status"] for change in made["changes"]] == ["suspended", "valid", "revoked"]
        answer = await anybody.get(public, on="2026-04-20")
    assert (answer["outcome"], answer["status"]) == ("not_valid", "revoked")


async def test_refusals_name_the_member_to_mend(start):
    await office()
    certificate = await printed()
    with time_machine.travel("2026-04-01T03:00:00Z"):
        desk = await start(await _again("province_officer"))
        problem = await desk.post(
            f"/certificates/{certificate.certificate_id}/suspend",
            {"effective_on": "2026-03-20", "reason": "under-inquiry"},
        )
    assert (desk.status, problem["errors"][0]["field"]) == (422, "effective_on")


async def test_the_book_is_of_ones_own_places(start, city, other_city, stranger):
    await office()
    certificate = await printed(site_name="甲秀购物中心")
    found = await city.get("/certificates", q="甲秀", on="2026-05-01")
    assert found["total"] == 0
    found = await city.get("/certificates", q=certificate.number[-4:], on="2026-05-01")
    assert [row["id"] for row in found["items"]] == [str(certificate.certificate_id)]
    assert (await city.get(f"/certificates/{certificate.certificate_id}/details"))["seal_level"] == "B-B"
    sichuan = await start(await account(Grant(Role.PROVINCE_OFFICER, SICHUAN)))
    for program in (other_city, stranger, sichuan):
        assert (await program.get("/certificates"))["total"] == 0
        await program.get(f"/certificates/{certificate.certificate_id}/details")
        assert program.status == 404
    await sichuan.post(
        f"/certificates/{certificate.certificate_id}/suspend", {"effective_on": "2026-04-02", "reason": "under-inquiry"}
    )
    assert sichuan.status == 404


async def _again(role):
    return await account(Grant(Role(role), "520000"))
