"""What waits to be confirmed, by whom it is seen, what would be printed."""

from datetime import date

import pytest
import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import PUBLIC, SYSTEM, Grant
from registry.errors import NotFound
from registry.issuance.actions import register_bureau
from registry.reissues.actions import decide, propose
from registry.reissues.queries import preview, preview_of, reissue, reissues
from registry.reissues.rules import ReissueState
from tests.factories.certificates import bureau, office, printed
from tests.factories.people import GUIZHOU, SICHUAN, city_officer, province_decider, province_officer
from tests.factories.reviewing import account

pytestmark = pytest.mark.usefixtures("db")
TODAY = date(2026, 6, 1)
CHANGES = {"holder": "甲秀新天地"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        yield


async def proposed():
    await office()
    done = await printed()
    officer = await account(Grant(Role.PROVINCE_OFFICER, GUIZHOU), name="周处长")
    made = await propose(
        done.certificate_id,
        actor=officer,
        reason="name-changed",
        changes=CHANGES,
        document_number="黔商函〔2026〕7号",
        on=TODAY,
    )
    return done, made, officer


async def test_it_is_seen_in_its_places():
    done, made, officer = await proposed()
    seen = await reissue(officer, made)
    assert (seen.number, seen.version, seen.own, seen.proposed_by_name) == (done.number, 1, True, "周处长")
    assert [(each.field, each.before, each.after) for each in seen.changes] == [
        ("holder", "甲秀购物中心", "甲秀新天地")
    ]
    assert [each.own for each in await reissues(city_officer())] == [False]
    assert await reissues(province_officer(SICHUAN)) == []
    assert await reissues(PUBLIC) == []
    with pytest.raises(NotFound):
        await reissue(province_officer(SICHUAN), made)


async def test_a_settled_one_leaves_the_list_and_stays_on_file():
    done, made, officer = await proposed()
    decider = await account(Grant(Role.PROVINCE_DECIDER, GUIZHOU), name="吴厅长")
    await decide(made, actor=decider, agree=True, on=TODAY)
    assert await reissues(officer) == []
    assert [each.id for each in await reissues(officer, state=None, number=done.number)] == [made]
    assert await reissues(officer, state=None, number="GM-1") == []
    seen = await reissue(officer, made)
    assert (seen.state, seen.decided_by_name, seen.decided_on) == (ReissueState.AGREED, "吴厅长", TODAY)
    assert await preview_of(officer, made, on=TODAY) is None


async def test_what_would_be_printed():
    done, made, officer = await proposed()
    shown = await preview(officer, done.certificate_id, "name-changed", CHANGES, on=TODAY)
    assert {each.field for each in shown.changes} == {"holder", "identifier", "version", "issued_on", "verify_url"}
    assert await preview_of(officer, made, on=TODAY) == shown
    renamed = bureau(name_zh="贵州省商务和口岸厅", signatory="陈厅长", valid_from=TODAY)
    await register_bureau(renamed, actor=SYSTEM)
    shown = await preview(officer, done.certificate_id, "name-changed", CHANGES, on=TODAY)
    changed = {each.field: (each.before, each.after) for each in shown.changes}
    assert changed["issuer"] == ("贵州省商务厅", "贵州省商务和口岸厅")
    assert changed["signatory"] == ("", "陈厅长")
    for stranger in (province_officer(SICHUAN), province_decider()):
        with pytest.raises(NotFound):
            await preview(stranger, done.certificate_id, "name-changed", CHANGES, on=TODAY)
