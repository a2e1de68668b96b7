"""Publishing, objecting, answering: by whom, on which day, and what it does to the applications."""

import asyncio
from datetime import date, timedelta

import pytest
import pytest_asyncio

from registry.accounts.schemas import SYSTEM
from registry.applications.facts import application_for_system
from registry.applications.rules import State
from registry.audit.models import AuditEntry
from registry.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound, NotNow
from registry.identifiers import new_id
from registry.notices.actions import answer_objection, object_to, publish
from registry.notices.models import NoticeItem, Objection, PublicNotice
from registry.notices.queries import blocking_for_system, standing_for_system
from registry.notices.rules import ObjectionOutcome
from registry.notices.schemas import ObjectionForm
from registry.workdays.actions import seed
from tests.factories.people import also_member, auditor, city_officer, province_decider, province_officer
from tests.factories.reviewing import handed_in, reviewed

OPENS = date(2023, 6, 5)
CLOSES = date(2023, 6, 9)
TITLE = "2023年贵州省绿色商场名单公示"
FORM = ObjectionForm(name="张三", contact="0851-12345678", text="地下一层没有分类垃圾桶，有照片")
ANSWER = "经现场核查，该层已设置分类容器。"
UPHELD, REJECTED = ObjectionOutcome.UPHELD, ObjectionOutcome.REJECTED


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _calendar(db):
    await seed(actor=SYSTEM)


async def state_of(application_id):
    return (await application_for_system(application_id)).state


async def published(*applications, **changes):
    fields = {"actor": province_officer(), "opens_on": OPENS, "on": OPENS, "title_zh": TITLE}
    return await publish([each.id for each in applications], **(fields | changes))


async def objected(notice_id, application, *, token="token-0000000000000001", on=OPENS, form=FORM):  # noqa: S107 - a form's token
    return await object_to(notice_id, application.id, form, token=token, on=on)


async def test_a_notice_computes_its_last_day_and_moves_its_applications():
    one, two = await reviewed(), await reviewed()
    officer = province_officer()
    notice_id = await published(one, two, actor=officer, document_number="公示〔2023〕1号")
    notice = await PublicNotice.get(id=notice_id)
    assert (notice.opens_on, notice.closes_on, notice.rule) == (OPENS, CLOSES, "5 working first")
    assert (notice.scheme, notice.place_code, notice.title_en) == ("green-mall", "520000", TITLE)
    assert notice.published_by == officer.account_id
    assert {await state_of(one.id), await state_of(two.id)} == {State.IN_NOTICE}
    item = await NoticeItem.get(application_id=one.id)
    assert item.site_name.startswith("示例购物中心")
    assert item.enterprise_name.startswith("示例商业管理有限公司")
    entry = await AuditEntry.get(tag="notice:publish")
    assert (entry.subject_id, entry.on_day) == (notice_id, OPENS)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_on": CLOSES - timedelta(days=1)}, "notice-short"),
        ({"closes_on": OPENS - timedelta(days=365)}, "notice-backwards"),
        ({"on": OPENS + timedelta(days=3)}, "notice-late"),
        ({"opens_on": date(2033, 6, 6)}, "notice-far"),
        ({"title_zh": ""}, "notice-title-missing"),
    ],
)
async def test_a_faulty_notice_is_refused_and_leaves_nothing(changes, code):
    application = await reviewed()
    with pytest.raises(Invalid, match=code):
        await published(application, **changes)
    assert await state_of(application.id) is State.REVIEWED
    assert not await PublicNotice.all().exists()


async def test_a_year_without_calendar_is_never_guessed():
    application = await reviewed()
    with pytest.raises(NotNow, match="calendar-year-missing"):
        await published(application, opens_on=date(2090, 6, 5), on=date(2090, 6, 1))
    assert await state_of(application.id) is State.REVIEWED


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (city_officer(), Forbidden),
        (province_decider(), Forbidden),
        (auditor(), Forbidden),
        (SYSTEM, Forbidden),
        (province_officer("510000"), NotFound),
    ],
    ids=["city", "decider", "auditor", "the program", "another province"],
)
async def test_only_the_provinces_officer_publishes(actor, error):
    application = await reviewed()
    with pytest.raises(error):
        await published(application, actor=actor)
    assert await state_of(application.id) is State.REVIEWED


async def test_what_is_not_reviewed_or_failed_is_not_noticed():
    good, bad, early = await reviewed(), await reviewed(passed=False), await handed_in(state=State.IN_REVIEW)
    with pytest.raises(NotNow, match="notice-not-passed"):
        await published(good, bad)
    with pytest.raises(NotNow, match="notice-not-reviewed"):
        await published(good, early)
    assert await state_of(good.id) is State.REVIEWED
    assert not await PublicNotice.all().exists()


async def test_nobody_stands_in_two_notices():
    application = await reviewed()
    await published(application)
    with pytest.raises(NotNow, match="notice-not-reviewed"):
        await published(application)


async def test_the_same_application_twice_stands_once():
    application = await reviewed()
    notice_id = await published(application, application)
    assert await NoticeItem.filter(notice_id=notice_id).count() == 1


async def test_two_notices_at_once_name_it_once():
    application = await reviewed()
    outcomes = await asyncio.gather(published(application), published(application), return_exceptions=True)
    assert sum(isinstance(outcome, Conflict | NotNow) for outcome in outcomes) == 1
    assert await NoticeItem.filter(application_id=application.id).count() == 1


async def test_anybody_objects_once_per_form():
    application = await reviewed()
    notice_id = await published(application)
    first = await objected(notice_id, application)
    assert await objected(notice_id, application) == first
    assert await objected(notice_id, application, on=CLOSES + timedelta(days=9)) == first
    row = await Objection.get(id=first)
    assert (row.name, row.criterion, row.received_on, row.place_code) == ("张三", "", OPENS, "520102")
    entry = await AuditEntry.get(tag="objection:receive")
    assert (entry.actor_id, entry.actor_label) == (None, "")
    assert "张三" not in entry.data
    assert await blocking_for_system(application.id) == 1


async def test_one_form_sent_twice_at_once_is_one_objection():
    application = await reviewed()
    notice_id = await published(application)
    ids = await asyncio.gather(*(objected(notice_id, application) for _ in range(4)))
    assert len(set(ids)) == 1
    assert await Objection.all().count() == 1


async def test_a_form_is_for_one_application():
    one, two = await reviewed(), await reviewed()
    notice_id = await published(one, two)
    await objected(notice_id, one)
    with pytest.raises(Conflict, match="form-used"):
        await objected(notice_id, two)


async def test_an_objection_to_one_item():
    application = await reviewed()
    notice_id = await published(application)
    one = await objected(notice_id, application, form=FORM.model_copy(update={"criterion": "X101"}))
    assert (await Objection.get(id=one)).criterion == "X101"
    with pytest.raises(InvalidMany):
        await objected(
            notice_id, application, form=FORM.model_copy(update={"criterion": "Z9"}), token="token-0000000000000002"
        )


@pytest.mark.parametrize(
    ("on", "code"), [(OPENS - timedelta(days=1), "objection-early"), (CLOSES + timedelta(days=1), "objection-late")]
)
async def test_objections_are_taken_in_the_window_only(on, code):
    application = await reviewed()
    notice_id = await published(application, on=OPENS - timedelta(days=3))
    with pytest.raises(NotNow, match=code):
        await objected(notice_id, application, on=on)
    await objected(notice_id, application, on=CLOSES)


async def test_objections_to_what_the_notice_does_not_name():
    application, other = await reviewed(), await reviewed()
    notice_id = await published(application)
    for where, what in ((notice_id, other), (new_id(), application)):
        with pytest.raises(NotFound):
            await objected(where, what)
    with pytest.raises(Invalid, match="form-token"):
        await objected(notice_id, application, token="")


async def test_a_rejected_objection_leaves_the_application_where_it_is():
    application = await reviewed()
    notice_id = await published(application)
    objection_id = await objected(notice_id, application)
    officer = province_officer()
    await answer_objection(objection_id, actor=officer, outcome=REJECTED, answer=ANSWER, on=OPENS)
    row = await Objection.get(id=objection_id)
    assert (row.outcome, row.answer, row.answered_by) == (REJECTED, ANSWER, officer.account_id)
    assert await state_of(application.id) is State.IN_NOTICE
    assert await blocking_for_system(application.id) == 0
    assert await AuditEntry.exists(tag="objection:answer:rejected", subject_id=objection_id)


async def test_an_upheld_objection_takes_the_application_out():
    application = await reviewed()
    notice_id = await published(application)
    first = await objected(notice_id, application)
    second = await objected(notice_id, application, token="token-0000000000000002")
    officer = province_officer()
    await answer_objection(first, actor=officer, outcome=UPHELD, answer=ANSWER, on=OPENS)
    assert await state_of(application.id) is State.REVIEWED
    assert (await NoticeItem.get(application_id=application.id)).left_on == OPENS
    assert await standing_for_system(application.id) is None
    with pytest.raises(NotNow, match="objection-item-left"):
        await objected(notice_id, application, token="token-0000000000000003")
    await answer_objection(second, actor=officer, outcome=UPHELD, answer=ANSWER, on=OPENS)
    assert await state_of(application.id) is State.REVIEWED
    again = await published(application, opens_on=date(2023, 7, 3), on=date(2023, 7, 3))
    standing = await standing_for_system(application.id)
    assert standing is not None
    assert standing.notice_id == again


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (city_officer(), Forbidden),
        (province_decider(), Forbidden),
        (SYSTEM, Forbidden),
        (province_officer("510000"), NotFound),
    ],
)
async def test_only_the_provinces_officer_answers(actor, error):
    application = await reviewed()
    objection_id = await objected(await published(application), application)
    with pytest.raises(error):
        await answer_objection(objection_id, actor=actor, outcome=UPHELD, answer=ANSWER, on=OPENS)
    assert await state_of(application.id) is State.IN_NOTICE


async def test_nobody_publishes_or_answers_for_an_enterprise_of_their_own():
    application = await reviewed()
    both = also_member(province_officer(), (await application_for_system(application.id)).enterprise_id)
    with pytest.raises(NotNow, match="own-enterprise"):
        await published(application, actor=both)
    objection_id = await objected(await published(application), application)
    with pytest.raises(NotNow, match="own-enterprise"):
        await answer_objection(objection_id, actor=both, outcome=REJECTED, answer=ANSWER, on=OPENS)


async def test_an_answer_is_given_once_and_says_something():
    application = await reviewed()
    objection_id = await objected(await published(application), application)
    with pytest.raises(Invalid, match="objection-answer"):
        await answer_objection(objection_id, actor=province_officer(), outcome=UPHELD, answer="同意", on=OPENS)
    outcomes = await asyncio.gather(
        *(
            answer_objection(objection_id, actor=province_officer(), outcome=outcome, answer=ANSWER, on=OPENS)
            for outcome in (UPHELD, REJECTED)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Conflict | NotNow) for outcome in outcomes) == 1
    with pytest.raises(NotNow, match="objection-answered"):
        await answer_objection(objection_id, actor=province_officer(), outcome=UPHELD, answer=ANSWER, on=OPENS)
    with pytest.raises(NotFound):
        await answer_objection(new_id(), actor=province_officer(), outcome=UPHELD, answer=ANSWER, on=OPENS)


async def test_today_is_the_day_of_an_objection_unless_told():
    application = await reviewed()
    notice_id = await published(application)
    with pytest.raises(NotNow, match="objection-late"):
        await object_to(notice_id, application.id, FORM, token="token-0000000000000001")
