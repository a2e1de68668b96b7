"""Verbs of public notice: publish one, object to an application in it, answer an objection.

Whether a window is right and an objection complete is `rules.py`'s; how long a scheme's window is, `windows.toml`'s.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from registry import clock
from registry.accounts.impartiality import check_impartial
from registry.accounts.rules import Permission
from registry.accounts.schemas import PUBLIC, Viewer
from registry.applications import transitions
from registry.applications.criteria import edition_named
from registry.applications.facts import application_for_system
from registry.applications.rules import State, Transition
from registry.applications.schemas import ApplicationFacts
from registry.assessments import queries as assessments
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.documents.queries import document
from registry.documents.rules import Kind
from registry.errors import Conflict, Forbidden, Misconfigured, NotFound
from registry.notices import rules, windows
from registry.notices.disclosure import disclose_departure, disclose_notice
from registry.notices.models import NoticeItem, Objection, PublicNotice
from registry.notices.printing import order_paper
from registry.notices.queries import published_names
from registry.notices.rules import ObjectionOutcome
from registry.notices.schemas import ObjectionForm
from registry.workdays.queries import calendar_for


async def publish(
    application_ids: Sequence[UUID],
    *,
    actor: Viewer,
    opens_on: date,
    on: date,
    title_zh: str,
    title_en: str = "",
    document_number: str = "",
    closes_on: date | None = None,
) -> UUID:
    """Publish a notice that names reviewed and passed applications of one scheme and province; returns its id.

    The last day is computed from the scheme's rule and the official calendar; a given one is checked against it.
    All or nothing. Raises Invalid with the earliest right days (see `rules.check_window`), NotFound for an
    application outside the actor's places, NotNow for one that is not reviewed and passed.
    """
    if actor.account_id is None or not actor.may(Permission.NOTICE_PUBLISH):
        raise Forbidden(Permission.NOTICE_PUBLISH)
    title_zh, title_en, document_number = rules.clean_titles(title_zh, title_en, document_number)
    rules.check_opening(opens_on, on=on)
    chosen = list(dict.fromkeys(application_ids))
    rules.check_items(len(chosen))
    async with transaction():
        facts = [await _publishable(actor, application_id) for application_id in chosen]
        scheme, province = rules.one_notice(
            schemes=[each.scheme for each in facts], place_codes=[each.place_code for each in facts]
        )
        rule = windows.in_force(scheme, province, opens_on)
        closes_on = rules.check_window(
            rule.window,
            await calendar_for(max(on, opens_on)),
            opens_on=opens_on,
            closes_on=closes_on,
            on=on,
            longest_days=rule.longest_days,
        )
        notice = await PublicNotice.create(
            scheme=scheme,
            place_code=province,
            title_zh=title_zh,
            title_en=title_en,
            document_number=document_number,
            opens_on=opens_on,
            closes_on=closes_on,
            rule=rules.rule_text(rule.window),
            published_at=clock.now(),
            published_by=actor.account_id,
        )
        # In one order, so that two notices at the same time wait for each other instead of both for ever.
        for each in sorted(facts, key=lambda each: each.id):
            await _stand(notice, each, actor=actor, on=on)
        await disclose_notice(notice)
        try:
            await order_paper(notice, dated_on=on, on=on)
        except Misconfigured as missing:
            if missing.code != "bureau-unknown":
                raise
            # It stands on the page all the same; once the bureau is on file it can be printed, see `print_notice`.
        await record(
            actor=actor,
            tag="notice:publish",
            subject=("notice", notice.id),
            data={"applications": chosen, "opens_on": opens_on, "closes_on": closes_on, "rule": notice.rule},
            on=on,
            place_code=province,
        )
    return notice.id


async def print_notice(notice_id: UUID, *, actor: Viewer, on: date) -> UUID:
    """Have a notice printed and sealed that was published while no bureau was on file; gives the document's id.

    A notice has one document: asked again it is the same one. Raises NotFound outside the actor's places, Misconfigured
    `bureau-unknown` while still nobody issues there.
    """
    async with transaction():
        notice = await PublicNotice.filter(id=notice_id).select_for_update().first()
        if notice is None or not actor.may_at(Permission.NOTICE_PUBLISH, notice.place_code):
            raise NotFound("notice")
        made = await document(Kind.NOTICE, notice_id)
        if made is not None:
            return made.id
        document_id = await order_paper(notice, dated_on=clock.day_of(notice.published_at), on=on)
        await record(
            actor=actor,
            tag="notice:print",
            subject=("notice", notice_id),
            data={"document": document_id},
            on=on,
            place_code=notice.place_code,
        )
    return document_id


async def object_to(
    notice_id: UUID, application_id: UUID, form: ObjectionForm, *, token: str, on: date | None = None
) -> UUID:
    """Anybody's objection to an application in an open notice; returns its id.

    The form's one-time token makes sending it twice one objection. `on` is today unless told. Raises NotFound,
    NotNow outside the window or once the application left the notice, Invalid for what the form lacks.
    """
    day = on or clock.today()
    rules.check_token(token)
    async with transaction():
        item = await NoticeItem.filter(notice_id=notice_id, application_id=application_id).select_for_update().first()
        if item is None:
            raise NotFound("notice")
        known = await Objection.get_or_none(submit_token=token)
        if known is not None:
            return _same(known, item)
        notice = await PublicNotice.get(id=notice_id)
        rules.check_objection_day(opens_on=notice.opens_on, closes_on=notice.closes_on, on=day)
        rules.check_still_standing(left_on=item.left_on)
        name, contact, text, criterion = rules.check_objection(
            name=form.name,
            contact=form.contact,
            text=form.text,
            criterion=form.criterion,
            criteria=await _criteria(application_id),
        )
        try:
            objection = await Objection.create(
                notice_id=notice_id,
                application_id=application_id,
                place_code=item.place_code,
                criterion=criterion,
                name=name,
                contact=contact,
                text=text,
                received_on=day,
                received_at=clock.now(),
                submit_token=token,
            )
        except IntegrityError:
            raise _used() from None
        # The audit chain outlives a person's data, so it says that there is an objection, not whose.
        await record(
            actor=PUBLIC,
            tag="objection:receive",
            subject=("objection", objection.id),
            data={"notice": notice_id, "application": application_id, "criterion": criterion},
            on=day,
            place_code=item.place_code,
        )
    return objection.id


async def answer_objection(
    objection_id: UUID, *, actor: Viewer, outcome: ObjectionOutcome, answer: str, on: date
) -> None:
    """The bureau answers. Upheld: the application leaves the notice and stands as reviewed, to be reviewed anew or declined.

    Raises NotFound outside the actor's places, NotNow when it has an answer, Invalid for an answer that says nothing,
    Conflict when a colleague answered at the same moment.
    """
    if actor.account_id is None or not actor.may(Permission.OBJECTION_ANSWER):
        raise Forbidden(Permission.OBJECTION_ANSWER)
    text = rules.check_answer(answer)
    async with transaction():
        objection = await Objection.get_or_none(id=objection_id)
        if objection is None or not actor.may_at(Permission.OBJECTION_ANSWER, objection.place_code):
            raise NotFound("objection")
        check_impartial(actor, (await application_for_system(objection.application_id)).enterprise_id)
        rules.check_unanswered(ObjectionOutcome(objection.outcome) if objection.outcome else None)
        answered = await Objection.filter(id=objection_id, outcome="").update(
            outcome=outcome, answer=text, answered_by=actor.account_id, answered_at=clock.now()
        )
        if not answered:
            raise Conflict(
                "objection-answered-meanwhile",
                "A colleague has just answered this objection.",
                hint="Open it again to read the answer.",
            )
        if outcome is ObjectionOutcome.UPHELD:
            await _leave(objection, actor=actor, on=on)
        await record(
            actor=actor,
            tag=f"objection:answer:{outcome.value}",
            subject=("objection", objection_id),
            data={"application": objection.application_id, "notice": objection.notice_id},
            on=on,
            place_code=objection.place_code,
        )


async def _criteria(application_id: UUID) -> frozenset[str]:
    facts = await application_for_system(application_id)
    return frozenset((await edition_named(facts.scheme, facts.edition)).by_code)


async def _publishable(actor: Viewer, application_id: UUID) -> ApplicationFacts:
    facts = await application_for_system(application_id)
    if not actor.may_at(Permission.NOTICE_PUBLISH, facts.place_code):
        raise NotFound("application")
    check_impartial(actor, facts.enterprise_id)
    return facts


async def _stand(notice: PublicNotice, facts: ApplicationFacts, *, actor: Viewer, on: date) -> None:
    """Put one application into the notice, under the names that were handed in."""
    if facts.state is not State.REVIEWED or facts.latest_submission_id is None:
        raise rules.not_reviewed()
    site_name, enterprise_name = await published_names(facts.latest_submission_id)
    verdict = await assessments.latest_for_system(facts.latest_submission_id)
    rules.check_passed(passed=verdict is not None and verdict.passed, site_name=site_name)
    await transitions.apply(facts.id, Transition.PUBLISH_NOTICE, on=on, actor=actor)
    await NoticeItem.create(
        notice=notice,
        application_id=facts.id,
        site_name=site_name,
        enterprise_name=enterprise_name,
        place_code=facts.place_code,
    )


async def _leave(objection: Objection, *, actor: Viewer, on: date) -> None:
    """Take the application out of the notice, unless another upheld objection did so before."""
    left = await NoticeItem.filter(
        notice_id=objection.notice_id, application_id=objection.application_id, left_on=None
    ).update(left_on=on)
    if left:
        await transitions.apply(objection.application_id, Transition.LEAVE_NOTICE, on=on, actor=actor)
        await disclose_departure(objection.notice_id, objection.application_id, on)


def _same(known: Objection, item: NoticeItem) -> UUID:
    """The objection that this form made when it was first sent."""
    if (known.notice_id, known.application_id) != (item.notice_id, item.application_id):
        raise _used()
    return known.id


def _used() -> Conflict:
    return Conflict(
        "form-used",
        "This form was already sent for another application.",
        hint="Open the notice again and fill in a new form.",
    )
