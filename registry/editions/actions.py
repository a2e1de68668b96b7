"""Verbs of writing an edition: begin it from a table or an edition, save its pieces, propose it, publish it.

One officer proposes, another publishes; what is published never changes again. What makes sense is `scoring/`'s to say.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from certificates.log_entries import Kind, edition_entry
from registry import clock
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.editions import contents, queries, rules, tables
from registry.editions.contents import Content, DraftConflict
from registry.editions.judging import worked
from registry.editions.models import EditionDraft, PublishedEdition
from registry.editions.rules import DraftState
from registry.errors import Conflict, Forbidden, Invalid, NotFound
from registry.transparency.actions import append
from scoring.digest import plain
from scoring.editions import Edition
from scoring.faults import NoEdition


async def import_table(
    content: bytes, *, filename: str, scheme: str, place_code: str, actor: Viewer, on: date, sheet: str = ""
) -> UUID:
    """Begin a draft from a bureau's own table, XLSX or CSV; returns its id.

    What tables do not say is taken over from the edition in force. Raises Forbidden outside the actor's province,
    Invalid or TooLarge for a file in which no table is found.
    """
    base = await _begins(scheme, place_code, actor=actor, on=on)
    found = await asyncio.to_thread(tables.understood, content, filename=filename, wanted=sheet)
    written = contents.check_content(contents.from_table(found.draft, base, title=found.title))
    async with transaction():
        row = await _created(scheme, place_code, written, filename, actor=actor, report=found.report, chinese_only=True)
        await record(
            actor=actor,
            tag="edition:import",
            subject=("edition-draft", row.id),
            data={"scheme": scheme, "file": filename[:200], "rows": len(found.draft.items)},
            on=on,
            place_code=place_code,
        )
    return row.id


async def copy_edition(scheme: str, edition: str, *, place_code: str, actor: Viewer, on: date) -> UUID:
    """Begin a draft from an edition, shipped or published; returns its id. Raises Forbidden, NotFound."""
    await _begins(scheme, place_code, actor=actor, on=on)
    try:
        source = await queries.edition_named(scheme, edition)
    except NoEdition:
        raise NotFound("edition") from None
    written = contents.from_edition(source, queries.SHIPPED.sources)
    async with transaction():
        row = await _created(scheme, place_code, written, f"{scheme}/{edition}", actor=actor)
        await record(
            actor=actor,
            tag="edition:copy",
            subject=("edition-draft", row.id),
            data={"scheme": scheme, "edition": edition, "digest": source.digest},
            on=on,
            place_code=place_code,
        )
    return row.id


async def save_settings(draft_id: UUID, settings: Content, *, seen: str, chinese_only: bool, actor: Viewer) -> None:
    """Save all but the criteria, however incomplete. `seen` is `contents.seen` of the settings that the page showed.

    Raises NotFound, NotNow `draft-closed`, DraftConflict, Invalid `chapter-not-empty`.
    """

    def change(content: Content) -> Content:
        stored = contents.settings_of(content)
        changed = contents.with_settings(content, settings)
        if contents.seen(stored) != seen and stored != contents.settings_of(changed):
            raise DraftConflict(stored)
        return changed

    await _save(draft_id, change, actor=actor, piece="settings", chinese_only=chinese_only)


async def save_criterion(
    draft_id: UUID, code: str | None, row: Content, *, chapter: str, seen: str, actor: Viewer
) -> None:
    """Save one criterion, however incomplete; `code` None adds it. `seen` is of what the page showed, as [chapter, row].

    Raises NotFound, NotNow `draft-closed`, DraftConflict, Invalid for a code that is wrong or taken.
    """

    def change(content: Content) -> Content:
        if code is not None:
            stored = next(((part, own) for part, own in contents.criteria_of(content) if own["code"] == code), None)
            if stored is None:
                raise DraftConflict(None)
            if contents.seen(list(stored)) != seen and stored != (chapter, row):
                raise DraftConflict({"chapter": stored[0], "criterion": stored[1]})
        return contents.with_criterion(content, code, chapter, row)

    await _save(draft_id, change, actor=actor, piece=str(row.get("code", "")), renamed=(code, row.get("code")))


async def remove_criterion(draft_id: UUID, code: str, *, actor: Viewer) -> None:
    """Take one criterion out of the draft. Raises NotFound, NotNow `draft-closed`."""
    await _save(draft_id, lambda content: contents.without_criterion(content, code), actor=actor, piece=code)


async def save_content(
    draft_id: UUID, content: Content, *, seen: str, actor: Viewer, chinese_only: bool | None = None
) -> None:
    """Save a whole draft at once, as programs do. `seen` is `contents.seen` of the content that was read.

    Raises NotFound, NotNow `draft-closed`, DraftConflict, Invalid `draft-shape`, `criterion-code`.
    """
    checked = contents.check_content(content)

    def change(stored: Content) -> Content:
        if contents.seen(stored) != seen and stored != checked:
            raise DraftConflict(stored)
        return checked

    await _save(draft_id, change, actor=actor, piece="content", chinese_only=chinese_only)


async def save_cases(draft_id: UUID, cases: Sequence[Mapping[str, Any]], *, criterion: str, actor: Viewer) -> None:
    """Put these worked cases of one criterion in the place of those it had. Each is `{given, expect}`.

    Raises NotFound, NotNow `draft-closed`, Invalid `draft-cases` for too many.
    """
    async with transaction():
        row = await _open(draft_id, actor)
        contents.criterion_in(row.content, criterion)
        contents.check_plain(list(cases))
        others = [case for case in row.cases if case["criterion"] != criterion]
        kept = others + [{"criterion": criterion, **case} for case in cases]
        if len(kept) > rules.MOST_CASES:
            raise Invalid("draft-cases", "There are too many worked cases.", hint="Keep those that tell most.")
        await EditionDraft.filter(id=draft_id).update(cases=kept, **_saved(actor))
        await record(
            actor=actor,
            tag="edition:save",
            subject=("edition-draft", draft_id),
            data={"piece": criterion, "cases": len(cases)},
            place_code=row.place_code,
        )


async def propose(draft_id: UUID, *, document_number: str, actor: Viewer, on: date) -> None:
    """Put a finished draft before a second officer, with the number of the document that issues it.

    Raises NotFound, NotNow `draft-closed`, `draft-incomplete` or `draft-cases-fail`, Invalid for its first day.
    """
    number = rules.clean_number(document_number)
    async with transaction():
        row = await _open(draft_id, actor)
        edition = await _finished(row, on=on)
        await EditionDraft.filter(id=draft_id).update(
            state=DraftState.PROPOSED,
            document_number=number,
            remark="",
            proposed_at=clock.now(),
            proposed_by=actor.account_id,
            proposed_digest=edition.digest,
        )
        await record(
            actor=actor,
            tag="edition:propose",
            subject=("edition-draft", draft_id),
            data={"edition": edition.edition, "digest": edition.digest, "document_number": number},
            on=on,
            place_code=row.place_code,
        )


async def send_back(draft_id: UUID, *, remark: str, actor: Viewer) -> None:
    """A proposal is opened for changes again, by whoever may publish it or by an officer who writes drafts.

    Raises NotFound, NotNow `draft-not-proposed`, Invalid without a remark.
    """
    reason = rules.clean_reason(remark)
    async with transaction():
        row = await _locked(draft_id, actor, Permission.EDITION_PUBLISH, Permission.EDITION_DRAFT)
        rules.check_proposed(DraftState(row.state))
        await EditionDraft.filter(id=draft_id).update(
            state=DraftState.OPEN, remark=reason, proposed_at=None, proposed_by=None, proposed_digest=""
        )
        await record(
            actor=actor,
            tag="edition:return",
            subject=("edition-draft", draft_id),
            data={"remark": reason},
            place_code=row.place_code,
        )


async def publish(draft_id: UUID, *, actor: Viewer, on: date) -> Edition:
    """The second officer makes a proposed draft law from its first day on; returns the edition.

    It goes into the public log in the same transaction and never changes again; what was in force before it at its
    place ends on the day before. Raises NotFound, NotNow `draft-not-proposed` or `own-edition`, Invalid for its first
    day, Conflict `edition-published` if that day is taken.
    """
    if actor.account_id is None:
        raise Forbidden(Permission.EDITION_PUBLISH)
    try:
        async with transaction():
            row = await _locked(draft_id, actor, Permission.EDITION_PUBLISH)
            rules.check_proposed(DraftState(row.state))
            rules.check_second_pair({row.proposed_by, row.saved_by}, actor.account_id)
            edition = await _finished(row, on=on)
            if edition.digest != row.proposed_digest:
                raise Conflict(
                    "draft-changed-meanwhile",
                    "The draft is not what was proposed.",
                    hint="Send it back, have it looked through and proposed again.",
                )
            await _kept(row, edition, actor=actor, on=on)
            await record(
                actor=actor,
                tag="edition:publish",
                subject=("edition-draft", draft_id),
                data={"edition": edition.edition, "digest": edition.digest, "document_number": row.document_number},
                on=on,
                place_code=row.place_code,
            )
    except IntegrityError:
        raise Conflict(
            "edition-published",
            "An edition that begins on this day has just been published for this place.",
            hint="Choose another first day.",
            field="in_force_from",
        ) from None
    return edition


async def discard(draft_id: UUID, *, actor: Viewer) -> None:
    """Put a draft aside for good; its audit entries stay. Raises NotFound, NotNow `draft-closed`."""
    async with transaction():
        row = await _open(draft_id, actor)
        await EditionDraft.filter(id=draft_id).update(state=DraftState.DISCARDED, **_saved(actor))
        await record(
            actor=actor,
            tag="edition:discard",
            subject=("edition-draft", draft_id),
            data={"scheme": row.scheme},
            place_code=row.place_code,
        )


async def _begins(scheme: str, place_code: str, *, actor: Viewer, on: date) -> Edition:
    """Whether the actor may begin a draft there, and the edition whose settings it takes over."""
    rules.check_issuer(place_code)
    if not actor.may_at(Permission.EDITION_DRAFT, place_code):
        raise Forbidden(Permission.EDITION_DRAFT)
    if not queries.SHIPPED.of(scheme):
        raise NotFound("scheme")
    try:
        return await queries.edition_in_force(scheme, on, place_code)
    except NoEdition:
        return queries.SHIPPED.of(scheme)[-1]


async def _created(
    scheme: str,
    place_code: str,
    content: Content,
    source: str,
    *,
    actor: Viewer,
    report: Mapping[str, Any] | None = None,
    chinese_only: bool = False,
) -> EditionDraft:
    now = clock.now()
    return await EditionDraft.create(
        scheme=scheme,
        place_code=place_code,
        state=DraftState.OPEN,
        source=source[:200],
        content=content,
        report=dict(report or {}),
        cases=[],
        chinese_only=chinese_only,
        created_at=now,
        created_by=actor.account_id,
        saved_at=now,
        saved_by=actor.account_id,
    )


async def _locked(draft_id: UUID, actor: Viewer, *permissions: Permission) -> EditionDraft:
    """The draft, locked until the transaction ends, for whoever has one of the permissions there; NotFound otherwise."""
    row = await EditionDraft.filter(id=draft_id).select_for_update().first()
    if row is None or not any(actor.may_at(permission, row.place_code) for permission in permissions):
        raise NotFound("draft")
    return row


async def _open(draft_id: UUID, actor: Viewer) -> EditionDraft:
    row = await _locked(draft_id, actor, Permission.EDITION_DRAFT)
    rules.check_open(DraftState(row.state))
    return row


async def _save(
    draft_id: UUID,
    change: Callable[[Content], Content],
    *,
    actor: Viewer,
    piece: str,
    chinese_only: bool | None = None,
    renamed: tuple[Any, Any] = (None, None),
) -> None:
    """Change the content of an open draft; cases follow a criterion to its new code. Saving the same does nothing."""
    async with transaction():
        row = await _open(draft_id, actor)
        changed = change(row.content)
        only = row.chinese_only if chinese_only is None else chinese_only
        if changed == row.content and only == row.chinese_only:
            return
        old, new = renamed
        cases = [case | {"criterion": new} if old and case["criterion"] == old else case for case in row.cases]
        await EditionDraft.filter(id=draft_id).update(content=changed, cases=cases, chinese_only=only, **_saved(actor))
        await record(
            actor=actor,
            tag="edition:save",
            subject=("edition-draft", draft_id),
            data={"piece": piece},
            place_code=row.place_code,
        )


def _saved(actor: Viewer) -> dict[str, Any]:
    return {"saved_at": clock.now(), "saved_by": actor.account_id}


async def _finished(row: EditionDraft, *, on: date) -> Edition:
    """The draft's edition, if nothing speaks against it and its first day is right."""
    written = await queries.written_now(row)
    cases = worked(row.content, row.cases, chinese_only=row.chinese_only)
    rules.check_complete(errors=len(written.errors), failing=sum(not case.holds for case in cases))
    assert written.edition is not None  # noqa: S101 - without an edition there are errors
    newest = (
        await PublishedEdition.filter(scheme=row.scheme, place_code=row.place_code).order_by("-in_force_from").first()
    )
    rules.check_first_day(written.edition.in_force_from, on=on, newest=newest.in_force_from if newest else None)
    return written.edition


async def _kept(row: EditionDraft, edition: Edition, *, actor: Viewer, on: date) -> None:
    await PublishedEdition.create(
        scheme=row.scheme,
        edition=edition.edition,
        place_code=row.place_code,
        in_force_from=edition.in_force_from,
        document_number=row.document_number,
        content=plain(edition.model_dump(exclude_defaults=True)),
        cases=row.cases,
        digest=edition.digest,
        draft_id=row.id,
        proposed_by=row.proposed_by,
        published_by=actor.account_id,
        published_on=on,
        published_at=clock.now(),
    )
    await EditionDraft.filter(id=row.id).update(state=DraftState.PUBLISHED)
    entry = edition_entry(
        row.scheme,
        edition=edition.edition,
        digest=edition.digest,
        in_force_on=edition.in_force_from,
        document_number=row.document_number,
    )
    await append(entry, kind=Kind.EDITION, subject=f"{row.scheme}/{edition.edition}")
