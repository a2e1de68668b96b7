"""One officer proposes a re-issue, another confirms it; nothing moves before."""

import asyncio
from datetime import date

import pytest
import time_machine

from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from registry.identifiers import new_id
from registry.issuance.actions import revoke
from registry.issuance.models import Certificate
from registry.issuance.queries import certificate, facts_for_system
from registry.reissues.actions import decide, propose
from registry.reissues.models import Reissue
from tests.factories.certificates import office, printed
from tests.factories.people import SICHUAN, also_member, city_officer, province_decider, province_officer

pytestmark = pytest.mark.usefixtures("db")
TODAY = date(2026, 6, 1)
ASKED = {
    "reason": "name-changed",
    "changes": {"holder": "甲秀新天地"},
    "document_number": "黔商函〔2026〕7号",
    "on": TODAY,
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        yield


async def proposed():
    await office()
    done = await printed()
    return done, await propose(done.certificate_id, actor=province_officer(), note="营业执照已变更。", **ASKED)


async def test_a_proposal_moves_nothing():
    done, reissue_id = await proposed()
    row = await Reissue.get(id=reissue_id)
    assert (row.number, row.changes, row.state) == (done.number, {"holder": "甲秀新天地"}, "proposed")
    assert await Certificate.all().count() == 1
    assert await AuditEntry.filter(tag="reissue:propose", on_day=TODAY).count() == 1


async def test_confirming_issues_the_next_version():
    done, reissue_id = await proposed()
    issued = await decide(reissue_id, actor=province_decider(), agree=True, on=TODAY)
    seen = await certificate(SYSTEM, issued)
    assert (seen.record.version, seen.record.site_name, seen.record.number) == (2, "甲秀新天地", done.number)
    row = await Reissue.get(id=reissue_id)
    assert (row.state, row.open_for, row.issued_id) == ("agreed", None, issued)
    assert await AuditEntry.filter(tag="reissue:agree").count() == 1
    with pytest.raises(NotNow, match="reissue-settled"):
        await decide(reissue_id, actor=province_decider(), agree=True, on=TODAY)


async def test_rejecting_leaves_the_certificate_and_lets_another_be_proposed():
    done, reissue_id = await proposed()
    assert (
        await decide(reissue_id, actor=province_decider(), agree=False, on=TODAY, remark="与营业执照不一致。") is None
    )
    assert await Certificate.all().count() == 1
    assert await propose(done.certificate_id, actor=province_officer(), **ASKED)
    assert await AuditEntry.filter(tag="reissue:reject").count() == 1


async def test_one_proposal_at_a_time():
    done, _ = await proposed()
    with pytest.raises(Conflict, match="reissue-open"):
        await propose(done.certificate_id, actor=province_officer(), **ASKED)


async def test_what_an_officer_sends_twice_is_done_once():
    await office()
    done, officer, decider = await printed(), province_officer(), province_decider()
    asked = await asyncio.gather(*(propose(done.certificate_id, actor=officer, **ASKED) for _ in range(3)))
    assert len(set(asked)) == 1
    with pytest.raises(Conflict, match="reissue-open"):
        await propose(done.certificate_id, actor=officer, **ASKED | {"changes": {"holder": "甲秀老天地"}})
    made = await asyncio.gather(*(decide(asked[0], actor=decider, agree=True, on=TODAY) for _ in range(3)))
    assert len(set(made)) == 1
    assert await Certificate.all().count() == 2
    with pytest.raises(NotNow, match="reissue-settled"):
        await decide(asked[0], actor=decider, agree=False, on=TODAY, remark="改变主意，不予换发")


async def test_nobody_reissues_to_an_enterprise_of_their_own():
    done, reissue_id = await proposed()
    owner = (await facts_for_system(done.certificate_id)).enterprise_id
    with pytest.raises(NotNow, match="own-enterprise"):
        await propose(done.certificate_id, actor=also_member(province_officer(), owner), **ASKED)
    with pytest.raises(NotNow, match="own-enterprise"):
        await decide(reissue_id, actor=also_member(province_decider(), owner), agree=True, on=TODAY)


async def test_of_two_who_confirm_at_once_one_does():
    _, reissue_id = await proposed()
    done = await asyncio.gather(
        *(decide(reissue_id, actor=province_decider(), agree=True, on=TODAY) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(not isinstance(each, Exception) for each in done) == 1
    assert await Certificate.all().count() == 2


async def test_what_changed_since_is_asked_again():
    done, reissue_id = await proposed()
    await revoke(
        done.certificate_id,
        actor=province_decider(),
        effective_on=TODAY,
        reason="false-material",
        document_number="黔商发〔2026〕9号",
    )
    with pytest.raises(NotNow, match="reissue-not-valid"):
        await decide(reissue_id, actor=province_decider(), agree=True, on=TODAY)
    assert (await Reissue.get(id=reissue_id)).state == "proposed"


@pytest.mark.parametrize(
    ("actor", "error"),
    [(city_officer(), Forbidden), (province_decider(), Forbidden), (province_officer(SICHUAN), NotFound)],
    ids=["a city officer", "the one who confirms", "another province"],
)
async def test_others_propose_nothing(actor, error):
    await office()
    done = await printed()
    with pytest.raises(error):
        await propose(done.certificate_id, actor=actor, **ASKED)


async def test_others_confirm_nothing():
    _, reissue_id = await proposed()
    officer = province_officer()
    with pytest.raises(Forbidden):
        await decide(reissue_id, actor=officer, agree=True, on=TODAY)
    for actor, missing in ((province_decider(SICHUAN), reissue_id), (province_decider(), new_id())):
        with pytest.raises(NotFound):
            await decide(missing, actor=actor, agree=True, on=TODAY)
    with pytest.raises(Forbidden):
        await propose(new_id(), actor=SYSTEM, **ASKED)


async def test_what_could_not_be_printed_is_not_proposed():
    await office()
    done = await printed()
    for wrong in ({"document_number": ""}, {"reason": "reissued"}, {"changes": {}}):
        with pytest.raises(Invalid):
            await propose(done.certificate_id, actor=province_officer(), **ASKED | wrong)
    assert not await Reissue.exists()
