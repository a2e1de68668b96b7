"""Questions about editions: those shipped and published, which one judges, and the drafts that bureaus write.

Reading files is `scoring.loader`'s, keeping what is published in the process `shelf.py`'s.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from registry.accounts.queries import account_names
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.editions import shelf
from registry.editions.contents import Content, criteria_of
from registry.editions.judging import judged, worked
from registry.editions.models import EditionDraft
from registry.editions.rules import DraftState, edition_name
from registry.editions.schemas import DraftRow, DraftView, Published
from registry.errors import Invalid, NotFound
from registry.jurisdictions.rules import covers, stem_of
from scoring.diff import Change, diff
from scoring.drafting import Written, missing_english
from scoring.editions import Edition
from scoring.faults import NoEdition
from scoring.in_force import edition_on
from scoring.loader import Library

SHIPPED = shelf.SHIPPED
"""The editions that come as files, with their schemes and documents: known without asking the database."""


async def library() -> Library:
    """The shipped editions and after them the published ones, with documents and crosswalks.

    Raises Misconfigured `edition-changed` if a published one is not what was published.
    """
    return (await shelf.current()).library


async def published() -> tuple[Published, ...]:
    """Every published edition, by scheme and place, oldest first. Raises as `library`."""
    return (await shelf.current()).published


async def issued() -> dict[tuple[str, str], Published]:
    """Published editions by scheme and name, with who issued them and by which document. Raises as `library`."""
    return {(each.edition.scheme, each.edition.edition): each for each in await published()}


async def edition_named(scheme: str, edition: str) -> Edition:
    """A shipped or published edition by its name. Raises NoEdition `unknown-edition`, Misconfigured as `library`."""
    try:
        return SHIPPED.get(scheme, edition)
    except NoEdition:
        return (await library()).get(scheme, edition)


async def edition_in_force(scheme: str, on: date, place_code: str) -> Edition:
    """What judges on a day at a place: the edition of its own province, otherwise the shipped one. Raises NoEdition."""
    own = [each for each in await published() if each.edition.scheme == scheme and covers(each.place_code, place_code)]
    return next((each.edition for each in own if _holds(each.edition, on)), None) or edition_on(scheme, on, SHIPPED)


def _holds(edition: Edition, on: date) -> bool:
    return edition.in_force_from <= on and (edition.in_force_until is None or on <= edition.in_force_until)


async def drafts(viewer: Viewer, *, states: Collection[DraftState] = ()) -> list[DraftRow]:
    """Drafts of the viewer's places, last saved first; `states` empty: all but the discarded."""
    stems = [stem_of(code) for code in viewer.places_for(Permission.EDITION_READ)]
    if not stems:
        return []
    wanted = states or (DraftState.OPEN, DraftState.PROPOSED, DraftState.PUBLISHED)
    here = Q(*(Q(place_code__startswith=stem) for stem in stems), join_type="OR")
    rows = await EditionDraft.filter(here, state__in=list(wanted)).order_by("-saved_at", "id")
    names = await account_names([row.saved_by for row in rows if row.saved_by])
    return [
        DraftRow(
            id=row.id,
            scheme=row.scheme,
            place_code=row.place_code,
            state=DraftState(row.state),
            title=_title(row.content),
            source=row.source,
            first_day=str(row.content.get("in_force_from") or ""),
            criteria=sum(1 for _ in criteria_of(row.content)),
            saved_at=row.saved_at,
            saved_by=names.get(row.saved_by, "") if row.saved_by else "",
            proposed_at=row.proposed_at,
            own=row.proposed_by is not None and row.proposed_by == viewer.account_id,
        )
        for row in rows
    ]


async def draft(viewer: Viewer, draft_id: UUID) -> DraftView:
    """A draft with what it amounts to. Raises NotFound outside the viewer's places."""
    row = await _visible(viewer, draft_id)
    earlier = await _earlier(row)
    former = _followed(row, earlier)
    written, state = written_of(row, former), DraftState(row.state)
    names = await account_names([each for each in (row.created_by, row.saved_by, row.proposed_by) if each])
    first_day = written.edition.in_force_from if written.edition else None
    return DraftView(
        id=row.id,
        scheme=row.scheme,
        place_code=row.place_code,
        state=state,
        source=row.source,
        content=row.content,
        report=row.report,
        cases=worked(row.content, row.cases, chinese_only=row.chinese_only),
        chinese_only=row.chinese_only,
        document_number=row.document_number,
        remark=row.remark,
        created_at=row.created_at,
        created_by=names.get(row.created_by, "") if row.created_by else "",
        saved_at=row.saved_at,
        saved_by=names.get(row.saved_by, "") if row.saved_by else "",
        proposed_at=row.proposed_at,
        proposed_by=names.get(row.proposed_by, "") if row.proposed_by else "",
        own_proposal=viewer.account_id is not None and viewer.account_id in {row.proposed_by, row.saved_by},
        written=written,
        missing_english=missing_english(row.content),
        edits=state is DraftState.OPEN and viewer.may_at(Permission.EDITION_DRAFT, row.place_code),
        publishes=state is DraftState.PROPOSED and viewer.may_at(Permission.EDITION_PUBLISH, row.place_code),
        edition=edition_name(row.place_code, first_day),
        earlier=earlier,
        former=former,
    )


async def draft_edition(viewer: Viewer, draft_id: UUID) -> Edition:
    """The edition that a draft makes, for trying it out before it is law.

    Raises NotFound, Invalid `draft-incomplete` while it does not make one.
    """
    written = await written_now(await _visible(viewer, draft_id))
    if written.edition is None or written.errors:
        raise Invalid(
            "draft-incomplete",
            "{count} things still have to be mended before this draft can be law.",
            hint="The draft's page lists them.",
            count=len(written.errors),
        )
    return written.edition


async def draft_diff(viewer: Viewer, draft_id: UUID, on: date) -> tuple[Edition, Edition, tuple[Change, ...]]:
    """The edition in force at the draft's place on a day, the draft's own, and every difference, clause by clause.

    Raises as `draft_edition`, NoEdition if none is in force.
    """
    row = await _visible(viewer, draft_id)
    new = await draft_edition(viewer, draft_id)
    old = await edition_in_force(row.scheme, on, row.place_code)
    return old, new, diff(old, new, (await library()).crosswalk(old, new))


async def written_now(row: EditionDraft) -> Written:
    """What a row's data amount to, beside the editions that there are now. Only this area calls it."""
    return written_of(row, _followed(row, await _earlier(row)))


def written_of(row: EditionDraft, former: Edition | None) -> Written:
    """What a row's data amount to, if `former` is what it follows. Pure, though it takes a row: only this area calls it."""
    return judged(
        row.content,
        scheme=row.scheme,
        place_code=row.place_code,
        sources=SHIPPED.sources,
        chinese_only=row.chinese_only,
        former=former,
    )


async def _earlier(row: EditionDraft) -> tuple[Edition, ...]:
    """The editions that a draft may follow: those shipped and those of its own province, oldest first."""
    own = [each.edition for each in await published() if each.place_code == row.place_code]
    known = (*SHIPPED.of(row.scheme), *(edition for edition in own if edition.scheme == row.scheme))
    return tuple(sorted(known, key=lambda edition: edition.in_force_from))


def _followed(row: EditionDraft, earlier: Collection[Edition]) -> Edition | None:
    return next((edition for edition in earlier if edition.edition == row.content.get("follows")), None)


def _title(content: Content) -> dict[str, str]:
    """The title as far as it is one."""
    title = content.get("title")
    return {key: str(text) for key, text in title.items()} if isinstance(title, dict) else {}


async def _visible(viewer: Viewer, draft_id: UUID) -> EditionDraft:
    row = await EditionDraft.get_or_none(id=draft_id)
    if row is None or not viewer.may_at(Permission.EDITION_READ, row.place_code):
        raise NotFound("draft")
    return row
