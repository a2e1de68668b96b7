"""Accounts through the API, for those who manage them."""

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.audit.queries import verify_chain
from tests.factories.reviewing import account

OFFICER = {
    "login": "zhou", "password": "a short sentence for tests", "name": "周示例", "role": "city_officer", "place_code": "520100",
}  # fmt: skip


async def test_opened_given_roles_relieved_and_stopped(start, anybody):
    program = await start(await account(Grant(Role.ADMINISTRATOR)))
    made = await program.post("/accounts", OFFICER)
    path = f"/accounts/{made['id']}"
    assert (program.status, program.headers["Location"]) == (201, f"/api/v1{path}")
    found = await program.post(f"{path}/grant", {"role": "expert"})
    assert {grant["role"] for grant in found["grants"]} == {"city_officer", "expert"}
    found = await program.post(f"{path}/relieve", {"role": "expert"})
    assert [grant["role"] for grant in found["grants"]] == ["city_officer"]
    token = await anybody.post("/tokens", {"name": "x", "login": "zhou", "password": OFFICER["password"]})
    assert (await program.put(f"{path}/use", {"active": False}))["active"] is False
    anybody.secret = token["secret"]
    await anybody.get("/me")
    assert anybody.status == 401
    rows = await program.get("/accounts", q="周")
    assert ([row["login"] for row in rows["items"]], rows["total"]) == (["zhou"], 1)
    assert (await program.get(path))["active"] is False
    assert (await verify_chain()).whole


async def test_a_role_where_it_does_not_belong_opens_nothing(start):
    program = await start(await account(Grant(Role.ADMINISTRATOR)))
    problem = await program.post("/accounts", OFFICER | {"place_code": "520000"})
    assert (program.status, problem["code"]) == (422, "grant-scope")
    assert (await program.get("/accounts", q="zhou"))["total"] == 0


async def test_nobody_else_manages_accounts(province, decider, auditor, stranger, anybody):
    for program, status in ((province, 404), (decider, 404), (auditor, 404), (stranger, 404), (anybody, 401)):
        await program.get("/accounts")
        assert program.status == status
        await program.post("/accounts", OFFICER)
        assert program.status == status
