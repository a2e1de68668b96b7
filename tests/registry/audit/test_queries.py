"""Whatever is changed, taken out or put in, the chain shows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from registry import logs
from registry.audit import queries
from registry.audit.actions import HEAD, record
from registry.audit.models import AuditEntry, AuditHead
from registry.audit.queries import history_of, latest, verify_chain
from registry.db.transactions import transaction
from registry.identifiers import new_id

pytestmark = pytest.mark.usefixtures("db")
MALL = new_id()


@dataclass(frozen=True)
class Somebody:
    account_id: UUID | None = None
    name: str = "王小明"


async def write(count: int) -> None:
    for number in range(count):
        async with transaction():
            await record(
                actor=Somebody(new_id()),
                tag="mall:add" if number % 2 else "mall:change",
                subject=("mall", MALL if number == 1 else new_id()),
                data={"number": number, "area_m2": Decimal("1.50"), "name": "䶮"},
                on=date(2026, 3, 1),
                place_code="520100",
            )


async def test_an_empty_chain_and_a_grown_one_are_whole(monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    assert (await verify_chain()).whole
    await write(7)
    heard: list[int] = []
    verdict = await verify_chain(heard.append)
    assert (verdict.whole, verdict.entries, heard) == (True, 7, [3, 6])


@pytest.mark.parametrize(
    ("change", "fault", "seq"),
    [
        ({"data": '{"number":9}'}, "altered", 3),
        ({"actor_label": "somebody else"}, "altered", 3),
        ({"on_day": date(2026, 3, 2)}, "altered", 3),
        ({"place_code": None}, "altered", 3),
        ({"previous": "1" * 64}, "unlinked", 3),
        ({"seq": 99}, "missing", 3),
    ],
)
async def test_a_changed_entry_is_found(change, fault, seq):
    await write(5)
    await AuditEntry.filter(seq=3).update(**change)
    verdict = await verify_chain()
    assert (verdict.whole, verdict.entries, verdict.fault, verdict.fault_seq) == (False, 2, fault, seq)


async def test_entries_taken_from_the_middle_or_the_end_are_missed():
    await write(5)
    await AuditEntry.filter(seq=5).delete()
    assert ((await verify_chain()).fault, (await verify_chain()).fault_seq) == ("missing", 5)
    await AuditEntry.filter(seq=2).delete()
    assert ((await verify_chain()).fault, (await verify_chain()).fault_seq) == ("missing", 2)


async def test_a_rewritten_last_entry_does_not_fit_the_head():
    await write(2)
    last = await AuditEntry.get(seq=2)
    last.actor_label = "somebody else"
    last.hash = queries._sealed(last).hash()
    await last.save()
    assert (await verify_chain()).fault == "replaced"


async def test_entries_without_a_head_are_noticed():
    await write(2)
    await AuditHead.filter(id=HEAD).delete()
    assert (await verify_chain()).fault == "headless"


async def test_read_by_subject_and_newest_first():
    token = logs.request_id.set("r-1")
    try:
        await write(4)
    finally:
        logs.request_id.reset(token)
    (entry,) = await history_of(("mall", MALL))
    assert (entry.seq, entry.tag, entry.request_id, entry.place_code) == (2, "mall:add", "r-1", "520100")
    assert entry.data == {"number": 1, "area_m2": "1.50", "name": "䶮"}
    assert [entry.seq for entry in await latest(2)] == [4, 3]
    assert [entry.seq for entry in await latest(before=3)] == [2, 1]
    assert [entry.seq for entry in await latest(tag="mall:add")] == [4, 2]


async def test_the_newest_entries_can_be_narrowed_to_a_subject():
    await write(3)
    assert [entry.seq for entry in await latest(kind="mall")] == [3, 2, 1]
    assert [entry.seq for entry in await latest(kind="mall", subject_id=MALL)] == [2]
    assert await latest(kind="bureau") == ()
