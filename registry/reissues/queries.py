"""Questions about re-issues: what waits to be confirmed, what became of proposals, what would be printed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from registry.accounts import queries as accounts
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.errors import NotFound
from registry.issuance import previews
from registry.issuance.queries import facts_for_system
from registry.jurisdictions.rules import stem_of
from registry.reissues import rules
from registry.reissues.models import Reissue
from registry.reissues.rules import ReissueState
from registry.reissues.schemas import Changed, Preview, ReissueView

MOST = 200


async def reissues(
    viewer: Viewer, *, state: ReissueState | None = ReissueState.PROPOSED, number: str = ""
) -> list[ReissueView]:
    """Proposals of the viewer's places, newest first: the open ones, those of another state, or (None) all; of one number."""
    wanted = Q() if state is None else Q(state=state)
    return await _seen(viewer, wanted & Q(number=number) if number else wanted)


async def reissue(viewer: Viewer, reissue_id: UUID) -> ReissueView:
    """One proposal. Raises NotFound outside the viewer's places."""
    found = await _seen(viewer, Q(id=reissue_id))
    if not found:
        raise NotFound("reissue")
    return found[0]


async def preview(
    viewer: Viewer, certificate_id: UUID, reason: str, changes: Mapping[str, str], *, on: date
) -> Preview:
    """What a re-issue with these changes would print. Raises as `actions.propose`, and changes nothing."""
    facts = await facts_for_system(certificate_id)
    if not viewer.may_at(Permission.REISSUE_PROPOSE, facts.place_code):
        raise NotFound("certificate")
    wanted = rules.clean_changes(facts.record, reason, changes)
    return Preview(facts.record, await previews.reissue_preview(certificate_id, wanted, on=on))


async def preview_of(viewer: Viewer, reissue_id: UUID, *, on: date) -> Preview | None:
    """What confirming an open proposal would print; None once it is settled. Raises NotFound, and what hinders it."""
    found = await reissue(viewer, reissue_id)
    if found.state is not ReissueState.PROPOSED:
        return None
    facts = await facts_for_system(found.certificate_id)
    changes = {each.field: each.after for each in found.changes}
    return Preview(facts.record, await previews.reissue_preview(found.certificate_id, changes, on=on))


async def _seen(viewer: Viewer, wanted: Q) -> list[ReissueView]:
    stems = {stem_of(code) for code in viewer.places_for(Permission.CERTIFICATE_READ)}
    if not stems:
        return []
    within = Q(*(Q(place_code__startswith=stem) for stem in sorted(stems)), join_type="OR")
    rows = await Reissue.filter(wanted & within).order_by("-proposed_at", "id").limit(MOST)
    people = {row.proposed_by for row in rows} | {row.decided_by for row in rows if row.decided_by}
    names = await accounts.account_names(people)
    return [await _view(viewer, row, names) for row in rows]


async def _view(viewer: Viewer, row: Reissue, names: Mapping[UUID, str]) -> ReissueView:
    record = (await facts_for_system(row.certificate_id)).record
    return ReissueView(
        id=row.id,
        certificate_id=row.certificate_id,
        number=row.number,
        version=record.version,
        site_name=record.holder,
        enterprise_name=record.enterprise,
        place_code=row.place_code,
        reason=row.reason,
        document_number=row.document_number,
        note=row.note,
        changes=tuple(Changed(name, str(getattr(record, name)), text) for name, text in row.changes.items()),
        state=ReissueState(row.state),
        proposed_by_name=names.get(row.proposed_by, ""),
        proposed_on=row.proposed_on,
        proposed_at=row.proposed_at,
        decided_by_name=names.get(row.decided_by, "") if row.decided_by else "",
        decided_on=row.decided_on,
        remark=row.remark,
        issued_id=row.issued_id,
        own=row.proposed_by == viewer.account_id,
    )
