"""Every address is really requested as everybody: the matrix holds, and every refusal is the same page.

What may be opened is pinned in tests/golden/access_matrix.txt. Scope (another city, another enterprise) is asked
with ids that exist: whoever they do not concern gets the page of things that do not exist, and changes nothing.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from tortoise.context import TortoiseContext

from registry import clock
from registry.accounts.models import ApiToken
from registry.accounts.rules import Role
from registry.accounts.schemas import Viewer
from registry.accounts.signing_in import issue_token
from registry.app import create_app
from registry.applications.models import EvidenceLink
from registry.decisions.actions import propose
from registry.decisions.rules import Outcome
from registry.documents.printing import print_document
from registry.editions.actions import copy_edition
from registry.identifiers import new_id
from registry.notices.actions import object_to
from registry.notices.schemas import ObjectionForm
from registry.reviews.actions import request_score_sheet
from registry.storage.installed import install
from registry.web.routing import Access, Route, all_routes
from registry.web.session import digest
from tests.browsing import Browser, visitor
from tests.factories import applications, people, stages
from tests.factories.documents import PaperPress
from tests.factories.reviewing import account
from tests.factories.simulations import started
from tests.house.access_matrix import ACTORS, ANONYMOUS, GOLDEN, NO_ROLE, matrix, may

GRANTS = {
    Role.ENTERPRISE_MEMBER: people.member(new_id()).grants,
    Role.COUNTY_OFFICER: people.county_officer().grants,
    Role.CITY_OFFICER: people.city_officer().grants,
    Role.PROVINCE_OFFICER: people.province_officer().grants,
    Role.PROVINCE_DECIDER: people.province_decider().grants,
    Role.EXPERT: people.expert().grants,
    Role.ADMINISTRATOR: people.administrator().grants,
    Role.AUDITOR: people.auditor().grants,
}


@dataclass
class House:
    """The product with a bell at every door: `rung` is the name of the address whose handler was reached."""

    app: web.Application
    rung: list[str]
    server: TestServer | None = None


@dataclass(frozen=True)
class Answer:
    """What came back, and whether a handler was reached."""

    status: int
    text: str
    location: str
    reached: bool


@pytest.fixture
def belled(settings: Any) -> House:
    """Files are read before the loop runs."""
    install(settings)
    rung: list[str] = []

    def with_bell(route: Route) -> Route:
        async def handler(request: web.Request) -> web.StreamResponse:
            rung.append(route.name)
            return await route.handler(request)

        return replace(route, handler=handler)

    return House(create_app(settings, tuple(map(with_bell, all_routes()))), rung)


@pytest_asyncio.fixture(loop_scope="session")
async def house(belled: House, db: TortoiseContext) -> AsyncIterator[House]:
    """The product, answering, on an empty database."""
    async with TestServer(belled.app) as server:
        belled.server = server
        yield belled


def routes() -> tuple[Route, ...]:
    """Every address; signing out comes last, because it ends the session that the others need."""
    return tuple(sorted(all_routes(), key=lambda route: route.path == "/sign-out"))


class Caller:
    """Somebody who asks for one address after the other, with a cookie on pages and a token on the API."""

    def __init__(self, house: House, client: TestClient[web.Request, web.Application]) -> None:
        self.house, self.client, self.token, self.guard = house, client, "", {}

    async def enter(self, viewer: Viewer) -> None:
        browser = Browser(self.client)
        await browser.sign_in_as(viewer.account_id)
        await browser.get("/")
        self.guard = dict(browser.hidden("/sign-out"))
        self.token = f"token-of-{viewer.account_id}"
        await ApiToken.create(
            token_hash=digest(self.token),
            account_id=viewer.account_id,
            name="tests",
            permissions=sorted(permission.value for permission in viewer.permissions),
            issued_at=clock.now(),
            expires_on=clock.today() + timedelta(days=1),
        )

    async def ask(self, method: str, path: str) -> Answer:
        machine = path.startswith("/api/v")
        headers = {"Sec-Fetch-Site": "same-origin"}
        data: dict[str, str] | None = None
        if machine and self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        elif not machine and method != "GET":
            data = {**self.guard, "_once": str(new_id())}
        self.house.rung.clear()
        async with self.client.request(method, path, data=data, headers=headers, allow_redirects=False) as response:
            text = (await response.read()).decode(errors="replace")
            location = response.headers.get("Location", "")
            return Answer(response.status, plain(text), location, bool(self.house.rung))

    async def missing(self, method: str, path: str) -> Answer:
        """What is answered below an address where nothing is: the very page of things that do not exist."""
        return await self.ask(method, f"{path}/there/is/nothing{'.json' if path.endswith('.json') else ''}")


@asynccontextmanager
async def caller(house: House, viewer: Viewer | None) -> AsyncIterator[Caller]:
    async with visitor(house.server) as client:
        made = Caller(house, client)
        if viewer is not None:
            await made.enter(viewer)
        yield made


def plain(text: str) -> str:
    """An answer without what differs each time: ids of requests, one-time numbers, links to the present address."""
    text = re.sub(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b", "ID", text)
    return re.sub(r'nonce="[^"]*"|href="[^"]*\blang=(zh-CN|en)"', "HERE", text)


def filled(path: str, ids: dict[str, Any] | None = None) -> str:
    """The address with these ids (`chapters/code` is the one after that word), else with random ones."""

    def value(found: "re.Match[str]") -> str:
        given = ids or {}
        return found[1] + str(given.get(found[1] + found[2]) or given.get(found[2]) or new_id())

    return re.sub(r"((?<=/)\w+/|)\{(\w+)\}", value, path)


def faults_of_refusal(asked: Answer, missing: Answer) -> Iterator[str]:
    if (asked.status, missing.status) != (404, 404):
        yield f"answered {asked.status}, not 404 (a missing page: {missing.status})"
    elif asked.text != missing.text:
        yield "the refusal differs from the page of things that do not exist"


def faults_of_anonymous(route: Route, asked: Answer) -> Iterator[str]:
    if asked.reached:
        yield "its handler was reached without a session"
    page = route.method == "GET" and not route.path.startswith("/api/")
    if page and not (asked.status == 303 and asked.location.startswith("/sign-in?")):
        yield f"answered {asked.status} {asked.location}, not a way to sign in"
    if not page and asked.status != 401:
        yield f"answered {asked.status}, not 401"


def test_the_matrix_is_the_pinned_one() -> None:
    assert matrix() == GOLDEN.read_text(encoding="utf-8"), (
        "who may do what has changed; if that is meant: ./lvce python -m tests.house.access_matrix"
    )


@pytest.mark.parametrize("actor", ACTORS)
async def test_every_address_admits_whom_the_matrix_says(house: House, actor: str) -> None:
    viewer = None
    if actor != ANONYMOUS:
        viewer = await account(*(() if actor == NO_ROLE else GRANTS[Role(actor)]))
    faults: list[str] = []
    async with caller(house, viewer) as somebody:
        for route in routes():
            found = [fault async for fault in faults_at(route, somebody, actor)]
            faults += [f"{route.name} ({route.method} {route.path}): {fault}" for fault in found]
    assert not faults, "\n".join(faults)


async def faults_at(route: Route, somebody: Caller, actor: str) -> AsyncIterator[str]:
    path = filled(route.path)
    asked = await somebody.ask(route.method, path)
    if asked.status >= 500 and route.name != "readyz":
        yield f"answered {asked.status}"
    admitted = may(actor, route.needs)
    if asked.reached is not admitted:
        yield f"{'was not' if admitted else 'was'} let in: {asked.status} {asked.location}"
    if actor == ANONYMOUS and not admitted:
        for fault in faults_of_anonymous(route, asked):
            yield fault
    elif asked.status == 404 or not admitted:
        for fault in faults_of_refusal(asked, await somebody.missing(route.method, path)):
            yield fault


STRANGERS = {
    "another enterprise": lambda: people.member(new_id()),
    "the county next door": lambda: people.county_officer("520302"),
    "another city": lambda: people.city_officer(people.ZUNYI),
    "another province's officer": lambda: people.province_officer(people.SICHUAN),
    "another province's decider": lambda: people.province_decider(people.SICHUAN),
    "an expert who is not assigned": people.expert,
}


@dataclass(frozen=True)
class Case:
    """A real file with everything on it: ids by the names that addresses give them, and the people whom it concerns."""

    ids: dict[str, Any]
    insiders: tuple[Viewer, ...]


async def a_case() -> Case:
    """One mall recognised, one proposed, and one objected to: no single file can be all three."""
    made, waiting, objected = await stages.recognised(), await stages.in_notice(), await stages.in_notice()
    assert made.reviewer is not None
    assert objected.notice_id is not None
    officials = [await account(*each.grants) for each in (people.city_officer(), people.province_officer())]
    decider = await account(*people.province_decider().grants)
    decision_id = await propose(
        waiting.id,
        actor=officials[1],
        outcome=Outcome.RECOGNISE,
        document_number="黔商函〔2023〕9号",
        on=stages.DECIDED_ON,
    )
    form = ObjectionForm(name="杨示例", contact="objector@example.org", text="消防通道被占用，请核查。")
    objection_id = await object_to(objected.notice_id, objected.id, form, token="t" * 32, on=stages.NOTICE_OPENS)
    await issue_token("tests", permissions=frozenset({"token:manage_own"}), expires_on=clock.today(), actor=made.member)
    assert made.assessment_id is not None
    sheet = await request_score_sheet(made.id, made.assessment_id, actor=made.member, on=stages.DECIDED_ON)
    await print_document(sheet, press=PaperPress())
    link = await EvidenceLink.filter(application_id=made.id).first()
    assert link is not None
    ids = {
        "application_id": made.id, "submission_id": made.submission_id, "assignment_id": made.assignment_id,
        "site_id": made.mall.site_id, "enterprise_id": made.mall.enterprise_id, "assessment_id": made.assessment_id,
        "decision_id": decision_id, "certificate_id": made.certificate_id, "objection_id": objection_id,
        "simulation_id": await started(officials[1]), "file_id": link.file_id, "criterion": link.criterion, "code": link.criterion,
        "chapters/code": applications.edition().chapters[0].code,
        "draft_id": await copy_edition(
            "green-mall", applications.edition().edition, place_code=people.GUIZHOU, actor=officials[1], on=stages.DECIDED_ON
        ),
        "token_id": (await ApiToken.get(account_id=made.member.account_id)).id,
    }  # fmt: skip
    return Case(ids, (made.member, *officials, decider, made.reviewer))


def named(ids: dict[str, Any]) -> list[Route]:
    """Private addresses that name something of the case, and nothing else."""
    found = [(route, set(re.findall(r"\{(\w+)\}", route.path))) for route in routes()]
    return [route for route, names in found if names and names <= set(ids) and route.needs is not Access.PUBLIC]


async def test_whom_a_file_does_not_concern_sees_and_changes_nothing(house: House, db: TortoiseContext) -> None:
    case = await a_case()
    faults: list[str] = []
    for who, made in STRANGERS.items():
        async with caller(house, await account(*made().grants)) as stranger:
            before = await counts(db)
            for route in named(case.ids):
                faults += [f"{who}: {route.name}: {fault}" async for fault in traces_of(case, route, stranger)]
            assert await counts(db) == before, f"{who} changed something"
    assert not faults, "\n".join(faults)
    assert await unseen_by_all(case, house) == set(), "the ids must lead somewhere, else nothing was shown above"


async def traces_of(case: Case, route: Route, stranger: Caller) -> AsyncIterator[str]:
    """What an answer gives away of the case to somebody whom it does not concern."""
    path = filled(route.path, case.ids)
    asked = await stranger.ask(route.method, path)
    if route.method != "GET" and asked == await stranger.ask(route.method, filled(route.path)):
        return  # refused for its empty body, before anybody looked whether that thing exists
    for fault in faults_of_refusal(asked, await stranger.missing(route.method, path)):
        yield fault


async def unseen_by_all(case: Case, house: House) -> set[str]:
    """Names of the addresses that answered none of those whom the case concerns."""
    unseen = {route.name for route in named(case.ids) if route.method == "GET"}
    for viewer in case.insiders:
        async with caller(house, viewer) as insider:
            for route in named(case.ids):
                if route.name in unseen and (await insider.ask("GET", filled(route.path, case.ids))).status != 404:
                    unseen.remove(route.name)
    return unseen


async def counts(db: TortoiseContext) -> dict[str, int]:
    """Rows per table: whatever is done leaves at least one in the audit."""
    return {model.__name__: await model.all().count() for model in db.apps.get_models_iterable()}
