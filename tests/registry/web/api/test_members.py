"""Colleagues of an enterprise through the API."""

from tests.factories.enterprises import mall

COLLEAGUE = {"login": "wang", "name": "王示例", "password": "a short sentence for tests"}


async def test_let_in_and_out(start, anybody):
    own = await mall()
    program, path = await start(own.member), f"/enterprises/{own.enterprise_id}/members"
    made = await program.post(path, COLLEAGUE)
    assert program.status == 201
    assert {row["login"] for row in await _rows(program, path)} == {own.member.login, "wang"}
    token = await anybody.post("/tokens", {"name": "x", "login": "wang", "password": COLLEAGUE["password"]})
    anybody.secret = token["secret"]
    assert (await anybody.get(f"/enterprises/{own.enterprise_id}"))["id"] == str(own.enterprise_id)
    assert await program.delete(f"{path}/{made['id']}") == b""
    assert [row["login"] for row in await _rows(program, path)] == [own.member.login]
    await anybody.get(f"/enterprises/{own.enterprise_id}")
    assert anybody.status == 404
    problem = await program.delete(f"{path}/{own.member.account_id}")
    assert (program.status, problem["code"]) == (422, "member-self")
    assert await program.post(path, COLLEAGUE) == made
    assert (await anybody.get(f"/enterprises/{own.enterprise_id}"))["id"] == str(own.enterprise_id)
    problem = await program.post(path, COLLEAGUE)
    assert (program.status, problem["code"]) == (409, "login-taken")


async def test_strangers_and_offices_find_nothing(stranger, city):
    own = await mall()
    path = f"/enterprises/{own.enterprise_id}/members"
    for program in (stranger, city):
        await program.get(path)
        assert program.status == 404
        await program.post(path, COLLEAGUE)
        assert program.status == 404
        await program.delete(f"{path}/{own.member.account_id}")
        assert program.status == 404


async def _rows(program, path):
    return (await program.get(path))["items"]
