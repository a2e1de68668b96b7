"""Files of strangers: genuine ones, changed ones, foreign ones, and those that would hurt."""

import asyncio
import json
from datetime import date

import pytest

from registry.accounts.schemas import SYSTEM
from registry.errors import Unavailable
from registry.issuance.actions import revoke
from registry.issuance.models import Certificate
from registry.issuance.schemas import Outcome
from registry.storage.installed import install
from registry.verification import queries
from registry.verification.queries import answer_about
from tests.certificates.chains import small_pdf
from tests.factories.sealing import sealed_one

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.may_block]
BASE = "http://127.0.0.1:8080"
DAY = date(2026, 11, 1)


@pytest.fixture
async def file(settings):
    install(settings)
    return await sealed_one(settings)


def codes(answer):
    return [each.code for each in answer.reasons]


async def test_a_certificate_of_ours(file):
    done, pdf = file
    answer = await answer_about(pdf, base=BASE, on=DAY)
    assert (answer.outcome, answer.number) == ("VALID", done.number)
    assert {"chain-trusted", "credential-signed", "log-included", "record-matches"} <= set(codes(answer))
    assert "register-not-asked" not in codes(answer)
    assert answer.registered is not None
    assert answer.registered.outcome is Outcome.VALID
    assert [each["what"] for each in answer.knows] == ["seal", "checkpoint"]


async def test_a_revoked_one_is_genuine_and_not_valid(file):
    done, pdf = file
    step = {"effective_on": DAY, "reason": "false-material", "document_number": "黔商发〔2026〕9号"}
    await revoke(done.certificate_id, actor=SYSTEM, **step)
    answer = await answer_about(pdf, base=BASE, on=DAY)
    assert answer.outcome == "NOT VALID"
    assert {"seal-intact", "status-revoked"} <= set(codes(answer))
    assert "status-valid" not in codes(answer)


async def test_a_changed_one(file):
    _, pdf = file
    answer = await answer_about(pdf[:5000] + bytes([pdf[5000] ^ 1]) + pdf[5001:], base=BASE)
    assert (answer.outcome, answer.registered) == ("NOT VALID", None)


async def test_one_whose_number_says_something_else_here(file):
    done, pdf = file
    await Certificate.filter(id=done.certificate_id).update(record_sha256="0" * 64)
    answer = await answer_about(pdf, base=BASE, on=DAY)
    assert (answer.outcome, codes(answer)[-1]) == ("NOT VALID", "status-valid")
    assert "record-differs" in codes(answer)


async def test_one_that_this_register_never_issued(file):
    done, pdf = file
    await Certificate.filter(id=done.certificate_id).update(number="GM-520000-2026-0777")
    answer = await answer_about(pdf, base=BASE, on=DAY)
    assert (answer.outcome, [each.code for each in answer.registered.reasons]) == ("NOT VALID", ["unknown-number"])


async def test_one_that_is_not_noted_as_sealed_yet(file):
    done, pdf = file
    await Certificate.filter(id=done.certificate_id).update(printed_at=None)
    assert (await answer_about(pdf, base=BASE, on=DAY)).outcome == "CANNOT TELL"


async def test_one_of_ours_from_another_address_is_asked_for_too(file):
    done, pdf = file
    step = {"effective_on": DAY, "reason": "false-material", "document_number": "黔商发〔2026〕9号"}
    await revoke(done.certificate_id, actor=SYSTEM, **step)
    answer = await answer_about(pdf, base="https://moved.example", on=DAY)
    assert (answer.outcome, "status-revoked" in codes(answer)) == ("NOT VALID", True)


@pytest.mark.parametrize("here", [{"number": "GM-520000-2026-0777"}, {"record_sha256": "0" * 64}])
async def test_one_of_another_register(file, here):
    done, pdf = file
    await Certificate.filter(id=done.certificate_id).update(**here)
    answer = await answer_about(pdf, base="https://other.example", on=DAY)
    assert (answer.outcome, answer.registered, "register-not-asked" in codes(answer)) == ("VALID", None, True)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", small_pdf(), b"%PDF-1.7\n" + b"[" * 500_000])
async def test_what_is_no_certificate(content):
    answer = await answer_about(content, base=BASE)
    assert (answer.outcome, answer.record, answer.sealed_at) == ("NOT VALID", None, None)


async def test_one_that_takes_too_long_is_stopped(file, monkeypatch):
    monkeypatch.setattr(queries, "PATIENCE", 0.05)
    answer = await answer_about(file[1], base=BASE)
    assert (answer.outcome, codes(answer)) == ("CANNOT TELL", ["examination-stopped"])


async def test_a_process_that_dies_tells_nothing(file, monkeypatch):
    monkeypatch.setattr(queries.sys, "executable", "/bin/false")
    answer = await answer_about(file[1], base=BASE)
    assert (answer.outcome, codes(answer)) == ("CANNOT TELL", ["examination-stopped"])


async def test_too_many_at_once_are_asked_to_come_again(monkeypatch):
    monkeypatch.setattr(queries, "PATIENCE", 0.05)
    monkeypatch.setattr(queries, "_seats", asyncio.Semaphore(0))
    with pytest.raises(Unavailable) as caught:
        await answer_about(b"", base=BASE)
    assert caught.value.code == "verification-busy"


async def test_the_answer_is_plain_data(file):
    answer = await answer_about(file[1], base=BASE, on=DAY)
    assert json.loads(json.dumps(answer.record))["number"] == answer.number
