"""Whose token it is."""

from tests.factories.enterprises import mall


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
