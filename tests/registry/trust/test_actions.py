"""Keys are noted when a press opens, retired when another takes their place, and never forgotten."""

import asyncio

import pytest

from certificates.demonstration import make_demonstration_key
from certificates.signing import Pkcs12Signer
from certificates.statements import StatementKey, make_statement_key
from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.press.frames import Ready
from registry.trust.actions import note_press
from registry.trust.models import TrustedKey
from registry.trust.queries import anchors_pem, keys, statement_keys
from registry.trust.rules import Kind


def made(folder, name):
    make_demonstration_key(folder / f"{name}.p12", name)
    make_statement_key(folder / f"{name}.pem2")
    signer = Pkcs12Signer.from_file(folder / f"{name}.p12")
    return Ready(
        ok=True,
        anchors=signer.anchors_pem.decode(),
        certificate=signer.certificate_pem.decode(),
        statement_key=StatementKey.from_file(folder / f"{name}.pem2").public.multibase,
    )


@pytest.fixture(scope="module")
def presses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    return made(folder, "first"), made(folder, "second")


async def test_a_press_is_noted_once(db, presses):
    first, _ = presses
    assert len((await note_press(first, actor=SYSTEM)).added) == 3
    assert not await note_press(first, actor=SYSTEM)
    assert await AuditEntry.filter(tag="trust:note").count() == 1
    assert {key.kind for key in await keys()} == {Kind.SEAL_ROOT, Kind.SEAL, Kind.STATEMENT_KEY}


async def test_a_change_of_keys_keeps_the_old_ones(db, presses):
    first, second = presses
    await note_press(first, actor=SYSTEM)
    await note_press(second, actor=SYSTEM)
    assert await anchors_pem() == (second.anchors + first.anchors).encode()
    assert await statement_keys() == (second.statement_key, first.statement_key)
    retired = {key.content for key in await keys() if key.retired_at}
    assert retired == {first.anchors, first.certificate, first.statement_key}
    assert len((await note_press(first, actor=SYSTEM)).resumed) == 3
    assert (await statement_keys())[0] == first.statement_key


async def test_roots_of_time_stamps_stay_when_none_are_told(db, presses):
    first, second = presses
    await note_press(first, actor=SYSTEM, timestamp_roots=second.anchors.encode())
    assert not await note_press(first, actor=SYSTEM)
    (root,) = [key for key in await keys() if key.kind is Kind.TIMESTAMP_ROOT]
    assert root.retired_at is None
    assert root.content == second.anchors


async def test_two_workers_that_start_at_once_note_the_same(db, presses):
    first, _ = presses
    await asyncio.gather(*(note_press(first, actor=SYSTEM) for _ in range(4)))
    assert await TrustedKey.all().count() == 3
