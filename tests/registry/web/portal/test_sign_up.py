"""An enterprise signs up; what was typed stays when something is wrong."""

import pytest

from registry.accounts.queries import login_viewer
from registry.enterprises import queries
from tests.factories.enterprises import enterprise, next_uscc, places

pytestmark = pytest.mark.usefixtures("db")


def fields(**changes):
    given = {
        "uscc": next_uscc(),
        "name": "贵阳示例商业有限公司",
        "legal_representative": "",
        "province": "520000",
        "place_code": "520102",
        "address": "",
        "contact_name": "李示例",
        "contact_phone": "0851-0000000",
        "login": "new-mall",
        "password": "a short sentence for tests",
    }
    return given | changes


async def test_a_new_enterprise_is_signed_in_at_once(nobody):
    await places()
    assert (await nobody.get("/sign-up")).status == 200
    assert '<optgroup label="贵阳市">' in nobody.html
    answer = await nobody.submit("/sign-up", fields())
    assert (answer.status, answer.headers["Location"]) == (303, "/portal?welcome=1")
    assert (await nobody.get("/portal?welcome=1")).status == 200
    assert "贵阳示例商业有限公司" in nobody.html
    assert "添加申报对象" in nobody.html
    (own,) = await queries.mine(await login_viewer("new-mall"))
    assert own.place_code == "520102"


async def test_a_mistyped_credit_code_is_told_beside_its_field(nobody):
    await places()
    await nobody.get("/sign-up")
    wrong = next_uscc()
    wrong = wrong[:-1] + ("0" if wrong[-1] != "0" else "1")
    answer = await nobody.submit("/sign-up", fields(uscc=wrong, contact_name=""))
    assert answer.status == 422
    assert "校验" in nobody.html or "末位" in nobody.html or "最后一位" in nobody.html
    assert f'value="{wrong}"' in nobody.html
    assert 'href="#contact_name"' in nobody.html
    assert "a short sentence for tests" not in nobody.html
    assert "new-mall" in nobody.html


async def test_a_registered_credit_code_says_what_to_do(nobody):
    member = await enterprise()
    (own,) = await queries.mine(member)
    await nobody.get("/sign-up?lang=en")
    answer = await nobody.submit("/sign-up?lang=en", fields(uscc=own.uscc))
    assert answer.status == 409
    assert "registered already" in nobody.html
    assert "ask the colleague who registered it" in nobody.html
    assert "贵阳示例商业有限公司" in nobody.html


async def test_a_password_too_short_and_a_taken_login(nobody):
    await places()
    await nobody.get("/sign-up")
    assert (await nobody.submit("/sign-up", fields(password="short"))).status == 422
    assert 'href="#password"' in nobody.html
    member = await enterprise()
    answer = await nobody.submit("/sign-up", fields(login=member.login))
    assert answer.status == 409
    assert 'href="#login"' in nobody.html


async def test_places_of_another_province_without_a_script(nobody):
    await places()
    await nobody.get("/sign-up")
    answer = await nobody.submit("/sign-up", fields(province="510000", step="places"))
    assert answer.status == 200
    assert '<optgroup label="成都市">' in nobody.html
    assert '<optgroup label="贵阳市">' not in nobody.html
    assert "贵阳示例商业有限公司" in nobody.html
    assert "error-summary" not in nobody.html


@pytest.mark.parametrize("code", ["520000", "999999", "x"])
async def test_a_place_that_is_none_is_refused(nobody, code):
    await places()
    await nobody.get("/sign-up")
    assert (await nobody.submit("/sign-up", fields(place_code=code))).status == 422
    assert 'href="#place_code"' in nobody.html


async def test_a_flood_is_stopped(nobody):
    await places()
    await nobody.get("/sign-up")
    for _ in range(30):
        await nobody.submit("/sign-up", fields(password="short"))
    assert (await nobody.submit("/sign-up", fields(password="short"))).status == 429
