"""`check` and `audit-verify` find what is wrong, exit 1, and never show a secret."""

import asyncio
import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from certificates.demonstration import make_demonstration_key
from registry import clock
from registry.__main__ import main
from registry.accounts.schemas import SYSTEM
from registry.audit.actions import record
from registry.audit.models import AuditEntry
from registry.commands import checking
from registry.commands.checking import masked
from registry.db.lifecycle import connected
from registry.db.transactions import transaction
from registry.editions import shelf
from registry.editions.models import PublishedEdition
from registry.issuance.models import IssuingBureau
from registry.jobs.models import Job
from registry.settings import Settings
from registry.trust.models import TrustedKey
from scoring.faults import BadCriteria, Fault
from tests.factories.editions import published

pytestmark = pytest.mark.may_block


@pytest.fixture(autouse=True)
def _installation(separate_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LVCE_ENVIRONMENT", "test")
    monkeypatch.setenv("LVCE_DATA", str(separate_settings.data))
    monkeypatch.setenv("LVCE_DATABASE_URL", separate_settings.database_url)
    monkeypatch.setattr(checking, "_editions", lambda _: [])


def test_finds_what_is_missing_and_then_nothing(capsys):
    assert main(["check"]) == 1
    assert "python -m registry migrate" in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert main(["check"]) == 0
    assert "No fault" in capsys.readouterr().out


def test_an_address_that_is_printed_but_not_served_is_a_fault(capsys, separate_settings, monkeypatch):
    main(["migrate"])

    async def register() -> None:
        async with connected(separate_settings):
            await IssuingBureau.create(
                place_code="520000",
                name_zh="示例厅",
                name_en="Example",
                uscc="11520000DEM000001B",
                verify_base_url="https://register.example.cn/",
                valid_from=date(2026, 1, 1),
            )

    asyncio.run(register())
    monkeypatch.setenv("LVCE_BASE_URL", "https://register.example.cn")
    assert main(["check"]) == 0
    monkeypatch.setenv("LVCE_BASE_URL", "https://other.example.cn")
    assert main(["check"]) == 1
    assert "FAULT a bureau prints https://register.example.cn" in capsys.readouterr().out


def test_a_job_given_up_and_a_missing_key_are_faults(capsys, separate_settings, monkeypatch):
    main(["migrate"])

    async def give_up() -> None:
        async with connected(separate_settings):
            await Job.create(
                name="print", payload="{}", run_at=clock.now(), failed_at=clock.now(), last_error="OSError"
            )

    asyncio.run(give_up())
    monkeypatch.setenv("LVCE_ENVIRONMENT", "production")
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "FAULT job print" in out
    assert "OSError" in out
    assert "LVCE_SIGNER names no" in out


def test_a_server_that_is_not_there_is_a_fault(capsys, monkeypatch):
    monkeypatch.setenv("LVCE_DATABASE_URL", "postgres://user:hunter2@127.0.0.1:1/none?sslmode=disable")
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "cannot be reached" in out
    assert "hunter2" not in out


def test_secrets_are_masked_wherever_they_stand():
    lines = list(
        masked(
            Settings(
                database_url="postgres://lvce:hunter2@db:5432/lvce?sslmode=require",
                storage_url="s3://bucket?aws_secret_access_key=hunter2&region=cn",
                signer_password="hunter2",
            )
        )
    )
    assert not [line for line in lines if "hunter2" in line]
    assert "LVCE_DATABASE_URL = postgres://lvce:***@db:5432/lvce?sslmode=require" in lines
    assert "LVCE_STORAGE_URL = s3://bucket?aws_secret_access_key=***&region=cn" in lines
    assert "LVCE_SIGNER_PASSWORD = ***" in lines


def test_editions_in_force_are_named_and_faults_in_criteria_told(capsys, monkeypatch):
    monkeypatch.undo()

    def broken() -> None:
        raise BadCriteria([Fault("broken", {"zh": "坏", "en": "Broken."}, {"zh": "", "en": ""}, "x")])

    monkeypatch.setattr(checking, "load_all", broken)
    assert "Broken." in next(checking._editions(checking.Console()))


def test_a_broken_chain_is_found(capsys, separate_settings):
    main(["migrate"])

    async def write(*, alter: bool) -> None:
        async with connected(separate_settings):
            async with transaction():
                await record(actor=SYSTEM, tag="mall:add", subject=("mall", UUID(int=1)))
            if alter:
                await AuditEntry.filter(seq=1).update(actor_label="somebody else")

    asyncio.run(write(alter=False))
    assert main(["audit-verify"]) == 0
    assert "1 entries" in capsys.readouterr().out
    asyncio.run(write(alter=True))
    assert main(["audit-verify"]) == 1
    assert "Entry 1 is altered" in capsys.readouterr().out


def test_the_sealing_key_is_asked_for_by_a_press(capsys, separate_settings, monkeypatch):
    main(["migrate"])
    key = separate_settings.data / "key.p12"
    monkeypatch.setenv("LVCE_SIGNER", str(key))
    key.write_bytes(b"not a key")
    assert main(["check"]) == 1
    assert "press-key" in capsys.readouterr().out
    key.unlink()
    make_demonstration_key(key, "Test")
    assert main(["check"]) == 0
    assert "sealing key" in capsys.readouterr().out
    for day, code, word in ((date(2036, 11, 1), 0, "expires in"), (date(2050, 1, 1), 1, "expired on")):
        monkeypatch.setattr(clock, "today", lambda day=day: day)
        assert main(["check"]) == code
        assert word in capsys.readouterr().out


def test_the_ends_of_all_certificates_in_use_are_told(capsys, separate_settings):
    main(["migrate"])

    async def keep() -> None:
        async with connected(separate_settings):
            for name, days, retired in (
                ("gone", -1, None),
                ("soon", 30, None),
                ("later", 400, None),
                ("old", -9, clock.now()),
            ):
                await TrustedKey.create(
                    kind="seal-root",
                    fingerprint=name,
                    content="",
                    subject=name,
                    expires_on=clock.today() + timedelta(days=days),
                    first_used_at=clock.now(),
                    retired_at=retired,
                )

    asyncio.run(keep())
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "FAULT the seal-root gone expired" in out
    assert "WARNING the seal-root soon expires in 30 days" in out
    assert "later" in out
    assert "old" not in out.replace("folder", "")


def test_roots_of_time_stamps_are_looked_for(capsys, monkeypatch, tmp_path):
    main(["migrate"])
    monkeypatch.setenv("LVCE_TSA_URL", "http://127.0.0.1:9/")
    assert main(["check"]) == 0
    assert "WARNING LVCE_TSA_TRUST" in capsys.readouterr().out
    monkeypatch.setenv("LVCE_TSA_TRUST", str(tmp_path / "none.pem"))
    assert main(["check"]) == 1
    assert re.search("FAULT .*time-stamp authority", capsys.readouterr().out)


def test_published_editions_are_named_and_a_changed_one_is_a_fault(capsys, separate_settings, monkeypatch):
    main(["migrate"])

    async def write(*, alter: bool) -> None:
        async with connected(separate_settings):
            if alter:
                await PublishedEdition.all().update(digest="0" * 64)
            else:
                await published(first_day=date(2026, 4, 1))

    asyncio.run(write(alter=False))
    main(["check"])
    assert "green-mall 520000-2026-04-01" in capsys.readouterr().out
    asyncio.run(write(alter=True))
    monkeypatch.setattr(shelf, "_shelf", shelf.Shelf((), (), shelf.SHIPPED))  # as in a process of its own
    assert main(["check"]) == 1
    assert "[edition-changed]" in capsys.readouterr().out
