"""Writing the public copy: one certificate's entry after each change, whole lists of other authorities by import."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from registry import clock
from registry.accounts.rules import Permission
from registry.accounts.schemas import SYSTEM, Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.errors import Forbidden
from registry.identifiers import new_id
from registry.issuance.queries import life_for_system
from registry.issuance.schemas import CertificateFacts
from registry.jurisdictions.rules import province_of
from registry.public_register.models import RegisterEntry, RegisterPeriod
from registry.public_register.reading import Listed, read_rows
from registry.public_register.rules import EntryStatus, Origin, Period, Version, periods_of_life, search_text
from registry.public_register.schemas import ImportReport, ListRow

Values = dict[str, Any]
"""Columns of an entry by name."""


async def refresh(certificate_id: UUID) -> None:
    """Copy what the public may know of a certificate: one entry for its number, with what its newest sealed version says.

    A certificate that is not sealed yet has nothing to show. Doing it twice changes nothing. Raises NotFound for an
    unknown certificate.
    """
    first = (await life_for_system(certificate_id))[0]
    async with transaction():
        # Locked before the facts are read: of two refreshes at once the later one must not write older facts.
        known = await RegisterEntry.select_for_update().get_or_none(source_key=_key(first))
        life = [each for each in await life_for_system(certificate_id) if each.printed_at is not None]
        if not life:
            return
        facts = life[-1]
        values = _public_values(facts) | {"source_key": _key(first)}
        periods = periods_of_life(
            [
                Version(each.window, tuple(change.as_change() for change in each.changes), each.record.issued_on)
                for each in life
            ]
        )
        entry_id = await _write(known, values, periods)
        if entry_id is not None:
            await record(
                actor=SYSTEM,
                tag="register:refresh",
                subject=("register_entry", entry_id),
                data={"number": facts.record.number},
                place_code=facts.record.place.code,
            )


async def import_green_malls(
    rows: Sequence[ListRow], *, actor: Viewer, source: str, accept_valid: bool = False, dry_run: bool = False
) -> ImportReport:
    """Take over a published list of green malls: all rows or none, or with `accept_valid` those without a fault.

    Columns: province, area, mall, year, level and optionally enterprise and identifier. Nothing is counted twice when the same list
    comes again; a mall that was only in a public notice and now is in a decision is changed. Raises Forbidden.
    """
    if not actor.may(Permission.REGISTER_IMPORT):
        raise Forbidden(Permission.REGISTER_IMPORT)
    good, refused, warned = await read_rows(rows, today=clock.today())
    async with transaction():
        added, changed, unchanged = await _sort_out(good, source)
        wanted = not dry_run and (accept_valid or not refused)
        report = ImportReport(len(added), len(changed), unchanged, refused, warned, written=wanted)
        if not wanted or not (added or changed):
            return report
        for known, row in [*((None, row) for row in added), *changed]:
            await _write(known, _listed_values(row, source), _listed_periods(row))
        await record(
            actor=actor,
            tag="register:import",
            subject=("register", UUID(int=0)),
            data={"source": source, "added": report.added, "changed": report.changed, "refused": len(refused)},
        )
        return report


async def _sort_out(
    good: Sequence[Listed], source: str
) -> tuple[list[Listed], list[tuple[RegisterEntry, Listed]], int]:
    """Which rows are new, which differ from what is on file, how many are as they were."""
    keys = [row.key for row in good]
    on_file = {each.source_key: each for each in await RegisterEntry.filter(source_key__in=keys)} if keys else {}
    added = [row for row in good if row.key not in on_file]
    present = [(on_file[row.key], row) for row in good if row.key in on_file]
    changed = [
        (known, row)
        for known, row in present
        if known.content_sha256 != _digest(_listed_values(row, source), _listed_periods(row))
    ]
    return added, changed, len(present) - len(changed)


async def _write(known: RegisterEntry | None, values: Values, periods: Sequence[Period]) -> UUID | None:
    """Write an entry and its periods unless they stand there already; the id of what was written."""
    digest = _digest(values, periods)
    if known is not None and known.content_sha256 == digest:
        return None
    values = values | {"content_sha256": digest, "refreshed_at": clock.now()}
    entry_id = new_id() if known is None else known.id
    if known is None:
        await RegisterEntry.create(id=entry_id, **values)
    else:
        await RegisterEntry.filter(id=entry_id).update(**values)
        await RegisterPeriod.filter(entry_id=entry_id).delete()
    await RegisterPeriod.bulk_create(
        [
            RegisterPeriod(
                entry_id=entry_id,
                status=each.status.value,
                from_on=each.from_on,
                until_on=each.until_on,
                reason=each.reason,
                document_number=each.document_number,
            )
            for each in periods
        ]
    )
    return entry_id


def _digest(values: Values, periods: Sequence[Period]) -> str:
    content = [
        sorted(values.items()),
        [(p.status, p.from_on, p.until_on, p.reason, p.document_number) for p in periods],
    ]
    return hashlib.sha256(json.dumps(content, default=str, ensure_ascii=False).encode()).hexdigest()


def _public_values(facts: CertificateFacts) -> Values:
    """The whitelist: every column of the public copy, and where it comes from."""
    printed = facts.record
    return {
        "scheme": printed.scheme,
        "year": facts.year,
        "level": facts.level,
        "province_code": province_of(printed.place.code),
        "place_code": printed.place.code,
        "site_name": printed.holder,
        "enterprise_name": printed.enterprise,
        "uscc": printed.uscc,
        "format": facts.site_format,
        "building_area_m2": facts.building_area_m2,
        "certificate_id": facts.id,
        "certificate_number": printed.number,
        "identifier": printed.identifier,
        "issuer_zh": printed.issuer.name.zh,
        "issuer_en": printed.issuer.name.en,
        "pdf_sha256": facts.pdf_sha256,
        "demonstration": printed.demonstration,
        "renewal": facts.renews_id is not None,
        "decision_document": printed.decision_document,
        "recognised_on": printed.decided_on,
        "valid_from": printed.valid_from,
        "valid_until": printed.valid_until,
        "origin": Origin.OWN.value,
        "search_text": search_text(printed.holder, printed.enterprise, printed.uscc, printed.number),
    }


def _key(first: CertificateFacts) -> str:
    """What makes an entry the same through all versions of its certificate."""
    return f"certificate:{first.id}"


def _listed_values(row: Listed, source: str) -> Values:
    return {
        "scheme": "green-mall",
        "year": row.year,
        "level": row.level,
        "province_code": row.province_code,
        "place_code": row.place_code,
        "area_text": row.area_text,
        "site_name": row.mall,
        "enterprise_name": row.enterprise,
        "identifier": row.identifier,
        "origin": Origin.IMPORTED.value,
        "source": source,
        "source_key": row.key,
        "search_text": search_text(row.mall, row.enterprise),
    }


def _listed_periods(row: Listed) -> list[Period]:
    """Of a published list only the year is known, so it stands from the year's first day, for as long as we know."""
    status, why = (
        (EntryStatus.PUBLICITY, "publicity-only") if row.publicity else (EntryStatus.LISTED, "listed-elsewhere")
    )
    return [Period(status, date(row.year, 1, 1), None, why)]
