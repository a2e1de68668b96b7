"""What the public gets of credentials: from the sealed document itself, with a real press."""

import pytest

from certificates import checkpoints
from certificates.credential import is_signed
from certificates.log_entries import issue_entry
from certificates.merkle import Inclusion, leaf_hash, verify_inclusion
from certificates.statements import PublicKey
from registry.accounts.schemas import SYSTEM
from registry.credentials import queries
from registry.errors import NotFound
from registry.issuance.actions import record_print
from registry.issuance.printing import print_certificate
from registry.issuance.queries import facts_for_system
from registry.press_process import PressProcess
from registry.storage.contents import keep
from registry.storage.installed import install
from registry.trust.actions import note_press
from tests.certificates.chains import small_pdf
from tests.factories.certificates import office, reserved

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.may_block]


@pytest.fixture(autouse=True)
def _storage(settings):
    install(settings)


async def test_what_was_sealed_is_handed_out_and_verifies(settings):
    await office()
    done = await reserved()
    async with PressProcess(settings) as press:
        await note_press(press.opened, actor=SYSTEM)
        await print_certificate(done.certificate_id, press=press)
    found = (await queries.papers(done.number)).to_json()
    facts = await facts_for_system(done.certificate_id)
    (entry,) = (await queries.did(settings.base_url))["verificationMethod"]
    key = PublicKey.read(entry["publicKeyMultibase"])
    assert is_signed(found["credential"], key)
    assert found["credential"] == await queries.credential(done.number)
    checkpoint = checkpoints.read_and_verify(found["checkpoint"], [key])
    inclusion = Inclusion.model_validate(found["inclusion"])
    assert (checkpoint.size, checkpoint.root.hex()) == (inclusion.size, inclusion.root)
    assert verify_inclusion(leaf_hash(issue_entry(facts.record)), inclusion)
    assert await queries.record_bytes(done.number) == facts.record.canonical_json()
    assert found["record_sha256"] == facts.record.digest


async def test_a_document_sealed_without_papers_has_a_record_and_nothing_more():
    await office()
    done = await reserved()
    kept = await keep(small_pdf())
    await record_print(done.certificate_id, actor=SYSTEM, sha256=kept.sha256, level="B-B")
    found = (await queries.papers(done.number)).to_json()
    assert (found["credential"], found["inclusion"], found["checkpoint"]) == (None, None, None)
    assert found["record"]["number"] == done.number
    with pytest.raises(NotFound):
        await queries.credential(done.number)


@pytest.mark.parametrize(
    "name", ["revocation-1", "revocation-0", "refresh-1", "", "revocation-1\n", "revocation-99999999"]
)
async def test_lists_that_are_not_there(name):
    with pytest.raises(NotFound):
        await queries.status_list(name)


async def test_nothing_is_handed_out_before_it_is_sealed():
    await office()
    done = await reserved()
    for question in (queries.papers, queries.credential, queries.record_bytes):
        with pytest.raises(NotFound):
            await question("GM-000000-2026-0001")
    for question in (queries.papers, queries.credential, queries.record_bytes):
        with pytest.raises(NotFound):
            await question(done.number)
