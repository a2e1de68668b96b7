"""The press seen from its parent: it seals, it is replaced when it dies, it stops, and it learns nothing it need not."""

import asyncio
import os
import signal
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import SecretStr

from certificates.papers import CertificateOrder
from certificates.verify import Outcome, verify
from registry.errors import Misconfigured, Unavailable
from registry.press_process import KEPT, PressProcess, opening_for
from tests.certificates import tokens
from tests.certificates.chains import elliptic_chain
from tests.factories.certificates import a_record

RECORD = CertificateOrder(record=a_record()).content()


async def test_it_seals_and_an_independent_program_agrees(settings, tmp_path):
    async with PressProcess(settings) as press:
        sealed, again = await asyncio.gather(press.seal(RECORD), press.seal(RECORD))
    assert press.process_id is None
    assert sealed.level == again.level == "B-B"
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed.pdf)
    seen = await asyncio.to_thread(subprocess.run, ["pdfsig", "-nocert", str(file)], capture_output=True, check=False)
    assert b"Signature is Valid" in seen.stdout


@pytest.mark.parametrize("when", ["idle", "at work"])
async def test_killed_it_is_replaced(settings, when):
    async with PressProcess(settings) as press:
        first = press.process_id
        assert first is not None
        work = asyncio.create_task(press.seal(RECORD)) if when == "at work" else None
        await asyncio.sleep(0.05)
        os.kill(first, signal.SIGKILL)
        if work is not None:
            with pytest.raises(Unavailable) as caught:
                await work
            assert caught.value.code == "press-unavailable"
        else:
            await asyncio.sleep(0.2)
        assert (await press.seal(RECORD)).pdf
        assert press.process_id not in {None, first}


async def test_one_that_takes_too_long_is_replaced(settings):
    async with PressProcess(settings) as press:
        first = press.process_id
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        press._patience = 0.3
        with pytest.raises(Unavailable):
            await press.seal(RECORD)
        press._patience = 60
        assert (await press.seal(RECORD)).pdf
        assert press.process_id != first


async def test_who_stops_waiting_leaves_no_half_answer_behind(settings):
    async with PressProcess(settings) as press:
        work = asyncio.create_task(press.seal(RECORD))
        await asyncio.sleep(0.05)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        with pytest.raises(Misconfigured) as caught:
            await press.seal(b"{}")
        assert caught.value.code == "press-refused"
        assert (await press.seal(RECORD)).pdf.startswith(b"%PDF")


async def test_ctrl_c_does_not_reach_it(settings):
    async with PressProcess(settings) as press:
        first = press.process_id
        assert first is not None
        os.kill(first, signal.SIGINT)
        os.kill(first, signal.SIGTERM)
        assert (await press.seal(RECORD)).pdf
        assert press.process_id == first


async def test_its_environment_holds_no_secret_of_others(settings, monkeypatch):
    monkeypatch.setenv("LVCE_DATABASE_URL", "postgres://user:secret@host/name")
    async with PressProcess(settings) as press:
        given = await asyncio.to_thread(Path(f"/proc/{press.process_id}/environ").read_bytes) if _readable() else b""
    assert b"secret" not in given
    assert not any(name.startswith("LVCE_") for name in KEPT)


def _readable() -> bool:
    return os.geteuid() == 0 and Path("/proc/self/environ").exists()


async def test_a_key_that_cannot_be_used_stops_the_start(settings, tmp_path):
    wrong = settings.model_copy(update={"signer": str(tmp_path / "none.p12")})
    with pytest.raises(Misconfigured) as caught:
        async with PressProcess(wrong):
            pass
    assert caught.value.code == "press-key"


@pytest.mark.may_block
async def test_a_key_in_a_token_is_used_by_the_confined_press(settings, tmp_path):
    """The press has no network; a vendor's module and its settings are still found."""
    key, certificate, root = elliptic_chain()
    address = tokens.made(tmp_path / "hsm", key, {"bureau": certificate, "root": root})
    given = settings.model_copy(update={"signer": address, "signer_password": SecretStr(tokens.PIN)})
    order = CertificateOrder(record=a_record(demonstration=False))
    async with PressProcess(given) as press:
        assert press.opened.subject == "CN=test bureau"
        sealed = await press.seal(order.content())
    verdict = await asyncio.to_thread(verify, sealed.pdf, root.public_bytes(Encoding.PEM))
    assert verdict.outcome is Outcome.VALID


@pytest.mark.may_block
async def test_a_wrong_pin_is_given_to_the_token_once(settings, tmp_path, monkeypatch):
    key, certificate, root = elliptic_chain()
    address = tokens.made(tmp_path / "pin", key, {"bureau": certificate, "root": root})
    given = settings.model_copy(update={"signer": address, "signer_password": SecretStr("31415926")})
    press = PressProcess(given)
    with pytest.raises(Misconfigured, match="PIN") as caught:
        await press.order("certificate", b"{}")
    assert caught.value.code == "press-key"
    monkeypatch.setattr(asyncio, "create_subprocess_exec", lambda *_, **__: pytest.fail("started once more"))
    with pytest.raises(Misconfigured, match="PIN"):
        await press.order("certificate", b"{}")


def test_seals_leave_room_for_time_stamps_when_an_authority_is_set(settings):
    assert not opening_for(settings).timestamps
    assert opening_for(settings.model_copy(update={"tsa_url": "http://127.0.0.1:9"})).timestamps


def test_production_makes_no_key_of_its_own(settings):
    with pytest.raises(Misconfigured) as caught:
        opening_for(settings.model_copy(update={"environment": "production"}))
    assert caught.value.code == "signer-missing"
    with pytest.raises(Misconfigured) as caught:
        opening_for(settings.model_copy(update={"environment": "production", "signer": "/keys/real.p12"}))
    assert caught.value.code == "statement-key-missing"


def test_a_configured_key_is_used_as_it_is(settings):
    given = settings.model_copy(
        update={
            "environment": "production",
            "signer": "/keys/real.p12",
            "signer_password": SecretStr("x"),
            "statement_key": "/keys/statements.pem",
        }
    )
    opening = opening_for(given)
    assert (opening.signer, opening.password, opening.make_key) == ("/keys/real.p12", "x", False)
    assert (opening.statements, opening.make_statements) == ("/keys/statements.pem", False)
