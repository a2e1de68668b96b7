"""Questions about rounds, applications and submissions, each seen only by those whom it concerns.

Members see their enterprise's applications from the first line on. An office sees those of its places once they have
been handed in, and then what was handed in, never a draft. Experts see those named in `also_ids`, which the area that
assigned them passes. What other areas ask, without a viewer, is `facts.py`'s.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from registry import clock
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.applications import criteria, forms, opening, snapshot
from registry.applications.carrying import is_old
from registry.applications.drafts import facts_of, offered_evidence, stored_answers
from registry.applications.facts import application_for_system, rows_of, submission_for_system
from registry.applications.models import Application, EvidenceLink, Round, StateChange, Submission
from registry.applications.rules import (
    EDITABLE,
    State,
    Transition,
    check_editable,
    is_late,
    judging_edition,
    transitions_from,
)
from registry.applications.schemas import (
    ApplicationFacts,
    ApplicationPage,
    ApplicationRow,
    ApplicationView,
    EvidenceItem,
    FrozenSubmission,
    HistoryEntry,
    QueueFilter,
    RoundView,
    ShownAnswer,
    Start,
    SubmissionRow,
)
from registry.enterprises.queries import site_for_system, site_ids_named_for_system
from registry.errors import NotFound
from registry.jurisdictions.rules import stem_of
from registry.storage.queries import file_infos, open_for_area
from registry.storage.schemas import OpenedFile
from scoring.editions import Edition
from scoring.engine import score
from scoring.scorecard import Scorecard


async def rounds(*, scheme: str = "", on: date | None = None) -> list[RoundView]:
    """Rounds, newest first; with `on` those open that day. Rounds are announced publicly, so no viewer is asked."""
    wanted = Q() if on is None else Q(opens_on__lte=on, closes_on__gte=on)
    rows = await Round.filter(wanted).order_by("-year", "scheme", "place_code")
    return [_round(row) for row in rows if scheme in {"", row.scheme}]


async def round_by_id(round_id: UUID) -> RoundView:
    """One round; NotFound if there is none."""
    row = await Round.get_or_none(id=round_id)
    if row is None:
        raise NotFound("round")
    return _round(row)


async def mine(viewer: Viewer) -> list[ApplicationRow]:
    """The applications of the viewer's own enterprises, newest first."""
    own = viewer.enterprises_for(Permission.APPLICATION_READ_OWN)
    return await rows_of(await Application.filter(enterprise_id__in=own).order_by("-opened_at", "id"))


async def queue(viewer: Viewer, filters: QueueFilter | None = None) -> ApplicationPage:
    """What the viewer's office has been handed, longest waiting first; nothing without an office."""
    asked = filters or QueueFilter()
    stems = [stem_of(code) for code in viewer.places_for(Permission.APPLICATION_READ)]
    if not stems:
        return ApplicationPage(items=(), total=0, page=asked.page, size=asked.size)
    # Number 1 exists once for each application that was ever handed in, so the join multiplies nothing.
    wanted = Q(submissions__number=1) & Q(*(Q(place_code__startswith=stem) for stem in stems), join_type="OR")
    if asked.scheme:
        wanted &= Q(scheme=asked.scheme)
    if asked.year is not None:
        wanted &= Q(round__year=asked.year)
    if asked.round_id is not None:
        wanted &= Q(round_id=asked.round_id)
    if asked.states:
        wanted &= Q(state__in=asked.states)
    if asked.place_code:
        wanted &= Q(place_code__startswith=stem_of(asked.place_code))
    if asked.text:
        wanted &= Q(site_id__in=await site_ids_named_for_system(asked.text))
    found = Application.filter(wanted)
    rows = (
        await found.order_by("submissions__submitted_at", "id").offset((asked.page - 1) * asked.size).limit(asked.size)
    )
    return ApplicationPage(
        items=tuple(await rows_of(rows)), total=await found.count(), page=asked.page, size=asked.size
    )


async def application(viewer: Viewer, application_id: UUID, *, also_ids: Collection[UUID] = ()) -> ApplicationView:
    """An application with its form: to members as it is being filled, to officials as it was last handed in.

    Raises NotFound if it is not the viewer's to see.
    """
    facts = await visible(viewer, application_id, also_ids=also_ids)
    member = facts.enterprise_id in viewer.enterprises_for(Permission.APPLICATION_READ_OWN)
    site = await site_for_system(facts.site_id)
    call = await round_by_id(facts.round_id)
    row = await Application.get(id=application_id)
    edition = await criteria.edition_named(facts.scheme, facts.edition)
    latest = await submission_for_system(facts.latest_submission_id) if facts.latest_submission_id else None
    if latest is None or (member and facts.state in EDITABLE):
        answers, evidence = await _draft(application_id)
        form = criteria.known_format(edition, site.format)
    else:
        answers, evidence = await _handed_in(latest)
        form = latest.format
    filled = forms.filled(edition, form, answers, evidence)
    judge = await _judge(row, edition)
    fills = facts.enterprise_id in viewer.enterprises_for(Permission.APPLICATION_FILL_OWN)
    return ApplicationView(
        id=facts.id,
        scheme=facts.scheme,
        year=facts.year,
        round_id=facts.round_id,
        round_title={"zh": call.title_zh, "en": call.title_en},
        round_opens_on=call.opens_on,
        round_closes_on=call.closes_on,
        enterprise_id=facts.enterprise_id,
        enterprise_name=site.enterprise_name,
        uscc=site.uscc,
        site_id=facts.site_id,
        site_name=site.name,
        place_code=facts.place_code,
        state=facts.state,
        revision=facts.revision,
        edition=facts.edition,
        edition_title={"zh": edition.title.zh, "en": edition.title.en},
        judged_by=judge.edition,
        judged_by_title={"zh": judge.title.zh, "en": judge.title.en},
        renews_certificate_id=row.renews_certificate_id,
        carried_from_id=row.carried_from_id,
        carried_on=await _day_of(row.carried_from_id),
        due_on=row.due_on,
        late=is_late(facts.state, row.due_on, clock.today()),
        editable=fills and facts.state in EDITABLE,
        may_submit=fills and facts.state in EDITABLE and not filled.missing,
        may_withdraw=fills and Transition.WITHDRAW in transitions_from(facts.state),
        latest_submission_id=facts.latest_submission_id,
        latest_submission_number=latest.number if latest else 0,
        chapters=filled.chapters,
        scorecard=filled.scorecard,
        missing=filled.missing,
    )


async def evidence_file(
    viewer: Viewer, application_id: UUID, file_id: UUID, *, also_ids: Collection[UUID] = ()
) -> OpenedFile:
    """One file of the application's evidence, to read: members any they offered, officials those handed in.

    Raises NotFound, NotNow while it is being scanned, Unavailable.
    """
    facts = await visible(viewer, application_id, also_ids=also_ids)
    if facts.enterprise_id in viewer.enterprises_for(Permission.APPLICATION_READ_OWN):
        offered = await EvidenceLink.filter(application_id=application_id, file_id=file_id).exists()
    else:
        documents = await Submission.filter(application_id=application_id).only("id", "snapshot")
        offered = any(item.file_id == file_id for row in documents for item in snapshot.evidence_of(row.snapshot))
    if not offered:
        raise NotFound("file")
    return await open_for_area(file_id)


async def draft_scorecard(viewer: Viewer, application_id: UUID) -> Scorecard:
    """What the answers amount to as they stand in the form, for its members. Raises NotFound for anybody else."""
    facts = await visible(viewer, application_id)
    if facts.enterprise_id not in viewer.enterprises_for(Permission.APPLICATION_READ_OWN):
        raise NotFound("application")
    edition, site = await criteria.edition_named(facts.scheme, facts.edition), await site_for_system(facts.site_id)
    stated = facts_of(await stored_answers(application_id))
    return score(edition, stated, format=criteria.known_format(edition, site.format))


async def history(viewer: Viewer, application_id: UUID, *, also_ids: Collection[UUID] = ()) -> list[HistoryEntry]:
    """Every step that was taken, oldest first. NotFound if the application is not the viewer's to see."""
    await visible(viewer, application_id, also_ids=also_ids)
    changes = await StateChange.filter(application_id=application_id).order_by("at", "id")
    return [
        HistoryEntry(
            transition=Transition(change.transition),
            from_state=State(change.from_state),
            to_state=State(change.to_state),
            effective_on=change.effective_on,
            at=change.at,
        )
        for change in changes
    ]


async def submissions(viewer: Viewer, application_id: UUID, *, also_ids: Collection[UUID] = ()) -> list[SubmissionRow]:
    """Every handing-in, newest first. NotFound if the application is not the viewer's to see."""
    await visible(viewer, application_id, also_ids=also_ids)
    return [
        SubmissionRow(
            id=row.id,
            number=row.number,
            submitted_on=row.submitted_on,
            submitted_at=row.submitted_at,
            sha256=row.sha256,
        )
        for row in await Submission.filter(application_id=application_id).order_by("-number")
    ]


async def submission(viewer: Viewer, submission_id: UUID, *, also_ids: Collection[UUID] = ()) -> FrozenSubmission:
    """One handing-in, as it is for ever. `also_ids` are application ids."""
    found = await submission_for_system(submission_id)
    await visible(viewer, found.application_id, also_ids=also_ids)
    return found


async def visible(viewer: Viewer, application_id: UUID, *, also_ids: Collection[UUID] = ()) -> ApplicationFacts:
    """What the viewer may know at all: the application's facts, or NotFound. Other areas guard their pages with this."""
    found = await application_for_system(application_id)
    if found.enterprise_id in viewer.enterprises_for(Permission.APPLICATION_READ_OWN):
        return found
    official = viewer.may_at(Permission.APPLICATION_READ, found.place_code) or application_id in also_ids
    if not official or found.latest_submission_id is None:
        raise NotFound("application")
    return found


async def fillable(viewer: Viewer, application_id: UUID) -> ApplicationFacts:
    """An application into which the viewer may put something now, asked before bytes are received.

    Raises NotFound for a stranger's, NotNow `application-not-editable` once it is handed in.
    """
    found = await application_for_system(application_id)
    if found.enterprise_id not in viewer.enterprises_for(Permission.APPLICATION_FILL_OWN):
        raise NotFound("application")
    check_editable(found.state)
    return found


async def beginning(viewer: Viewer, site_id: UUID, scheme: str, *, on: date, held: str | None = None) -> Start | None:
    """What a form of the viewer's own site would begin with if it were opened on a day; None when nothing was handed in
    before, or for a stranger. `held`: for a renewal, the edition of the certificate.
    """
    site, earlier = await site_for_system(site_id), await opening.last_handed_in(site_id, scheme)
    if earlier is None or site.enterprise_id not in viewer.enterprises_for(Permission.APPLICATION_READ_OWN):
        return None
    edition = await opening.edition_to_open(scheme, site.place_code, on=on, held=held)
    found = await opening.beginning_of(scheme, edition, earlier, site.format)
    asked = [item for item in edition.criteria if item.applies(criteria.known_format(edition, site.format))]
    files = await file_infos({item.file_id for item in found.evidence})
    return Start(
        submission_id=earlier.id,
        handed_in_on=earlier.submitted_on,
        same_criteria=edition.digest == earlier.edition_digest,
        edition_title={"zh": edition.title.zh, "en": edition.title.en},
        asked=len(asked),
        answers=len(found.answers),
        files=len(files),
        old_files=sum(is_old(clock.day_of(info.created_at), on) for info in files.values()),
    )


async def _judge(row: Application, bound: Edition) -> Edition:
    """The edition that would judge an application handed in today; the bound one once it was handed in."""
    if row.state != State.DRAFT:
        return bound
    terms = await criteria.terms_of(row.scheme, row.place_code)
    renewal = row.renews_certificate_id is not None
    name = judging_edition(terms, bound=row.edition, on=clock.today(), renewal=renewal)
    return bound if name == row.edition else await criteria.edition_named(row.scheme, name)


async def _day_of(submission_id: UUID | None) -> date | None:
    row = None if submission_id is None else await Submission.get_or_none(id=submission_id).only("id", "submitted_on")
    return None if row is None else row.submitted_on


async def _draft(application_id: UUID) -> tuple[dict[str, ShownAnswer], tuple[EvidenceItem, ...]]:
    stored = await stored_answers(application_id)
    answers = {
        code: ShownAnswer(
            value=row.value, note=row.note, version=row.version, saved_at=row.saved_at, carried_on=row.carried_on
        )
        for code, row in stored.items()
    }
    return answers, await offered_evidence(application_id)


async def _handed_in(latest: FrozenSubmission) -> tuple[dict[str, ShownAnswer], tuple[EvidenceItem, ...]]:
    document = latest.snapshot["answers"]
    answers = {code: ShownAnswer(value=answer["value"], note=answer["note"]) for code, answer in document.items()}
    files = await file_infos({item.file_id for item in latest.evidence})
    evidence = tuple(
        EvidenceItem(
            criterion=item.criterion,
            file_id=item.file_id,
            title=item.title,
            name=files[item.file_id].name,
            media_type=item.media_type,
            size=item.size,
            sha256=item.sha256,
            state=files[item.file_id].state,
        )
        for item in latest.evidence
    )
    return answers, evidence


def _round(row: Round) -> RoundView:
    return RoundView(
        id=row.id,
        scheme=row.scheme,
        year=row.year,
        place_code=row.place_code,
        title_zh=row.title_zh,
        title_en=row.title_en,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        document_number=row.document_number,
    )
