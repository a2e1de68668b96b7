"""`audit-verify` tells what is wrong with the log; `log backfill` enters what is older than it."""

import asyncio

import pytest
from rich.console import Console

from certificates.lifecycle import Status
from certificates.lifecycle import StatusChange as Change
from registry.__main__ import main
from registry.accounts.schemas import SYSTEM
from registry.commands import logbook
from registry.commands.logbook import FAULTS, SOURCES, tell, verify
from registry.db.lifecycle import connected
from registry.db.transactions import transaction
from registry.issuance.models import Certificate, StatusChange
from registry.issuance.succession import append
from registry.transparency import verifying
from registry.transparency.actions import backfill
from registry.transparency.checkpoints import sign_checkpoint
from registry.transparency.models import LogCheckpoint, LogHead, LogLeaf, LogNode
from registry.transparency.schemas import LogFault, LogVerdict
from tests.factories.certificates import DAY, office, reserved
from tests.factories.log import ORIGIN, Signing, trusted
from tests.house.source import ROOT


async def issued():
    """Two certificates, one of them suspended, in a signed log."""
    await trusted()
    await office()
    done = [await reserved(), await reserved()]
    async with transaction():
        await append(
            done[0].certificate_id, Change(Status.SUSPENDED, DAY, "under-inquiry", "〔2026〕9号"), actor_id=None
        )
    await sign_checkpoint(press=Signing(), origin=ORIGIN)
    return done


async def faults():
    return [(each.code, each.where) for each in (await verify(lambda _: None)).faults]


async def test_what_was_issued_and_changed_is_in_the_log(db):
    await issued()
    verdict = await verify(lambda _: None)
    assert (verdict.whole, verdict.entries, verdict.checkpoints) == (True, 3, 1)


@pytest.mark.parametrize(
    ("model", "change", "expected"),
    [
        (Certificate, {"record_sha256": "0" * 64}, []),  # the record itself is what was logged
        (Certificate, {"record": {"holder": "别的商场"}}, [("different", "0 certificate-issue GM-520000-2026-0001/1")]),
        (Certificate, {"log_index": 1}, [("elsewhere", "0 certificate-issue GM-520000-2026-0001/1")]),
        (StatusChange, {"status": "valid"}, [("different", "2 certificate-status GM-520000-2026-0001/1.1")]),
        (StatusChange, {"effective_on": DAY.replace(year=2030)}, [
            ("different", "2 certificate-status GM-520000-2026-0001/1.1"),
        ]),
    ],
)  # fmt: skip
async def test_a_change_in_the_registry_s_own_tables_is_found(db, model, change, expected):
    (first, _) = await issued()
    where = {"id": first.certificate_id} if model is Certificate else {"certificate_id": first.certificate_id}
    await model.filter(**where).update(**change)
    assert await faults() == expected


async def test_a_change_of_status_that_was_taken_back_unseen_is_found(db):
    await issued()
    await StatusChange.all().delete()
    assert await faults() == [("unfounded", "2 certificate-status GM-520000-2026-0001/1.1")]


async def test_an_installation_of_before_there_was_a_log_is_entered(db):
    await issued()
    for model in (LogLeaf, LogNode, LogHead):
        await model.all().delete()
    await Certificate.all().update(log_index=None)
    assert {code for code, _ in await faults()} == {"checkpoint-beyond", "unlogged"}
    await LogCheckpoint.all().delete()
    assert await backfill(SOURCES, actor=SYSTEM) == 3
    assert await logbook.certificates.note_indexes() == 2
    assert await faults() == []
    assert await Certificate.all().order_by("number").values_list("log_index", flat=True) == [0, 1]


def test_every_fault_has_its_words(capsys):
    source = (ROOT / "registry/transparency/verifying.py").read_text()
    assert [code for code in FAULTS if f'"{code}"' not in source] == []
    assert source.count("self.fault(") == len(FAULTS) + 1, "one code is told in two places"
    out = Console(soft_wrap=True)
    tell(LogVerdict(3, 1), out)
    tell(LogVerdict(3, 1, tuple(LogFault(code, "7") for code in FAULTS)), out)
    told = capsys.readouterr().out
    assert "透明日志完整，共 3 条记录、1 个检查点" in told
    assert told.count("LOG 7: ") == len(FAULTS)
    assert len(FAULTS) < verifying.MOST_FAULTS


@pytest.mark.may_block
def test_the_command_says_what_it_entered(capsys, separate_settings, monkeypatch):
    monkeypatch.setenv("LVCE_ENVIRONMENT", "test")
    monkeypatch.setenv("LVCE_DATA", str(separate_settings.data))
    monkeypatch.setenv("LVCE_DATABASE_URL", separate_settings.database_url)
    assert main(["migrate"]) == 0

    async def issue() -> None:
        async with connected(separate_settings):
            await office()
            await reserved()
            for model in (LogLeaf, LogNode, LogHead):
                await model.all().delete()
            await Certificate.all().update(log_index=None)

    asyncio.run(issue())
    capsys.readouterr()
    assert main(["audit-verify"]) == 1
    assert "`log backfill`" in capsys.readouterr().out
    for told in ("1 entries added, 1 certificates noted", "0 entries added, 0 certificates noted"):
        assert main(["log", "backfill"]) == 0
        assert told in capsys.readouterr().out
    assert main(["audit-verify"]) == 0
