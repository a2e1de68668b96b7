"""Whose token it is."""

from registry.web import keys
from registry.web.rate import SIGN_IN_BY_ACCOUNT
from tests.factories.enterprises import enterprise, mall


async def test_who_am_i(start, city, anybody):
    own = await mall()
    found = await (await start(own.member)).get("/me")
    assert found["login"] == own.member.login
    assert found["grants"] == [
        {"role": "enterprise_member", "place_code": None, "enterprise_id": str(own.enterprise_id)}
    ]
    assert "application:fill_own" in found["permissions"]
    assert (await city.get("/me"))["grants"][0]["place_code"] == "520100"
    problem = await anybody.get("/me")
    assert (anybody.status, problem["code"]) == (401, "sign-in-needed")
    assert anybody.headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_new_password_needs_the_present_one(start, app):
    member = await enterprise(login="jiaxiu")
    program = await start(member)
    old, new = "a short sentence for tests", "another sentence for tests"
    problem = await program.post("/me/password", {"old": "wrong sentence here", "new": new})
    assert (program.status, problem["errors"][0]["field"]) == (422, "old")
    assert "wrong sentence" not in str(problem)
    assert await program.post("/me/password", {"old": old, "new": new}) == b""
    assert program.status == 204
    await program.post("/tokens", {"name": "erp", "login": "jiaxiu", "password": new})
    assert program.status == 201
    while app[keys.THROTTLE].limiter.hit(SIGN_IN_BY_ACCOUNT, "jiaxiu"):
        pass
    await program.post("/me/password", {"old": old, "new": new})
    assert program.status == 429


async def test_the_language_of_the_account(start):
    program = await start(await enterprise())
    await program.put("/me/language", {"locale": "en"})
    assert program.status == 204
    assert (await program.get("/me"))["locale"] == "en"
    problem = await program.put("/me/language", {"locale": "fr"})
    assert (program.status, problem["code"]) == (422, "locale-unknown")
