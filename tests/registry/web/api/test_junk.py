"""Junk at every address, from nobody and from people in several roles: always an answer, never a fault of ours."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from yarl import URL

from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import PUBLIC, Grant, Viewer
from registry.applications.models import Round
from registry.audit.queries import verify_chain
from registry.web import keys
from registry.web.openapi import document
from registry.web.rate import Throttle
from registry.web.routing import all_routes
from tests.factories import stages
from tests.factories.reviewing import account
from tests.programs import Program

DOCUMENT = document(all_routes(), "https://lvce.example")
NOTHING = object()
LONGEST = 7000
"""Characters of an address; a longer one is refused by the server before it is ours."""
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
AWKWARD = (
    "", " ", "0", "-1", "1e999", "NaN", "null", "\x00", "\u202e", "䶮𬭎", "'; DROP TABLE account; --", "%", "_", "\\",
    "../../etc/passwd", "520000", "999999", "000000", "９９９９９９", "0001-01-01", "9999-12-31", "2023-02-29", "2023-05-15",
    "99999999999999999999999999", "true", "green-mall", "X101", "long" * 300, "\U0010ffff",
)  # fmt: skip
TEXT = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def _schema(additional: Any) -> dict[str, Any]:
    """What further members may be: anything where the schema says only that there may be some."""
    return additional if isinstance(additional, dict) else {}


def likely(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind of schema
    schema: dict[str, Any], known: list[str], deep: int = 0
) -> st.SearchStrategy[Any]:
    """Values that the schema hopes for, now and then junk: mere junk never comes past the first check."""
    if "$ref" in schema:
        return likely(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]], known, deep + 1)
    if "anyOf" in schema:
        return st.one_of([likely(each, known, deep) for each in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if deep > 6:
        return JUNK
    match schema.get("type"), schema.get("format"):
        case "string", "uuid":
            return st.sampled_from(known) | st.uuids().map(str)
        case "string", "date":
            return st.dates().map(str) | st.sampled_from(["2023-05-15", "2023-05-16", "0001-01-01", "9999-12-31"])
        case "string", _:
            return TEXT | st.sampled_from(["一段足够长的说明文字，供测试使用", "520100", "3.5"])
        case "integer", _:
            return st.integers(-2, 10) | st.sampled_from([2023, 2**31, 2**63, 2**70])
        case "boolean", _:
            return st.booleans()
        case "array", _:
            return st.lists(likely(schema.get("items", {}), known, deep + 1), max_size=3)
        case "object", _ if "properties" in schema:
            members = {name: likely(each, known, deep + 1) for name, each in schema["properties"].items()}
            wanted = set(schema.get("required", []))
            return st.fixed_dictionaries(
                {name: each for name, each in members.items() if name in wanted},
                optional={name: each for name, each in members.items() if name not in wanted},
            )
        case "object", _:
            codes = st.sampled_from(["X101", "X102", "X201-1"]) | TEXT
            return st.dictionaries(
                codes, likely(_schema(schema.get("additionalProperties")), known, deep + 1), max_size=3
            )
        case _:
            return JUNK


@dataclass
class Target:
    """An installation with something in it, and who comes."""

    people: list[Viewer]
    programs: list[Program]
    known: list[str]

    def allowed(self, needs: str) -> list[int]:
        """Who may come past the door of an address: `needs` is its x-permission."""
        return [
            number
            for number, who in enumerate(self.people)
            if needs in {"public", "signed in"} or who.may(Permission(needs))
        ]


@pytest_asyncio.fixture(loop_scope="session")
async def target(app, start) -> Target:
    """A mall on its way to a certificate, and a program of each role."""
    made = await stages.recognised()
    second = await stages.in_review()
    known = [value for each in (made, second) for value in vars(each).values() if isinstance(value, UUID)]
    known += [second.mall.site_id, second.mall.enterprise_id, *[row.id for row in await Round.all()]]
    grants = (
        Grant(Role.CITY_OFFICER, "520100"), Grant(Role.PROVINCE_OFFICER, "520000"),
        Grant(Role.PROVINCE_DECIDER, "520000"), Grant(Role.EXPERT), Grant(Role.ADMINISTRATOR), Grant(Role.AUDITOR),
    )  # fmt: skip
    people = [PUBLIC, second.member, second.reviewer, *[await account(grant) for grant in grants]]
    programs = [await start(each if each.account_id else None) for each in people]
    return Target(people, programs, [str(each) for each in known])


@dataclass
class Sent:
    """One request to be sent, and by whom."""

    who: int
    address: str
    query: list[tuple[str, str]]
    body: Any = NOTHING


def requests(path: str, operation: dict[str, Any], target: Target, many: int = 12) -> list[Sent]:
    """Requests drawn for one operation, the same each time."""
    drawn: list[Sent] = []

    @settings(max_examples=many, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(data=st.data())
    def draw(data: st.DataObject) -> None:
        anybody = st.integers(0, len(target.programs) - 1)
        who = st.sampled_from(target.allowed(operation["x-permission"])) | anybody
        sent = Sent(data.draw(who), path, [])
        for parameter in operation.get("parameters", []):
            value = data.draw(likely(parameter["schema"], target.known) | TEXT)
            if parameter["in"] == "path":
                sent.address = sent.address.replace(f"{{{parameter['name']}}}", quote(str(value), safe="") or "x")
            elif value is not None and (parameter["required"] or data.draw(st.booleans())):
                sent.query += [
                    (parameter["name"], str(each)) for each in (value if isinstance(value, list) else [value])
                ]
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            sent.body = data.draw(likely(content["application/json"]["schema"], target.known) | JUNK)
        if len(quote(sent.address + str(sent.query))) < LONGEST:
            drawn.append(sent)

    draw()
    return drawn


async def ask(program: Program, method: str, sent: Sent) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {program.secret}"} if program.secret else {}
    url = URL(str(program.client.make_url("/")).rstrip("/") + sent.address, encoded=True).with_query(sent.query)
    body = {} if sent.body is NOTHING else {"json": sent.body}
    async with program.client.session.request(method, url, headers=headers, **body) as response:
        return response.status, await response.read()


@pytest.mark.timeout(300)
async def test_junk_never_breaks_an_address(app, target):
    faults, seen = [], Counter()
    for method, path, operation in OPERATIONS:
        for sent in requests(path, operation, target):
            app[keys.THROTTLE].limiter = Throttle().limiter
            status, answer = await ask(target.programs[sent.who], method, sent)
            seen[status] += 1
            if status >= 500 or str(status) not in operation["responses"]:
                faults.append(f"{method} {sent}: {status} {answer.decode()[:300]}")
    assert faults == [], "\n".join(faults[:20])
    assert {200, 401, 404, 409, 422} <= set(seen), seen
    assert (await verify_chain()).whole
