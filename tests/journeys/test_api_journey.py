"""The whole path through the JSON API: programs of seven people, a job loop and a real press, and then a revocation.

Everything that a person does is a request with that person's token; only officials and the calendar are there before.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
import time_machine
from aiohttp.test_utils import TestClient, TestServer

from certificates.verify import Outcome, verify
from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.app import create_app
from registry.audit.queries import verify_chain
from registry.demonstration.answers import good_answers
from registry.storage.installed import install
from registry.workdays.actions import seed
from registry.worker import working
from scoring.in_force import edition_on
from tests.factories.applications import page
from tests.factories.certificates import office
from tests.factories.enterprises import sign_up_form, site_form
from tests.factories.people import GUIYANG, GUIZHOU, ZUNYI
from tests.factories.reviewing import account
from tests.programs import Program, token_for

MAY_15, JUNE_5, JUNE_6, JUNE_12 = (f"2023-{day}T02:00:00Z" for day in ("05-15", "06-05", "06-06", "06-12"))
OFFICES = {
    "city": Grant(Role.CITY_OFFICER, GUIYANG),
    "elsewhere": Grant(Role.CITY_OFFICER, ZUNYI),
    "province": Grant(Role.PROVINCE_OFFICER, GUIZHOU),
    "decider": Grant(Role.PROVINCE_DECIDER, GUIZHOU),
    "expert": Grant(Role.EXPERT),
}
MALL = "䶮𬭎购物中心"

People = dict[str, Program]


@pytest_asyncio.fixture(loop_scope="session")
async def people(settings, db) -> AsyncIterator[People]:
    """Officials with their tokens, an enterprise and the public without; on 15 May 2023, while jobs are being done."""
    await asyncio.to_thread(install, settings)
    app = await asyncio.to_thread(create_app, settings)
    async with AsyncExitStack() as stack:
        stack.enter_context(time_machine.travel(MAY_15))
        await office()
        await seed(actor=SYSTEM)
        server = await stack.enter_async_context(TestServer(app))

        async def program(secret: str = "") -> Program:
            return Program(await stack.enter_async_context(TestClient(server)), secret)

        found = {"member": await program(), "rival": await program(), "public": await program()}
        for name, grant in OFFICES.items():
            found[name] = await program(await token_for(await account(grant, name=name)))
        await stack.enter_async_context(working(settings))
        yield found


async def until(ask: Callable[[], Awaitable[Any]]) -> Any:
    """What is asked for, once a job has made it."""
    async with asyncio.timeout(60):
        while not (found := await ask()):  # noqa: ASYNC110 - what is waited for happens in a table
            await asyncio.sleep(0.05)
    return found


async def listed(program: Program, path: str, **query: object) -> list[dict[str, Any]]:
    found = await program.get(path, **query)
    assert program.status == 200, found
    return list(found["items"])


async def signed_up(program: Program) -> str:
    form = sign_up_form()
    password = form.password.get_secret_value()
    made = await program.post("/enterprises", form.model_dump(mode="json") | {"password": password})
    assert program.status == 201, made
    program.secret = (await program.post("/tokens", {"name": "erp", "login": form.login, "password": password}))[
        "secret"
    ]
    return str(made["id"])


async def applied(people: People) -> str:
    """From signing up to handing in."""
    member = people["member"]
    enterprise_id = await signed_up(member)
    site = await member.post(f"/enterprises/{enterprise_id}/sites", site_form(name=MALL).model_dump(mode="json"))
    call = await people["province"].post(
        "/rounds",
        {
            "scheme": "green-mall", "year": 2023, "place_code": GUIZHOU, "title_zh": "2023年绿色商场创建",
            "title_en": "Green malls 2023", "opens_on": "2023-03-01", "closes_on": "2023-10-31",
        },
    )  # fmt: skip
    application_id = (await member.post("/applications", {"site_id": site["id"], "round_id": call["id"]}))["id"]
    path = f"/applications/{application_id}"
    form = await member.get(path)
    answers = good_answers(edition_on("green-mall", date(2023, 5, 15)), "shopping_centre")
    saved = await member.patch(
        f"{path}/answers", {"answers": {code: {"value": value} for code, value in answers.items()}}
    )
    assert set(saved["versions"]) == set(answers), saved
    for item in (item for chapter in form["chapters"] for item in chapter["items"]):
        if item["evidence_required"] and item["applies"]:
            made = await member.upload(f"{path}/evidence", page(), "台账.pdf", criterion=item["code"])
            assert member.status == 201, made
    form = await member.get(path)
    assert (form["missing"], form["may_submit"], form["scorecard"]["passed"]) == ([], True, True)
    first = await member.post(f"{path}/submit", {"revision": form["revision"]})
    assert await member.post(f"{path}/submit", {"revision": form["revision"]}) == first
    (card,) = await until(lambda: listed(member, f"{path}/scorecards"))
    assert card["submission_id"] == first["id"]
    return application_id


async def mended(people: People, application_id: str) -> None:
    """Returned with advice on an item, corrected, handed in again, accepted."""
    member, city, path = people["member"], people["city"], f"/applications/{application_id}"
    (row,) = await listed(city, "/queue", state="submitted")
    assert row["id"] == application_id
    told = await city.post(f"{path}/return", {"advice": {"X101": "请注明守法证明的出具机关。"}, "working_days": 5})
    assert told == {"due_on": "2023-05-22"}
    (check,) = await listed(member, f"{path}/checks")
    form = await member.get(path)
    item = form["chapters"][0]["items"][0]
    assert (list(check["advice"]), form["due_on"]) == ([item["code"]], "2023-05-22")
    answer = {"value": item["value"], "note": "由市市场监管局出具", "version": item["version"]}
    revision = (await member.patch(f"{path}/answers", {"answers": {item["code"]: answer}}))["revision"]
    await member.post(f"{path}/submit", {"revision": revision})
    await until(lambda: enough(member, f"{path}/scorecards", 2))
    await city.post(f"{path}/accept", {"submission_id": (await listed(member, f"{path}/submissions"))[0]["id"]})
    assert city.status == 204


async def enough(program: Program, path: str, many: int) -> bool:
    return len(await listed(program, path)) >= many


async def reviewed(people: People, application_id: str) -> None:
    """Assigned by the province, found item by item by the expert, concluded."""
    province, expert, path = people["province"], people["expert"], f"/applications/{application_id}"
    (choice,) = await listed(province, f"{path}/reviewers")
    asked = {"reviewer_id": choice["account_id"], "working_days": 10}
    review = f"/reviews/{(await province.post(f'{path}/assign', asked))['id']}"
    sheet = await expert.get(review)
    lines = {line["code"]: line for chapter in sheet["chapters"] for line in chapter["lines"]}
    for code in sheet["missing"]:
        claimed = lines[code]["has_claim"]
        finding = {"verdict": "confirm" if claimed else "change", "reason": "现场查看属实，材料与申报一致。"}
        await expert.put(
            f"{review}/findings/{code}", finding if claimed else finding | {"value": lines[code]["maximum"]}
        )
        assert expert.status == 200
    await expert.post(f"{review}/conclude")
    assert expert.status == 200
    cards = await listed(people["member"], f"{path}/scorecards")
    assert [card["kind"] for card in cards[:2]] == ["reviewed", "machine"]
    assert cards[0]["scorecard"]["passed"]


async def noticed(people: People, application_id: str) -> None:
    """Put before the public; an objection blocks the proposal until it is answered."""
    province, public = people["province"], people["public"]
    with time_machine.travel(JUNE_5):
        asked = {"application_ids": [application_id], "opens_on": "2023-06-05"}
        backwards = await province.post("/notices/plan", asked | {"closes_on": "2023-06-01"})
        assert (province.status, backwards["errors"][0]["field"]) == (422, "closes_on")
        plan = await province.post("/notices/plan", asked)
        notice = await province.post(
            "/notices", asked | {"closes_on": plan["closes_on"], "title_zh": "拟认定绿色商场公示", "title_en": "Notice"}
        )
    with time_machine.travel(JUNE_6):
        objection = {
            "application_id": application_id, "name": "杨示例", "contact": "0851-1111111", "criterion": "X101",
            "text": "东侧入口的无障碍坡道被货车占用，轮椅不能通行。", "token": "one-objection-of-mine",
        }  # fmt: skip
        sent = await public.post(f"/notices/{notice['id']}/objections", objection)
        assert await public.post(f"/notices/{notice['id']}/objections", objection) == sent
        assert "杨示例" not in str([await public.get(f"/notices/{notice['id']}"), await public.get("/notices")])
    with time_machine.travel(JUNE_12):
        proposal = {"application_id": application_id, "outcome": "recognise", "document_number": "黔商办发〔2023〕12号"}
        await province.post("/decisions", proposal)
        assert province.status == 409
        (waiting,) = await listed(province, "/objections")
        answer = {"outcome": "rejected", "answer": "经现场核查，坡道已经清理，该项要求得到满足。"}
        await province.post(f"/objections/{waiting['id']}/answer", answer)
        assert province.status == 200


async def decided(people: People, application_id: str) -> dict[str, Any]:
    """Proposed by one, decided by another, printed by the press; returns the certificate."""
    province, decider = people["province"], people["decider"]
    with time_machine.travel(JUNE_12):
        proposal = {"application_id": application_id, "outcome": "recognise", "document_number": "黔商办发〔2023〕12号"}
        path = f"/decisions/{(await province.post('/decisions', proposal))['id']}"
        await province.post(f"{path}/decide", {"agree": True})
        assert province.status == 404
        preview = await decider.get(f"{path}/preview")
        await decider.post(f"{path}/decide", {"agree": True})
        assert decider.status == 200
        await until(lambda: printed(people["member"], application_id))
        certificate = await people["member"].get(f"/applications/{application_id}/certificate")
        assert certificate["record"]["number"] == preview["record"]["number"]
        assert (await people["member"].get(f"/applications/{application_id}/outcome"))["outcome"] == "recognise"
    return dict(certificate)


async def printed(program: Program, application_id: str) -> bool:
    found = await program.get(f"/applications/{application_id}/certificate")
    return found["printed_at"] is not None


async def found_and_checked(people: People, certificate: dict[str, Any], trust: bytes) -> None:
    """Anybody finds it, asks whether it is good, and checks the document without us."""
    public, number = people["public"], certificate["record"]["number"]
    (item,) = await until(lambda: listed(public, "/register", q="䶮𬭎", region=GUIYANG, on="2023-06-13"))
    assert (item["certificate_number"], item["outcome"]) == (number, "valid")
    answer = await public.get(f"/certificates/{number}", on="2023-06-13")
    assert (answer["outcome"], answer["record"]["site_name"]) == ("valid", MALL)
    response = await public.client.get(answer["record"]["pdf"])
    verdict = await asyncio.to_thread(verify, await response.read(), trust, on=date(2023, 6, 13), changes=[])
    assert verdict.outcome is Outcome.VALID, verdict.reasons
    before = await public.get("/register", year=2023, on="2023-06-11")
    assert before["total"] == 0


async def revoked(people: People, certificate: dict[str, Any]) -> None:
    """Revoked by the decider: the answer changes at once, the entry stays."""
    public, number = people["public"], certificate["record"]["number"]
    with time_machine.travel(JUNE_12):
        asked = {"effective_on": "2023-06-20", "reason": "false-material", "document_number": "黔商发〔2023〕30号"}
        await people["decider"].post(f"/certificates/{certificate['id']}/revoke", asked)
        assert people["decider"].status == 200
        answer = await public.get(f"/certificates/{number}", on="2023-06-20")
        assert (answer["outcome"], answer["status"]) == ("not_valid", "revoked")
        assert (await public.get(f"/certificates/{number}", on="2023-06-19"))["outcome"] == "valid"
        (item,) = await until(lambda: listed(public, "/register", q=number, status="revoked", on="2023-06-20"))
        periods = (await public.get(f"/register/{item['id']}", on="2023-06-20"))["periods"]
    assert [period["status"] for period in periods] == ["valid", "revoked"]


async def unseen_by_others(people: People, application_id: str, certificate: dict[str, Any]) -> None:
    """Another city and another enterprise find the same nothing everywhere."""
    await signed_up(people["rival"])
    for name in ("elsewhere", "rival"):
        answers = set()
        for path in (
            f"/applications/{application_id}", f"/applications/{application_id}/scorecards",
            f"/applications/{application_id}/history", f"/certificates/{certificate['id']}/details",
            "/applications/0190a000-0000-7000-8000-000000000001",
        ):  # fmt: skip
            problem = await people[name].get(path)
            problem.pop("request_id")
            answers.add((people[name].status, str(problem)))
        assert len(answers) == 1
        assert next(iter(answers))[0] == 404


@pytest.mark.timeout(600)
async def test_the_whole_path_through_the_api(people, settings):
    application_id = await applied(people)
    await mended(people, application_id)
    await reviewed(people, application_id)
    await noticed(people, application_id)
    certificate = await decided(people, application_id)
    trust = await asyncio.to_thread((settings.data / "press" / "demonstration.pem").read_bytes)
    await found_and_checked(people, certificate, trust)
    await revoked(people, certificate)
    await unseen_by_others(people, application_id, certificate)
    history = await listed(people["member"], f"/applications/{application_id}/history")
    assert [step["transition"] for step in history] == [
        "submit", "return_for_changes", "resubmit", "accept", "begin_review", "conclude_review", "publish_notice",
        "recognise",
    ]  # fmt: skip
    assert (await verify_chain()).whole
