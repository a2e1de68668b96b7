"""What is done with applications: open a round, open a form, save answers, add evidence, hand in, withdraw.

Accepting, returning and everything after is done by the areas above, through `transitions.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from registry import clock
from registry.accounts.queries import account_names
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.applications import carrying, criteria, transitions
from registry.applications.carrying import Passage
from registry.applications.drafts import stored_answers
from registry.applications.faults import AnswerConflict, Clash
from registry.applications.freezing import frozen_submission
from registry.applications.models import Answer, Application, EvidenceLink, Round, Submission
from registry.applications.opening import open_form
from registry.applications.rules import (
    State,
    Transition,
    check_editable,
    check_edition,
    check_round,
    check_submission_day,
    judging_edition,
    submission_step,
)
from registry.applications.schemas import AnswerInput, RoundForm, SavedAnswers
from registry.audit.actions import record
from registry.db.json_values import boxed
from registry.db.transactions import transaction
from registry.enterprises.queries import site_for_system
from registry.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound, NotNow
from registry.jobs.actions import enqueue
from registry.storage.queries import evidence_file
from registry.text import clean_line

MAXIMUM_TITLE = 200
MAXIMUM_FILES = 20
"""Files for one criterion: more is a heap nobody reads."""


async def open_round(form: RoundForm, *, actor: Viewer) -> UUID:
    """Announce a round; returns its id.

    Raises Forbidden outside the actor's province, Invalid for a scheme without criteria in force on the opening day or
    without a certificate to end with, or a backward window, Conflict `round-exists` if scheme, place and year have one.
    """
    if not actor.may_at(Permission.ROUND_MANAGE, form.place_code):
        raise Forbidden(Permission.ROUND_MANAGE)
    check_round(form.opens_on, form.closes_on)
    await criteria.edition_in_force(form.scheme, form.opens_on, form.place_code)
    criteria.check_offered(form.scheme)
    try:
        async with transaction():
            row = await Round.create(created_at=clock.now(), **form.model_dump())
            await record(
                actor=actor,
                tag="round:open",
                subject=("round", row.id),
                data=form.model_dump(),
                on=form.opens_on,
                place_code=form.place_code,
            )
    except IntegrityError:
        raise Conflict(
            "round-exists",
            "There is a round of this scheme for this place and year already.",
            hint="Open that round, or choose another year.",
            field="year",
        ) from None
    return row.id


async def open_application(
    site_id: UUID, *, round_id: UUID, actor: Viewer, on: date | None = None, carry: bool = False
) -> UUID:
    """Open the form of a site in a round, by the criteria in force that day; returns its id, also if it is open already.

    `carry`: begin with what the site last handed in for this scheme; each answer waits to be confirmed. Raises NotFound
    for a stranger's site, otherwise as `opening.open_form`.
    """
    day = on or clock.today()
    site = await site_for_system(site_id)
    _check_owner(actor, site.enterprise_id)
    async with transaction():
        opened = await open_form(site, round_id=round_id, actor=actor, on=day, carry=carry)
        if opened.new:
            await record(
                actor=actor,
                tag="application:open",
                subject=("application", opened.id),
                data={
                    "site": site_id,
                    "round": round_id,
                    "edition": opened.edition,
                    "carried_from": opened.carried_from,
                },
                on=day,
                place_code=opened.place_code,
            )
    return opened.id


async def move_to_edition(application_id: UUID, *, actor: Viewer, on: date) -> str:
    """Carry a draft over to the edition that would judge it on a day; returns that edition's name.

    What the crosswalk lets continue is kept, waiting to be confirmed; files of criteria that ended are taken back. Under
    the right edition already, nothing happens. Raises NotFound for a stranger's, NotNow unless it is a draft.
    """
    async with transaction():
        application = await _locked(application_id, actor)
        if application.state != State.DRAFT:
            raise NotNow(
                "edition-bound",
                "What was handed in once stays with its criteria.",
                hint="Correct what was returned and hand it in again.",
            )
        name = await _judging(application, on)
        if name == application.edition:
            return name
        old = await criteria.edition_named(application.scheme, application.edition)
        new = await criteria.edition_named(application.scheme, name)
        site = await site_for_system(application.site_id)
        await carrying.rewrite(
            application_id,
            Passage(old, new, await criteria.crosswalk(old, new)),
            form=criteria.known_format(new, site.format),
            on=on,
            actor_id=actor.account_id,
        )
        await Application.filter(id=application_id).update(edition=name, revision=F("revision") + 1)
        await record(
            actor=actor,
            tag="application:move",
            subject=("application", application_id),
            data={"from": old.edition, "to": name},
            on=on,
            place_code=application.place_code,
        )
    return name


async def save_answers(application_id: UUID, answers: Mapping[str, AnswerInput], *, actor: Viewer) -> SavedAnswers:
    """Keep these answers, all of them or none; incomplete is fine, malformed is not.

    An answer sent again as it is stored changes nothing, unless it was carried over: then it is confirmed. Raises InvalidMany with an InvalidFacts per malformed
    answer, AnswerConflict with both versions where the stored answer is newer than the one the page was showing,
    NotNow unless the application is editable, NotFound for a stranger's.
    """
    async with transaction():
        application = await _locked(application_id, actor)
        check_editable(State(application.state))
        edition = await criteria.edition_named(application.scheme, application.edition)
        faults = criteria.faults_of(edition, {code: sent.value for code, sent in answers.items()})
        if faults:
            raise InvalidMany(faults)
        stored = await stored_answers(application_id)
        changed = {code: sent for code, sent in answers.items() if not _same(stored.get(code), sent)}
        await _refuse_clashes(changed, stored)
        now = clock.now()
        for code, sent in changed.items():
            await _keep_answer(application_id, code, sent, stored.get(code), actor)
        revision = application.revision
        if changed:
            revision += 1
            await Application.filter(id=application_id).update(revision=revision)
            await record(
                actor=actor,
                tag="application:save",
                subject=("application", application_id),
                data={"criteria": sorted(changed), "revision": revision},
                place_code=application.place_code,
            )
    versions = {
        code: (stored[code].version if code in stored else 0) + (1 if code in changed else 0) for code in answers
    }
    return SavedAnswers(saved_at=now, versions=versions, revision=revision)


async def add_evidence(application_id: UUID, criterion: str, file_id: UUID, *, actor: Viewer, title: str = "") -> int:
    """Offer a stored file as evidence for a criterion; returns the application's new revision.

    The file must be the enterprise's own and not rejected. Adding it again changes its title only. Raises NotFound
    for an unknown criterion or a stranger's file, Invalid for the title or too many files, NotNow.
    """
    async with transaction():
        application = await _locked(application_id, actor)
        check_editable(State(application.state))
        await _check_criterion(application, criterion)
        file = await evidence_file(file_id, enterprise_id=application.enterprise_id)
        caption = clean_line(title, maximum=MAXIMUM_TITLE, field="title") or file.name
        others = EvidenceLink.filter(application_id=application_id, criterion=criterion, withdrawn_at=None)
        if await others.exclude(file_id=file_id).count() >= MAXIMUM_FILES:
            raise Invalid(
                "too-many-files",
                "At most {maximum} files fit one criterion.",
                hint="Combine the pages into fewer files.",
                field=criterion,
                maximum=MAXIMUM_FILES,
            )
        renewed = await EvidenceLink.filter(application_id=application_id, criterion=criterion, file_id=file_id).update(
            title=caption, withdrawn_at=None
        )
        if not renewed:
            await EvidenceLink.create(
                application_id=application_id,
                criterion=criterion,
                file_id=file_id,
                sha256=file.sha256,
                title=caption,
                added_at=clock.now(),
                added_by=actor.account_id,
            )
        await Application.filter(id=application_id).update(revision=F("revision") + 1)
        await record(
            actor=actor,
            tag="evidence:add",
            subject=("application", application_id),
            data={"criterion": criterion, "file": file_id, "sha256": file.sha256},
            place_code=application.place_code,
        )
    return application.revision + 1


async def withdraw_evidence(application_id: UUID, criterion: str, file_id: UUID, *, actor: Viewer) -> int:
    """Take a file back before handing in; returns the application's new revision. What was handed in keeps it."""
    async with transaction():
        application = await _locked(application_id, actor)
        check_editable(State(application.state))
        await _check_criterion(application, criterion)
        taken = await EvidenceLink.filter(
            application_id=application_id, criterion=criterion, file_id=file_id, withdrawn_at=None
        ).update(withdrawn_at=clock.now())
        if not taken:
            raise NotFound("evidence")
        await Application.filter(id=application_id).update(revision=F("revision") + 1)
        await record(
            actor=actor,
            tag="evidence:withdraw",
            subject=("application", application_id),
            data={"criterion": criterion, "file": file_id},
            place_code=application.place_code,
        )
    return application.revision + 1


async def submit(application_id: UUID, *, actor: Viewer, revision: int, on: date) -> UUID:
    """Hand in what the person saw at `revision`, frozen for ever; returns the submission, the same for a double click.

    Raises NotComplete with everything that is missing, Conflict `application-changed` if something was saved after the
    page was shown, NotNow in another state or outside the round's window, NotFound for a stranger's.
    """
    async with transaction():
        application = await _locked(application_id, actor)
        made = await Submission.get_or_none(application_id=application_id, revision=revision)
        if made is not None:
            return made.id
        state = State(application.state)
        step = submission_step(state)
        if application.revision != revision:
            raise Conflict(
                "application-changed",
                "Something was saved in another window or by a colleague since you opened this page.",
                hint="Look the application over once more, then hand it in.",
            )
        call = await Round.get(id=application.round_id)
        check_submission_day(state, call.opens_on, call.closes_on, on)
        if state is State.DRAFT:
            check_edition(application.edition, await _judging(application, on))
        number = 1 + await Submission.filter(application_id=application_id).count()
        submission = await frozen_submission(application, call, number=number, actor=actor, on=on)
        await submission.save()
        await transitions.apply(application_id, step, on=on, actor=actor)
        await enqueue(
            "assessments.score", {"submission_id": str(submission.id)}, key=f"assessments.score:{submission.id}"
        )
        await record(
            actor=actor,
            tag="application:submit",
            subject=("application", application_id),
            data={"submission": submission.id, "number": submission.number, "sha256": submission.sha256},
            on=on,
            place_code=application.place_code,
        )
    return submission.id


async def withdraw(application_id: UUID, *, actor: Viewer, on: date) -> None:
    """Give up an application, at any time before the public notice. Withdrawing twice is withdrawing once."""
    async with transaction():
        application = await _locked(application_id, actor)
        if application.state == State.WITHDRAWN:
            return
        await transitions.apply(application_id, Transition.WITHDRAW, on=on, actor=actor)
        await record(
            actor=actor,
            tag="application:withdraw",
            subject=("application", application_id),
            data={"from": application.state},
            on=on,
            place_code=application.place_code,
        )


async def _judging(application: Application, on: date) -> str:
    """The edition that would judge a draft handed in on a day."""
    return judging_edition(
        await criteria.terms_of(application.scheme, application.place_code),
        bound=application.edition,
        on=on,
        renewal=application.renews_certificate_id is not None,
    )


def _check_owner(actor: Viewer, enterprise_id: UUID) -> None:
    if not (actor.is_system or enterprise_id in actor.enterprises_for(Permission.APPLICATION_FILL_OWN)):
        raise NotFound("application")


async def _check_criterion(application: Application, criterion: str) -> None:
    edition = await criteria.edition_named(application.scheme, application.edition)
    if criterion not in edition.by_code:
        raise NotFound("criterion")


async def _locked(application_id: UUID, actor: Viewer) -> Application:
    """The application, locked until the transaction ends, so that everything done to it happens one after the other."""
    application = await Application.filter(id=application_id).select_for_update().first()
    if application is None:
        raise NotFound("application")
    _check_owner(actor, application.enterprise_id)
    return application


def _same(stored: Answer | None, sent: AnswerInput) -> bool:
    if stored is None:
        return sent.value is None and not sent.note
    if stored.carried_on is not None:
        return False
    return bool(stored.value == sent.value and stored.note == sent.note) and type(stored.value) is type(sent.value)


async def _refuse_clashes(changed: Mapping[str, AnswerInput], stored: Mapping[str, Answer]) -> None:
    newer = [stored[code] for code, sent in changed.items() if code in stored and stored[code].version != sent.version]
    if not newer:
        return
    names = await account_names([row.saved_by for row in newer if row.saved_by])
    raise AnswerConflict(
        [
            Clash(
                criterion=row.criterion,
                stored_value=row.value,
                stored_note=row.note,
                stored_version=row.version,
                saved_at=row.saved_at,
                saved_by=names.get(row.saved_by, "") if row.saved_by else "",
                sent_value=changed[row.criterion].value,
                sent_note=changed[row.criterion].note,
            )
            for row in newer
        ]
    )


async def _keep_answer(
    application_id: UUID, criterion: str, sent: AnswerInput, stored: Answer | None, actor: Viewer
) -> None:
    content: dict[str, Any] = {
        "value": boxed(sent.value),
        "note": sent.note,
        "saved_at": clock.now(),
        "saved_by": actor.account_id,
        "carried_on": None,
    }
    if stored is None:
        await Answer.create(application_id=application_id, criterion=criterion, **content)
    else:
        await Answer.filter(id=stored.id).update(version=F("version") + 1, **content)
