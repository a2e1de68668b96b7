"""A print is noted once, with one audit entry."""

import pytest

from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.documents.actions import record_print
from tests.factories.documents import requested

pytestmark = pytest.mark.usefixtures("db")


async def test_a_print_is_noted_once():
    document_id, _ = await requested()
    assert await record_print(document_id, actor=SYSTEM, sha256="0" * 64, level="B-B")
    assert not await record_print(document_id, actor=SYSTEM, sha256="1" * 64, level="B-B")
    assert await AuditEntry.filter(tag="document:print", subject_id=document_id).count() == 1
