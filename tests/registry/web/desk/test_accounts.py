"""Accounts for administrators: opened with a role or not at all, roles given and ended, use stopped."""

from registry.accounts.models import Account, RoleGrant
from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.identifiers import new_id
from tests.factories.enterprises import places
from tests.factories.reviewing import account
from tests.registry.web.desk.stage import city_officer, decider

FIELDS = {
    "name": "遵义经办",
    "login": "zunyi-1",
    "password": "a short sentence for zunyi",
    "role": "city_officer",
    "place_code": "520300",
}


async def administrator(browser):
    await places()
    who = await account(Grant(Role.ADMINISTRATOR))
    await browser.sign_in_as(who.account_id)
    return who


async def test_open_an_account_with_its_role(browser):
    await administrator(browser)
    await browser.get("/desk/accounts/new")
    answer = await browser.submit("/desk/accounts/new", FIELDS)
    made = await Account.get(login="zunyi-1")
    assert (answer.status, answer.headers["Location"]) == (303, f"/desk/accounts/{made.id}")
    held = await RoleGrant.get(account_id=made.id)
    assert (held.role, held.place_code) == (Role.CITY_OFFICER, "520300")
    await browser.get("/desk/accounts?q=zunyi")
    assert "遵义经办" in browser.html
    await browser.get("/desk/accounts?q=nobody-here")
    assert "遵义经办" not in browser.html


async def test_a_role_that_does_not_fit_its_place_opens_nothing(browser):
    await administrator(browser)
    await browser.get("/desk/accounts/new")
    for change, status, field in (
        ({"place_code": "520000"}, 422, "role"),
        ({"place_code": ""}, 422, "role"),
        ({"role": ""}, 422, "role"),
        ({"password": "short"}, 422, "password"),
        ({"login": "x"}, 422, "login"),
        ({"name": ""}, 422, "name"),
    ):
        assert (await browser.submit("/desk/accounts/new", FIELDS | change)).status == status, change
        assert f'href="#{field}"' in browser.html, change
        assert "a short sentence" not in browser.html
    assert not await Account.filter(login="zunyi-1").exists()
    await browser.submit("/desk/accounts/new", FIELDS)
    await browser.get("/desk/accounts/new")
    assert (await browser.submit("/desk/accounts/new", FIELDS)).status == 409


async def test_roles_are_given_and_ended(browser):
    await administrator(browser)
    officer = await city_officer()
    path = f"/desk/accounts/{officer.account_id}"
    await browser.get(path)
    assert (await browser.submit(f"{path}/roles", {"role": "expert"})).status == 303
    await browser.get(path)
    assert (await browser.submit(f"{path}/roles", {"role": "city_officer"})).status == 422
    assert (await browser.submit(f"{path}/roles", {})).status == 422
    await browser.get(path)
    assert (await browser.submit(f"{path}/roles/end", {})).status == 303
    assert await RoleGrant.filter(account_id=officer.account_id, revoked_on__isnull=True).count() == 1


async def test_stop_and_resume(browser):
    who = await administrator(browser)
    officer = await decider()
    path = f"/desk/accounts/{officer.account_id}"
    for active in (False, True):
        await browser.get(path)
        assert (await browser.submit(f"{path}/use", {})).status == 303
        assert (await Account.get(id=officer.account_id)).active is active
    await browser.get(f"/desk/accounts/{who.account_id}")
    assert f"/desk/accounts/{who.account_id}/use" not in browser.html
    assert (await browser.get(f"/desk/accounts/{new_id()}")).status == 404


async def test_not_for_officers(browser):
    officer = await city_officer()
    await browser.sign_in_as(officer.account_id)
    for path in ("/desk/accounts", "/desk/accounts/new", f"/desk/accounts/{officer.account_id}"):
        assert (await browser.get(path)).status == 404
