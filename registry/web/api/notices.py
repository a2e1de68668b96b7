"""Public notices and objections: what anybody reads and sends, what the province plans, publishes and answers.

Objectors' names leave only in `Objection`, and only for those who answer it.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from registry import clock
from registry.errors import Misconfigured, NotFound
from registry.notices import actions, queries
from registry.notices.rules import ObjectionOutcome
from registry.notices.schemas import ObjectionForm
from registry.web import keys
from registry.web.api.schemas import Listing, Made, Shape, Words, listing, part
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery
from registry.web.public.notices import OBJECTIONS_BY_ADDRESS
from registry.workdays.rules import Unit

SchemeCode = Annotated[str, Field(max_length=60)]


class NoticeItem(Shape):
    """One application in a notice, as published; `left_on`: taken out because an objection was upheld."""

    application_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    left_on: date | None
    takes_objections: bool


class Notice(Shape):
    """A notice as anybody may read it; its window includes both days, `open` is answered for today."""

    id: UUID
    scheme: str
    place_code: str
    title: Words
    document_number: str
    opens_on: date
    closes_on: date
    rule_days: int
    rule_unit: Unit
    open: bool
    published_at: datetime
    items: tuple[NoticeItem, ...]


class CriterionChoice(Shape):
    """One criterion that an objection can be about."""

    code: str
    title: Words


class NoticeWindow(Shape):
    """The shortest right window of a notice that opens on a day, with its rule and source."""

    opens_on: date
    closes_on: date
    days: int
    unit: Unit
    count_first_day: bool
    status: str
    citation: Words


class NoticeCandidate(Shape):
    """A reviewed application that stands in no notice; not passed: it can only be declined."""

    application_id: UUID
    scheme: str
    year: int
    place_code: str
    site_name: str
    enterprise_name: str
    passed: bool
    total: str
    share: str


class PlannedItem(Shape):
    """One application as a notice would print it."""

    application_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str


class NoticePlan(Shape):
    """A notice as it would be published."""

    scheme: str
    place_code: str
    opens_on: date
    closes_on: date
    shortest: NoticeWindow
    items: tuple[PlannedItem, ...]


class Objection(Shape):
    """An objection as the bureau that answers it sees it; `outcome` null: it waits for an answer."""

    id: UUID
    notice_id: UUID
    notice_title: Words
    application_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    criterion: str
    name: str
    contact: str
    text: str
    received_on: date
    outcome: ObjectionOutcome | None
    answer: str
    answered_at: datetime | None


class Notices(PageQuery):
    """What the list of notices is narrowed to."""

    scheme: SchemeCode = ""


class Planning(BaseModel):
    """Which applications, and when; the last day is computed from the scheme's rule unless given."""

    model_config = ConfigDict(extra="forbid")

    application_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    opens_on: date
    closes_on: date | None = None


class Publishing(Planning):
    """A notice to publish."""

    title_zh: str
    title_en: str = ""
    document_number: str = ""


class Objecting(ObjectionForm):
    """An objection to one application. `token` is yours to choose: sending the same one again adds nothing."""

    application_id: UUID
    token: Annotated[str, Field(min_length=1, max_length=64)]


class Answer(BaseModel):
    """The bureau's answer; upheld takes the application out of the notice."""

    model_config = ConfigDict(extra="forbid")

    outcome: ObjectionOutcome
    answer: str


@endpoint()
async def listed(request: web.Request, wanted: Annotated[Notices, Query]) -> Listing[Notice]:
    """Published notices, the latest opening first."""
    del request
    rows = await queries.public_list(clock.today(), scheme=wanted.scheme, offset=wanted.offset, limit=wanted.size)
    return part(Notice, rows, await queries.public_count(scheme=wanted.scheme), wanted)


@endpoint()
async def one(request: web.Request, notice_id: Annotated[UUID, Path]) -> Notice:
    """One notice with everything in it that is public."""
    del request
    return Notice.of(await queries.public_notice(notice_id, clock.today()))


@endpoint()
async def criteria(
    request: web.Request,
    notice_id: Annotated[UUID, Path],
    application_id: Annotated[UUID, Path],
    wanted: Annotated[PageQuery, Query],
) -> Listing[CriterionChoice]:
    """The criteria that an objection to an application in a notice can be about."""
    del request
    return listing(CriterionChoice, await queries.objection_choices(notice_id, application_id), wanted)


@endpoint(absent=True)
async def window(
    request: web.Request,
    scheme: Annotated[SchemeCode, Query],
    place_code: Annotated[str, Query, Field(pattern=r"^\d{6}$")],
    opens_on: Annotated[date, Query],
) -> NoticeWindow:
    """The shortest right window of a notice that opens on a day: rule, source, last day; 404 where no rule is set."""
    del request
    try:
        return NoticeWindow.of(await queries.window_for(scheme, place_code, opens_on))
    except Misconfigured:
        raise NotFound("window") from None


@endpoint()
async def candidates(request: web.Request, wanted: Annotated[Notices, Query]) -> Listing[NoticeCandidate]:
    """Reviewed applications of the viewer's places that stand in no notice."""
    return listing(NoticeCandidate, await queries.candidates(viewer(request), scheme=wanted.scheme), wanted)


@endpoint()
async def plan(request: web.Request, asked: Annotated[Planning, Body]) -> NoticePlan:
    """What publishing would put before the public. Nothing is written."""
    found = await queries.plan(
        viewer(request),
        asked.application_ids,
        opens_on=asked.opens_on,
        closes_on=asked.closes_on,
        on=clock.today(),
    )
    return NoticePlan.of(found)


@endpoint(status=201, location="/api/v1/notices/{id}")
async def publish(request: web.Request, asked: Annotated[Publishing, Body]) -> Made:
    """Publish a notice. A window that is too short, backwards or late is refused with the right days."""
    values = asked.model_dump(exclude={"application_ids"})
    made = await actions.publish(asked.application_ids, actor=viewer(request), on=clock.today(), **values)
    return Made(id=made)


@endpoint(status=201, location="/api/v1/objections/{id}")
async def object_to(request: web.Request, notice_id: Annotated[UUID, Path], sent: Annotated[Objecting, Body]) -> Made:
    """Object to an application in an open notice, by real name; anybody may. Only the bureau that answers reads it."""
    request.app[keys.THROTTLE].attempt(OBJECTIONS_BY_ADDRESS, request.remote or "")
    form = ObjectionForm.model_validate(sent.model_dump(exclude={"application_id", "token"}))
    return Made(id=await actions.object_to(notice_id, sent.application_id, form, token=sent.token))


@endpoint()
async def open_objections(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[Objection]:
    """Objections that wait for the viewer's answer, oldest first."""
    return listing(Objection, await queries.open_objections(viewer(request)), wanted)


@endpoint()
async def objections(
    request: web.Request, notice_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Objection]:
    """All objections to a notice that the viewer answers for, oldest first."""
    return listing(Objection, await queries.objections(viewer(request), notice_id), wanted)


@endpoint(status=202)
async def print_(request: web.Request, notice_id: Annotated[UUID, Path]) -> Made:
    """Have a notice made as a sealed document, if it was published while no bureau was on file.

    It is at `/notices/{notice_id}.pdf` when the press is done.
    """
    return Made(id=await actions.print_notice(notice_id, actor=viewer(request), on=clock.today()))


@endpoint()
async def objection(request: web.Request, objection_id: Annotated[UUID, Path]) -> Objection:
    """One objection, for those who answer it."""
    return Objection.of(await queries.objection(viewer(request), objection_id))


@endpoint()
async def answer(request: web.Request, objection_id: Annotated[UUID, Path], sent: Annotated[Answer, Body]) -> Objection:
    """Answer an objection. Upheld: the application leaves the notice and stands as reviewed."""
    await actions.answer_objection(
        objection_id, actor=viewer(request), outcome=sent.outcome, answer=sent.answer, on=clock.today()
    )
    return Objection.of(await queries.objection(viewer(request), objection_id))
