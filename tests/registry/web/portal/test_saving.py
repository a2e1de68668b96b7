"""Everything that can be kept is kept; faults and clashes are told apart."""

import pytest

from registry.applications import queries
from registry.errors import NotNow
from registry.web.portal import answers
from registry.web.portal.saving import keep


async def items_of(draft, chapter="X1"):
    view = await queries.application(draft.member, draft.applied.id)
    return next(part for part in view.chapters if part.code == chapter).items


def typed_for(items, **changes):
    typed = {}
    for item in items:
        typed |= answers.typed_of(item)
    return typed | {name.replace("_", "-"): [value] for name, value in changes.items()}


async def test_a_wrong_figure_does_not_cost_the_others(draft):
    items = await items_of(draft)
    typed = typed_for(items, value_X101="yes", value_X103="2.5", value_X104="9", value_X106="3")
    kept = await keep(draft.applied.id, items, typed, actor=draft.member)
    assert not kept.whole
    assert set(kept.faults) == {"X103", "X104"}
    assert kept.faults["X103"][0].field == "value-X103"
    assert kept.versions == {"X101": 1, "X106": 1}
    now = {item.code: item.value for item in await items_of(draft)}
    assert (now["X101"], now["X106"], now["X103"]) == (True, 3, None)


async def test_the_part_to_blame_is_named(draft):
    items = await items_of(draft, "X2")
    kept = await keep(
        draft.applied.id,
        items,
        typed_for(items) | {"part-0-X204-1": ["1"], "part-1-X204-1": ["x"]},
        actor=draft.member,
    )
    assert [fault.field for fault in kept.faults["X204-1"]] == ["part-1-X204-1"]


async def test_untouched_answers_never_clash(draft):
    items = await items_of(draft)
    await keep(draft.applied.id, items, typed_for(items, value_X101="yes"), actor=draft.member)
    kept = await keep(draft.applied.id, items, typed_for(items, value_X105="no"), actor=draft.member)
    assert kept.whole
    now = {item.code: item.value for item in await items_of(draft)}
    assert (now["X101"], now["X105"]) == (True, False)


async def test_two_windows_clash_and_the_person_chooses(draft):
    items = await items_of(draft)
    await keep(draft.applied.id, items, typed_for(items, value_X101="yes"), actor=draft.member)
    typed = typed_for(items, value_X101="no", value_X105="yes")
    kept = await keep(draft.applied.id, items, typed, actor=draft.member)
    assert set(kept.clashes) == {"X101"}
    assert kept.versions == {"X105": 1}
    again = {"value-X101": ["no"], "version-X101": ["1"], "base-X101": [""], "clash-X101": ["1"], "note-X101": [""]}
    kept = await keep(draft.applied.id, items, again, actor=draft.member)
    assert kept.faults["X101"][0].code == "answer-choice"
    kept = await keep(draft.applied.id, items, again | {"choice-X101": ["theirs"]}, actor=draft.member)
    assert kept.whole
    assert (await items_of(draft))[0].value is True
    kept = await keep(draft.applied.id, items, again | {"choice-X101": ["mine"]}, actor=draft.member)
    assert kept.versions == {"X101": 2}
    assert (await items_of(draft))[0].value is False


async def test_nothing_touched_is_nothing_done(draft):
    items = await items_of(draft)
    kept = await keep(draft.applied.id, items, typed_for(items), actor=draft.member)
    assert (kept.whole, kept.saved_at, kept.versions) == (True, None, {})


async def test_what_was_handed_in_stays(handed_in):
    items = await items_of(handed_in)
    with pytest.raises(NotNow):
        await keep(handed_in.applied.id, items, typed_for(items, value_X105="no"), actor=handed_in.member)
