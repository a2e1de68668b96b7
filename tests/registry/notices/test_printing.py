"""A notice's document: made when it is published, or later when a bureau comes on file; one, whoever asks how often."""

import asyncio

import pytest

from registry import clock
from registry.documents.models import Document
from registry.documents.queries import document
from registry.documents.rules import Kind
from registry.errors import Misconfigured, NotFound
from registry.identifiers import new_id
from registry.notices.actions import print_notice
from registry.notices.models import PublicNotice
from tests.factories import people, stages
from tests.factories.certificates import office

pytestmark = pytest.mark.usefixtures("db")


async def test_publishing_has_the_notice_printed():
    await office()
    made = await stages.in_notice()
    found = await document(Kind.NOTICE, made.notice_id)
    assert found is not None
    kept = await Document.get(id=found.id)
    assert kept.content["title"] == "拟认定绿色商场名单公示"
    assert kept.place_code == "520000"


async def test_published_while_no_bureau_was_on_file_it_is_printed_later_and_once():
    made, officer, today = await stages.in_notice(), people.province_officer(), clock.today()
    assert await document(Kind.NOTICE, made.notice_id) is None
    with pytest.raises(Misconfigured, match="bureau-unknown"):
        await print_notice(made.notice_id, actor=officer, on=today)
    assert await document(Kind.NOTICE, made.notice_id) is None
    await office()
    asked = await asyncio.gather(*(print_notice(made.notice_id, actor=officer, on=today) for _ in range(3)))
    (kept,) = await Document.all()
    assert set(asked) == {kept.id}
    published = clock.day_of((await PublicNotice.get(id=made.notice_id)).published_at)
    assert kept.content["dated_on"] == published.isoformat()
    assert len(kept.content["entries"]) == 1


async def test_a_notice_of_another_province_is_not_there():
    made = await stages.in_notice()
    strangers = (people.province_officer(people.SICHUAN), people.city_officer(), people.auditor(), made.member)
    for actor, notice_id in (*((each, made.notice_id) for each in strangers), (people.province_officer(), new_id())):
        with pytest.raises(NotFound):
            await print_notice(notice_id, actor=actor, on=clock.today())
