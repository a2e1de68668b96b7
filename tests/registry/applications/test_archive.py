"""All that was handed in, part by part: the latest of each application, up to a moment, within a place."""

from datetime import timedelta

import pytest

from registry import clock
from registry.applications import archive
from registry.applications.actions import submit
from registry.applications.facts import application_for_system, submission_for_system
from registry.reviews.actions import return_for_changes
from tests.factories import applications as make
from tests.factories import people

pytestmark = pytest.mark.usefixtures("db")


async def walk(place_code=people.GUIZHOU, *, until=None, at_once=2):
    found, after = [], None
    until = until or clock.now()
    while rows := await archive.part(make.SCHEME, place_code, until=until, after=after, at_once=at_once):
        assert len(rows) <= at_once
        found += rows
        after = rows[-1].application_id
    return found


async def test_each_application_comes_once_with_what_it_handed_in_last():
    made = [await make.submitted() for _ in range(3)]
    await make.draft()
    again = made[1]
    code = next(iter(make.edition().by_code))
    await return_for_changes(
        again.id, actor=people.city_officer(), on=make.DAY, advice={code: "请补充"}, due_on=make.DAY + timedelta(days=9)
    )
    moment = clock.now()
    facts = await application_for_system(again.id)
    second = await submit(again.id, actor=again.member, revision=facts.revision, on=make.DAY)
    found = await walk()
    assert {row.application_id: row.submission.id for row in found} == {
        made[0].id: made[0].submission_id,
        again.id: second,
        made[2].id: made[2].submission_id,
    }
    assert found[0].submission == await submission_for_system(found[0].submission.id)
    assert (found[0].year, found[0].state) == (2023, "submitted")
    before = await walk(until=moment)
    assert {row.submission.id for row in before} == {each.submission_id for each in made}
    assert await archive.count(make.SCHEME, people.GUIZHOU, until=clock.now()) == 3


async def test_only_what_lies_in_the_place_and_belongs_to_the_scheme():
    made = await make.submitted(place_code="520302")
    await make.submitted()
    assert [row.application_id for row in await walk(people.ZUNYI)] == [made.id]
    assert await walk(people.SICHUAN) == []
    assert await archive.count("key-recycler", people.GUIZHOU, until=clock.now()) == 0
    assert len(await walk("000000")) == 2
