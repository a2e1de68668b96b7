"""Enterprises through the API."""

import time

from registry.enterprises.schemas import EnterpriseForm
from registry.web import keys
from registry.web.portal.sign_up import SIGN_UP_BY_ADDRESS
from tests.factories.enterprises import mall, places, sign_up_form


def body(**changes):
    form = sign_up_form(**changes)
    return form.model_dump(mode="json") | {"password": form.password.get_secret_value()}


async def test_signs_up_and_takes_its_first_token(anybody, start):
    await places()
    sent = body(name="甲秀商业管理有限公司")
    made = await anybody.post("/enterprises", sent)
    assert (anybody.status, anybody.headers["Location"]) == (201, f"/api/v1/enterprises/{made['id']}")
    token = await anybody.post("/tokens", {"name": "erp", "login": sent["login"], "password": sent["password"]})
    assert anybody.status == 201
    anybody.secret = token["secret"]
    assert (await anybody.get("/me"))["account_id"] == made["account_id"]
    assert [row["name"] for row in (await anybody.get("/enterprises"))["items"]] == ["甲秀商业管理有限公司"]
    assert (await anybody.get(f"/enterprises/{made['id']}"))["uscc"] == sent["uscc"]


async def test_a_wrong_credit_code_and_a_taken_one(anybody):
    await places()
    problem = await anybody.post("/enterprises", body() | {"uscc": "91520102MA6000000X"})
    assert (anybody.status, problem["errors"][0]["field"]) == (422, "uscc")
    sent = body()
    await anybody.post("/enterprises", sent)
    problem = await anybody.post("/enterprises", sent | {"login": "another-one"})
    assert (anybody.status, problem["code"]) == (409, "uscc-taken")
    assert sent["password"] not in str(problem)


async def test_a_flood_is_slowed_down(anybody, app):
    for _ in range(30):
        app[keys.THROTTLE].attempt(SIGN_UP_BY_ADDRESS, "127.0.0.1")
    started = time.monotonic()
    await anybody.post("/enterprises", body())
    assert anybody.status == 429
    assert int(anybody.headers["Retry-After"]) > 0
    assert time.monotonic() - started < 1


async def test_whom_it_does_not_concern_finds_nothing(stranger, other_city, city, auditor):
    own = await mall()
    for program in (stranger, other_city):
        await program.get(f"/enterprises/{own.enterprise_id}")
        assert program.status == 404
    for program in (city, auditor):
        await program.get(f"/enterprises/{own.enterprise_id}")
        assert program.status == 200


async def test_corrected_by_its_members_and_a_clash_shows_what_is_stored(start, stranger, city):
    own = await mall()
    program, path = await start(own.member), f"/enterprises/{own.enterprise_id}"
    found = await program.get(path)
    said = {name: found[name] for name in EnterpriseForm.model_fields} | {"name": "甲秀商业管理有限公司"}
    assert await program.put(path, said | {"revision": found["revision"]}) == {"revision": found["revision"] + 1}
    problem = await program.put(path, said | {"revision": found["revision"], "contact_name": "赵示例"})
    assert (program.status, problem["code"], problem["stored"]["name"]) == (
        409, "enterprise-changed", "甲秀商业管理有限公司",
    )  # fmt: skip
    for other in (stranger, city):
        await other.put(path, said | {"revision": found["revision"] + 1})
        assert other.status == 404
