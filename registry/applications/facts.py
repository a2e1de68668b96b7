"""What other areas ask about applications inside their own, already authorised, work: no viewer is asked.

What a person may see is `queries.py`'s; going through all that was ever handed in is `archive.py`'s.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from registry import clock
from registry.applications import snapshot
from registry.applications.models import Application, Round, Submission
from registry.applications.rules import State, is_late
from registry.applications.schemas import ApplicationFacts, ApplicationRow, FrozenSubmission
from registry.enterprises.queries import sites_for_system
from registry.errors import NotFound


async def application_for_system(application_id: UUID) -> ApplicationFacts:
    """An application's facts, whoever asks; NotFound if there is none."""
    row = await Application.get_or_none(id=application_id).select_related("round")
    if row is None:
        raise NotFound("application")
    latest = await Submission.filter(application_id=application_id).order_by("-number").first().only("id")
    return ApplicationFacts(
        id=row.id,
        scheme=row.scheme,
        round_id=row.round_id,
        year=row.round.year,
        enterprise_id=row.enterprise_id,
        site_id=row.site_id,
        place_code=row.place_code,
        edition=row.edition,
        state=State(row.state),
        revision=row.revision,
        latest_submission_id=latest.id if latest else None,
        renews_certificate_id=row.renews_certificate_id,
    )


async def renewing_for_system(certificate_ids: Collection[UUID]) -> UUID | None:
    """The application, under way or successful, that renews one of these certificates (the versions of a number)."""
    lost = [State.DECLINED, State.WITHDRAWN]
    rows = Application.filter(renews_certificate_id__in=list(certificate_ids)).exclude(state__in=lost)
    found = await rows.order_by("-opened_at").first()
    return None if found is None else found.id


async def rows_for_system(application_ids: Iterable[UUID]) -> dict[UUID, ApplicationRow]:
    """Rows of lists that other areas make; unknown ids are left out."""
    found = await rows_of(await Application.filter(id__in=list(application_ids)))
    return {row.id: row for row in found}


async def submission_for_system(submission_id: UUID) -> FrozenSubmission:
    """A frozen submission, whoever asks; NotFound if there is none."""
    row = await Submission.get_or_none(id=submission_id).select_related("application")
    if row is None:
        raise NotFound("submission")
    return as_frozen(row)


def as_frozen(row: Submission) -> FrozenSubmission:
    """A row of the table, fetched with its application, as everybody else sees it."""
    return FrozenSubmission(
        id=row.id,
        application_id=row.application_id,
        number=row.number,
        scheme=row.application.scheme,
        edition=row.edition,
        edition_digest=row.edition_digest,
        format=row.snapshot["edition"]["format"],
        facts=snapshot.facts_of(row.snapshot),
        notes=snapshot.notes_of(row.snapshot),
        evidence=snapshot.evidence_of(row.snapshot),
        submitted_on=row.submitted_on,
        submitted_at=row.submitted_at,
        sha256=row.sha256,
        snapshot=row.snapshot,
    )


async def rows_of(applications: Iterable[Application]) -> list[ApplicationRow]:
    """Applications as lists show them, in the same order."""
    rows = list(applications)
    sites = await sites_for_system({row.site_id for row in rows})
    years = {row.id: row.year for row in await Round.filter(id__in={row.round_id for row in rows}).only("id", "year")}
    handed_in = Submission.filter(application_id__in=[row.id for row in rows]).order_by("number")
    latest = {
        each.application_id: each for each in await handed_in.only("id", "application_id", "number", "submitted_at")
    }
    today = clock.today()
    return [
        ApplicationRow(
            id=row.id,
            scheme=row.scheme,
            year=years[row.round_id],
            round_id=row.round_id,
            enterprise_id=row.enterprise_id,
            enterprise_name=sites[row.site_id].enterprise_name,
            site_id=row.site_id,
            site_name=sites[row.site_id].name,
            place_code=row.place_code,
            state=State(row.state),
            due_on=row.due_on,
            late=is_late(State(row.state), row.due_on, today),
            submissions=latest[row.id].number if row.id in latest else 0,
            submitted_at=latest[row.id].submitted_at if row.id in latest else None,
            opened_at=row.opened_at,
        )
        for row in rows
    ]
