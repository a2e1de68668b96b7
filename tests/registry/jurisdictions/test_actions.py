"""Seeding and importing places: repeatable, all or nothing, never rewriting another's period."""

from datetime import date

import pytest

from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.errors import Invalid, InvalidMany
from registry.jurisdictions import actions, queries
from registry.jurisdictions.schemas import Imported

pytestmark = pytest.mark.usefixtures("db")

PAIR = [
    {"code": "522200", "name_zh": "铜仁地区", "valid_to": "2011-10-21", "replaced_by": "520600"},
    {"code": "520600", "name_zh": "铜仁市", "valid_from": "2011-10-22"},
]


async def test_seeding_twice_adds_nothing_twice():
    first = await actions.seed(actor=SYSTEM)
    again = await actions.seed(actor=SYSTEM)
    assert first.added > 3300
    assert again == Imported(added=0, changed=0, unchanged=first.added)
    assert [entry.tag for entry in await AuditEntry.all()] == ["place:seed"]


async def test_seeding_leaves_an_imported_code_alone():
    await actions.import_places([{"code": "520100", "name_zh": "筑市"}], actor=SYSTEM)
    await actions.seed(actor=SYSTEM)
    assert (await queries.place("520100")).name_zh == "筑市"


async def test_an_import_is_repeatable_and_can_close_a_code():
    assert await actions.import_places(PAIR, actor=SYSTEM) == Imported(added=2, changed=0, unchanged=0)
    assert await actions.import_places(PAIR, actor=SYSTEM) == Imported(added=0, changed=0, unchanged=2)
    closing = [{**PAIR[1], "valid_to": "2030-12-31", "replaced_by": "520700"}]
    assert await actions.import_places(closing, actor=SYSTEM) == Imported(added=0, changed=1, unchanged=0)
    assert (await queries.place("520600", date(2030, 12, 31))).replaced_by == "520700"
    assert await AuditEntry.filter(tag="place:import").count() == 2


async def test_the_same_code_twice_in_one_list():
    twice = [PAIR[1], {**PAIR[1], "name_en": "Tongren"}]
    assert await actions.import_places(twice, actor=SYSTEM) == Imported(added=1, changed=1, unchanged=0)
    assert (await queries.place("520600")).name("en") == "Tongren"


async def test_bad_rows_are_all_told_and_nothing_is_kept():
    with pytest.raises(InvalidMany) as told:
        await actions.import_places([*PAIR, {"code": "1"}, {"code": "520700"}], actor=SYSTEM)
    assert [(fault.context["row"], fault.field) for fault in told.value.faults] == [(4, "code"), (5, "name_zh")]
    assert await queries.names(frozenset({"520600"}), "zh-CN") == {}


async def test_one_code_never_means_two_places_on_one_day():
    await actions.import_places(PAIR, actor=SYSTEM)
    with pytest.raises(Invalid, match="place-overlap"):
        await actions.import_places([{**PAIR[1], "valid_from": "2020-01-01"}], actor=SYSTEM)
