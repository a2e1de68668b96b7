"""Who may read which file."""

from dataclasses import replace
from uuid import UUID

import pytest

from registry.accounts.rules import Role
from registry.accounts.schemas import PUBLIC, SYSTEM, Grant, Viewer
from registry.errors import NotFound
from registry.identifiers import new_id
from registry.storage import actions, queries
from registry.storage.inspection import EVIDENCE_TYPES
from tests.registry.storage.conftest import pdf, stream

pytestmark = pytest.mark.usefixtures("db", "here")

MINE, OTHERS = new_id(), new_id()
MEMBER = Viewer(new_id(), "li.na", "李娜", "zh-CN", (Grant(Role.ENTERPRISE_MEMBER, enterprise_id=MINE),))
STRANGER = Viewer(new_id(), "other", "Other", "zh-CN", (Grant(Role.ENTERPRISE_MEMBER, enterprise_id=OTHERS),))


def handed_in(data, owner=MINE):
    return actions.store(
        stream(data), filename="证明.pdf", actor=MEMBER, owner_enterprise_id=owner, allowed=EVIDENCE_TYPES
    )


async def test_files_are_read_by_their_own():
    file_id = await handed_in(pdf())
    ownerless = await handed_in(pdf(), owner=None)
    colleague = replace(MEMBER, account_id=new_id())
    for viewer in (MEMBER, colleague, SYSTEM):
        assert (await queries.open_file(viewer, file_id)).info.id == file_id
    for viewer, wanted in ((STRANGER, file_id), (PUBLIC, file_id), (colleague, ownerless), (SYSTEM, new_id())):
        with pytest.raises(NotFound):
            await queries.open_file(viewer, wanted)
    with pytest.raises(NotFound):
        await queries.open_for_area(new_id())
    with pytest.raises(NotFound):
        await queries.evidence_file(file_id, enterprise_id=OTHERS)
    assert (await queries.open_for_area(file_id)).info.id == file_id
    assert set(await queries.file_infos([file_id, UUID(int=1)])) == {file_id}
