"""Questions about public notice: what anybody may read, what the bureau that answers sees, what blocks a decision.

Objectors' names and contacts leave this module only in `ObjectionView`, and only for those who answer.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.applications import queries as applications
from registry.applications.criteria import edition_named
from registry.applications.facts import application_for_system, submission_for_system
from registry.applications.rules import State
from registry.applications.schemas import QueueFilter
from registry.assessments import queries as assessments
from registry.errors import Forbidden, NotFound
from registry.jurisdictions.rules import province_of, stem_of
from registry.notices import rules, windows
from registry.notices.models import NoticeItem, Objection, PublicNotice
from registry.notices.rules import ObjectionOutcome
from registry.notices.schemas import (
    CriterionChoice,
    NoticeCandidate,
    NoticeItemView,
    NoticePlan,
    NoticeView,
    ObjectionView,
    PlannedItem,
    StandingNotice,
    WindowView,
)
from registry.workdays.queries import calendar_for
from registry.workdays.rules import notice_window

MOST_CANDIDATES = 200


async def public_list(
    on: date, *, scheme: str = "", place_codes: Sequence[str] = (), offset: int = 0, limit: int = 50
) -> list[NoticeView]:
    """Published notices, latest opening first. `on` is the day for which `open` is answered.

    `place_codes`: only those of the provinces that these places lie in.
    """
    found = PublicNotice.filter(scheme=scheme) if scheme else PublicNotice.all()
    if place_codes and "000000" not in place_codes:
        found = found.filter(place_code__in=[province_of(code) for code in place_codes])
    return await _views(await found.order_by("-opens_on", "-published_at").offset(offset).limit(limit), on)


async def public_count(*, scheme: str = "") -> int:
    """How many notices `public_list` has on all its pages."""
    return await (PublicNotice.filter(scheme=scheme) if scheme else PublicNotice.all()).count()


async def public_notice(notice_id: UUID, on: date) -> NoticeView:
    """One notice with everything in it that is public; NotFound if there is none."""
    notice = await PublicNotice.get_or_none(id=notice_id)
    if notice is None:
        raise NotFound("notice")
    return (await _views([notice], on))[0]


async def objection_choices(notice_id: UUID, application_id: UUID) -> list[CriterionChoice]:
    """The items that an objection to this application can be about; NotFound unless the notice names it."""
    if not await NoticeItem.exists(notice_id=notice_id, application_id=application_id):
        raise NotFound("notice")
    facts = await application_for_system(application_id)
    edition = await edition_named(facts.scheme, facts.edition)
    return [CriterionChoice(criterion.code, criterion.title.words()) for criterion in edition.criteria]


async def window_for(scheme: str, place_code: str, opens_on: date) -> WindowView:
    """The shortest right window of a notice that opens on a day, with its rule and source, for the page that plans one."""
    rule = windows.in_force(scheme, place_code, opens_on)
    return WindowView(
        opens_on=opens_on,
        closes_on=notice_window(opens_on, rule.window, await calendar_for(opens_on)),
        days=rule.days,
        unit=rule.unit,
        count_first_day=rule.count_first_day,
        status=rule.status,
        citation={"zh": rule.citation.zh, "en": rule.citation.en},
    )


async def candidates(viewer: Viewer, *, scheme: str = "") -> list[NoticeCandidate]:
    """Reviewed applications of the viewer's places that stand in no notice, passed or not. Raises Forbidden."""
    if not viewer.may(Permission.NOTICE_PUBLISH):
        raise Forbidden(Permission.NOTICE_PUBLISH)
    waiting = await applications.queue(
        viewer, QueueFilter(scheme=scheme, states=(State.REVIEWED,), size=MOST_CANDIDATES)
    )
    rows = {row.id: row for row in waiting.items if viewer.may_at(Permission.NOTICE_PUBLISH, row.place_code)}
    verdicts = await assessments.verdicts_for_system(rows)
    return [
        NoticeCandidate(
            application_id=row.id,
            scheme=row.scheme,
            year=row.year,
            place_code=row.place_code,
            site_name=row.site_name,
            enterprise_name=row.enterprise_name,
            passed=verdicts[row.id].passed,
            total=verdicts[row.id].total,
            share=verdicts[row.id].share,
        )
        for row in rows.values()
        if row.id in verdicts
    ]


async def plan(
    viewer: Viewer, application_ids: Sequence[UUID], *, opens_on: date, closes_on: date | None, on: date
) -> NoticePlan:
    """What publishing these applications would put before the public; nothing is written.

    Raises all that `actions.publish` would raise for the choice and the window.
    """
    rules.check_opening(opens_on, on=on)
    rules.check_items(len(application_ids))
    known = {candidate.application_id: candidate for candidate in await candidates(viewer)}
    chosen = [known[each] for each in dict.fromkeys(application_ids) if each in known]
    if len(chosen) < len(set(application_ids)):
        raise rules.not_reviewed()
    for each in chosen:
        rules.check_passed(passed=each.passed, site_name=each.site_name)
    scheme, province = rules.one_notice(
        schemes=[each.scheme for each in chosen], place_codes=[each.place_code for each in chosen]
    )
    rule = windows.in_force(scheme, province, opens_on)
    calendar = await calendar_for(max(on, opens_on))
    closes_on = rules.check_window(
        rule.window, calendar, opens_on=opens_on, closes_on=closes_on, on=on, longest_days=rule.longest_days
    )
    return NoticePlan(
        scheme=scheme,
        place_code=province,
        opens_on=opens_on,
        closes_on=closes_on,
        shortest=await window_for(scheme, province, opens_on),
        items=tuple([await _planned(each) for each in chosen]),
    )


async def notices_of(viewer: Viewer, application_id: UUID, on: date) -> list[NoticeView]:
    """Every notice that named an application, latest opening first, for all who may see it. Raises NotFound."""
    await applications.visible(viewer, application_id)
    named = await NoticeItem.filter(application_id=application_id).values_list("notice_id", flat=True)
    return await _views(await PublicNotice.filter(id__in=list(named)).order_by("-opens_on", "-published_at"), on)


async def open_objections(viewer: Viewer) -> list[ObjectionView]:
    """Objections that wait for the viewer's answer, oldest first; none without that permission."""
    return await _objections(viewer, Q(outcome=""))


async def objections(viewer: Viewer, notice_id: UUID) -> list[ObjectionView]:
    """All objections to a notice that the viewer answers for, oldest first."""
    return await _objections(viewer, Q(notice_id=notice_id))


async def objection(viewer: Viewer, objection_id: UUID) -> ObjectionView:
    """One objection, for those who answer it; NotFound otherwise."""
    found = await _objections(viewer, Q(id=objection_id))
    if not found:
        raise NotFound("objection")
    return found[0]


async def standing_for_system(application_id: UUID, *, lock: bool = False) -> StandingNotice | None:
    """The notice in which an application stands now; None if it stands in none, or left it.

    `lock`: nobody can object to it or answer until the caller's transaction ends.
    """
    items = NoticeItem.filter(application_id=application_id, left_on__isnull=True)
    item = await (items.select_for_update() if lock else items).order_by("-id").first()
    if item is None:
        return None
    notice = await PublicNotice.get(id=item.notice_id)
    return StandingNotice(notice_id=notice.id, opens_on=notice.opens_on, closes_on=notice.closes_on)


async def blocking_for_system(application_id: UUID) -> int:
    """How many objections to an application wait for an answer; while there is one, nothing is decided."""
    return await Objection.filter(application_id=application_id, outcome="").count()


async def _planned(candidate: NoticeCandidate) -> PlannedItem:
    facts = await application_for_system(candidate.application_id)
    assert facts.latest_submission_id is not None  # noqa: S101 - it was reviewed, so it was handed in
    site_name, enterprise_name = await published_names(facts.latest_submission_id)
    return PlannedItem(candidate.application_id, site_name, enterprise_name, candidate.place_code)


async def published_names(submission_id: UUID) -> tuple[str, str]:
    """Site and enterprise as they were handed in, for printing in a notice."""
    frozen = await submission_for_system(submission_id)
    return str(frozen.snapshot["site"]["name"]), str(frozen.snapshot["enterprise"]["name"])


async def _views(notices: Iterable[PublicNotice], on: date) -> list[NoticeView]:
    rows = list(notices)
    items: dict[UUID, list[NoticeItem]] = {row.id: [] for row in rows}
    for item in await NoticeItem.filter(notice_id__in=list(items)).order_by("place_code", "site_name"):
        items[item.notice_id].append(item)
    return [_view(row, items[row.id], on) for row in rows]


def _view(notice: PublicNotice, items: Iterable[NoticeItem], on: date) -> NoticeView:
    days, unit, _ = rules.rule_parts(notice.rule)
    is_open = notice.opens_on <= on <= notice.closes_on
    return NoticeView(
        id=notice.id,
        scheme=notice.scheme,
        place_code=notice.place_code,
        title_zh=notice.title_zh,
        title_en=notice.title_en,
        document_number=notice.document_number,
        opens_on=notice.opens_on,
        closes_on=notice.closes_on,
        rule_days=days,
        rule_unit=unit,
        open=is_open,
        published_at=notice.published_at,
        items=tuple(
            NoticeItemView(
                application_id=item.application_id,
                site_name=item.site_name,
                enterprise_name=item.enterprise_name,
                place_code=item.place_code,
                left_on=item.left_on,
                takes_objections=is_open and item.left_on is None,
            )
            for item in items
        ),
    )


async def _objections(viewer: Viewer, wanted: Q) -> list[ObjectionView]:
    stems = [stem_of(code) for code in viewer.places_for(Permission.OBJECTION_ANSWER)]
    if not stems:
        return []
    within = Q(*(Q(place_code__startswith=stem) for stem in stems), join_type="OR")
    rows = await Objection.filter(wanted & within).select_related("notice").order_by("received_at", "id")
    items = {
        (item.notice_id, item.application_id): item
        for item in await NoticeItem.filter(application_id__in=[row.application_id for row in rows])
    }
    return [_objection(row, items[row.notice_id, row.application_id]) for row in rows]


def _objection(row: Objection, item: NoticeItem) -> ObjectionView:
    return ObjectionView(
        id=row.id,
        notice_id=row.notice_id,
        notice_title_zh=row.notice.title_zh,
        notice_title_en=row.notice.title_en,
        application_id=row.application_id,
        site_name=item.site_name,
        enterprise_name=item.enterprise_name,
        place_code=row.place_code,
        criterion=row.criterion,
        name=row.name,
        contact=row.contact,
        text=row.text,
        received_on=row.received_on,
        outcome=ObjectionOutcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        answered_at=row.answered_at,
    )
