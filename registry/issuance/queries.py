"""Questions to the certificate book: the bureau of a day, certificates as their bureau and holder see them, and what
anybody may ask: is this number good on a day?
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from tortoise.exceptions import DBConnectionError, OperationalError
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from certificates.content import CertificateRecord
from certificates.lifecycle import Status, Window, status_on, version_on
from registry import clock
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.enterprises.queries import site_ids_named_for_system
from registry.errors import Misconfigured, NotFound
from registry.issuance import answers
from registry.issuance.models import Certificate, IssuingBureau, StatusChange
from registry.issuance.rules import normal_number, printable
from registry.issuance.schemas import (
    Bureau,
    CertificateFacts,
    CertificateView,
    PublicPdf,
    PublicRecord,
    StatusAnswer,
    StatusChangeView,
)
from registry.jurisdictions.rules import Level, level_of
from registry.storage.contents import read

log = structlog.get_logger(__name__)

MOST_IN_NUMBER = 60
"""Characters of the longest number; an identifier of GB/T 36904 has at least 61 (14 + 21 + 18 + serial + 3 + dots)."""

MOST_TYPED = 200
"""Characters of a search that count; no name is longer."""

MOST = 100
"""Most certificates on one page."""


async def verify_addresses() -> tuple[str, ...]:
    """The addresses that issuing bureaus of today print on certificates, each once, in order."""
    rows = await IssuingBureau.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=clock.today())).values_list(
        "verify_base_url", flat=True
    )
    return tuple(sorted({str(each).rstrip("/") for each in rows}))


async def bureau_of(place_code: str, on: date) -> Bureau:
    """Who issues in a place on a day. Raises Misconfigured `bureau-unknown` when nobody is on file."""
    found = (
        await IssuingBureau.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), place_code=place_code, valid_from__lte=on
        )
        .order_by("-valid_from")
        .first()
    )
    if found is None:
        raise Misconfigured(
            "bureau-unknown",
            "No issuing bureau of {place} is on file for {day}.",
            hint="Register the bureau with its name and credit code, then try again.",
            place=place_code,
            day=on,
        )
    return Bureau(
        place_code=found.place_code,
        name_zh=found.name_zh,
        name_en=found.name_en,
        uscc=found.uscc,
        signatory=found.signatory,
        verify_base_url=found.verify_base_url,
        demonstration=found.demonstration,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
    )


async def certificate(viewer: Viewer, certificate_id: UUID, *, on: date | None = None) -> CertificateView:
    """One certificate, its status on a day (today if not given) and its history. NotFound if it is not the viewer's."""
    found = await _visible(viewer).get_or_none(id=certificate_id)
    if found is None:
        raise NotFound("certificate")
    return (await _views([found], on or clock.today()))[0]


async def certificate_of(viewer: Viewer, application_id: UUID, *, on: date | None = None) -> CertificateView | None:
    """The certificate that an application led to, in its newest version; None while there is none, or none for this viewer."""
    found = await _visible(viewer).get_or_none(application_id=application_id, replaced_by_id__isnull=True)
    return None if found is None else (await _views([found], on or clock.today()))[0]


async def certificates(
    viewer: Viewer, *, text: str = "", on: date | None = None, page: int = 1, size: int = 20
) -> tuple[list[CertificateView], int]:
    """A page of the certificates the viewer may see, newest first, each in its newest version, and how many there are.

    `text`: a part of the number, the identifier (also that of an earlier version), or a part of the mall's or its
    enterprise's name.
    """
    newest = Q(replaced_by_id__isnull=True)
    everything = _visible(viewer)
    if words := " ".join(printable(text).split()):
        wanted = normal_number(words)
        named = Q(site_id__in=await site_ids_named_for_system(words[:MOST_TYPED]))
        everything = everything.filter((newest & (Q(number__contains=wanted) | named)) | Q(identifier=wanted))
    else:
        everything = everything.filter(newest)
    size = max(1, min(size, MOST))
    rows = await everything.order_by("-id").offset((max(page, 1) - 1) * size).limit(size)
    return await _views(rows, on or clock.today()), await everything.count()


async def versions(viewer: Viewer, certificate_id: UUID, *, on: date | None = None) -> list[CertificateView]:
    """Every version of a certificate's number, the newest first. NotFound if it is not the viewer's."""
    found = await _visible(viewer).get_or_none(id=certificate_id)
    if found is None:
        raise NotFound("certificate")
    rows = await _visible(viewer).filter(number=found.number).order_by("-version")
    return await _views(rows, on or clock.today())


async def life_for_system(certificate_id: UUID) -> tuple[CertificateFacts, ...]:
    """All versions of a certificate's number, the oldest first. Raises NotFound."""
    found = await Certificate.get_or_none(id=certificate_id)
    if found is None:
        raise NotFound("certificate")
    return await _life(found.number)


async def newest_for_system(
    *, enterprises: Collection[UUID] | None = None, places: Collection[str] | None = None
) -> list[CertificateFacts]:
    """The newest version of every number, of these enterprises or in these places (division codes); None: of all."""
    wanted = Q(replaced_by_id__isnull=True)
    if enterprises is not None:
        wanted &= Q(enterprise_id__in=list(enterprises))
    if places is not None:
        if not places:
            return []
        wanted &= Q(*(within(code) for code in places), join_type=Q.OR)
    return await _all_facts(await Certificate.filter(wanted).order_by("id"))


async def issued_for_system(applications: Collection[UUID]) -> dict[UUID, UUID]:
    """Every certificate that came of these applications, all versions, with the application of each."""
    rows = await Certificate.filter(application_id__in=list(applications)).only("id", "application_id")
    return {row.id: row.application_id for row in rows}


async def unprinted_count_for_system() -> int:
    """How many certificates have a number and no document yet."""
    return await Certificate.filter(printed_at=None).count()


async def unprinted_for_system() -> list[UUID]:
    """Those certificates, in the order in which their numbers were given."""
    found = await Certificate.filter(printed_at=None).order_by("id").values_list("id", flat=True)
    return [UUID(str(each)) for each in found]


async def facts_for_system(certificate_id: UUID) -> CertificateFacts:
    """All that a job needs of a certificate: its frozen record, what was printed, its history. Raises NotFound."""
    found = await Certificate.get_or_none(id=certificate_id)
    if found is None:
        raise NotFound("certificate")
    return (await _all_facts([found]))[0]


async def status_of(number: str, on: date | None = None, *, version: int | None = None) -> StatusAnswer:
    """Whether the certificate with this number or e-licence identifier was, is or will be good on a day (today if not
    given): VALID, NOT VALID or CANNOT TELL with reasons. Never raises for want of a certificate or of a database.

    A number alone is answered by the version that counted on that day; an identifier names its version, as does `version`.
    """
    day, today, at = on or clock.today(), clock.today(), clock.now()
    wanted = normal_number(number)
    try:
        life = await _life(wanted)
    except (DBConnectionError, OperationalError, OSError) as reason:
        log.warning("register unavailable", number=wanted, reason=repr(reason))
        return answers.unavailable(wanted, day, at)
    facts = _asked_about(life, wanted, version, day)
    if facts is None:
        return answers.unknown(wanted, day, at)
    shown = public_record(facts.record, facts.pdf_sha256)
    return answers.answer(facts, shown, on=day, today=today, at=at, versions=len(life))


async def pdf_for_public(number: str, *, version: int | None = None) -> PublicPdf:
    """The sealed document of a number, the newest unless a version is named: a certificate hangs on a public wall.

    Raises NotFound when there is no such certificate, or none sealed yet; Unavailable while its content is read.
    """
    found = await _sealed(number, version)
    return PublicPdf(found.record.number, found.pdf_sha256, read(found.pdf_sha256))


async def record_for_public(number: str, *, version: int | None = None) -> dict[str, Any]:
    """What was sealed under a number, word for word, with the hash of the record and of the document; the newest
    unless a version is named.

    Raises NotFound when there is no such certificate, or none sealed yet.
    """
    found = await _sealed(number, version)
    row = await Certificate.get(id=found.id)
    return {"record": row.record, "record_sha256": row.record_sha256, "pdf_sha256": row.pdf_sha256}


async def _sealed(number: str, version: int | None) -> CertificateFacts:
    """The newest sealed version of a number, or the one named, or the one whose identifier it is. Raises NotFound."""
    wanted = normal_number(number)
    printed = [each for each in await _life(wanted) if each.printed_at is not None]
    found = _asked_about(printed, wanted, version, date.max)
    if found is None:
        raise NotFound("certificate")
    return found


def _asked_about(
    life: Sequence[CertificateFacts], wanted: str, version: int | None, day: date
) -> CertificateFacts | None:
    """The version that a question is about; None if there is no such one."""
    if len(wanted) > MOST_IN_NUMBER:
        life = [each for each in life if each.record.identifier == wanted]
    if version is not None:
        life = [each for each in life if each.record.version == version]
    return life[version_on([each.record.issued_on for each in life], day)] if life else None


async def _life(wanted: str) -> tuple[CertificateFacts, ...]:
    """All versions of a normal number, or of that of an e-licence identifier, which is longer than any number."""
    if len(wanted) > MOST_IN_NUMBER:
        found = await Certificate.filter(identifier=wanted).values_list("number", flat=True)
        wanted = str(found[0]) if found else ""
    return tuple(await _all_facts(await Certificate.filter(number=wanted).order_by("version")))


async def _all_facts(rows: Sequence[Certificate]) -> list[CertificateFacts]:
    history = await _histories(rows)
    return [_facts(row, history[row.id]) for row in rows]


def _facts(found: Certificate, changes: Sequence[StatusChangeView]) -> CertificateFacts:
    return CertificateFacts(
        id=found.id,
        application_id=found.application_id,
        enterprise_id=found.enterprise_id,
        site_id=found.site_id,
        place_code=found.place_code,
        replaced_by_id=found.replaced_by_id,
        renews_id=found.renews_id,
        record=CertificateRecord.model_validate(found.record),
        record_sha256=found.record_sha256,
        log_index=found.log_index,
        year=found.year,
        level=found.level,
        site_format=found.site_format,
        building_area_m2=found.building_area_m2,
        printed_at=found.printed_at,
        pdf_sha256=found.pdf_sha256,
        changes=tuple(changes),
    )


async def _histories(rows: Iterable[Certificate]) -> dict[UUID, list[StatusChangeView]]:
    """The changes of certificates by their id."""
    history: dict[UUID, list[StatusChangeView]] = {row.id: [] for row in rows}
    for change in await changes_of(history):
        history[change.certificate_id].append(change)
    return history


def _visible(viewer: Viewer) -> QuerySet[Certificate]:
    """The certificates of the viewer's places and of the enterprises that the viewer belongs to."""
    if viewer.is_system:
        return Certificate.all()
    mine = Q(enterprise_id__in=list(viewer.enterprises_for(Permission.APPLICATION_READ_OWN)))
    for code in viewer.places_for(Permission.CERTIFICATE_READ):
        mine |= within(code)
    return Certificate.filter(mine)


def within(place_code: str) -> Q:
    """Rows whose `place_code` lies in a place, by the digits that its level fixes."""
    match level_of(place_code):
        case Level.NATION:
            return Q(place_code__not="")
        case Level.PROVINCE:
            return Q(place_code__startswith=place_code[:2])
        case Level.CITY:
            return Q(place_code__startswith=place_code[:4])
        case _:
            return Q(place_code=place_code)


async def changes_of(ids: Iterable[UUID]) -> list[StatusChangeView]:
    """The history of certificates, in the order in which it was recorded."""
    rows = await StatusChange.filter(certificate_id__in=list(ids)).order_by("certificate_id", "ordinal")
    return [
        StatusChangeView(
            certificate_id=row.certificate_id,
            ordinal=row.ordinal,
            status=Status(row.status),
            effective_on=row.effective_on,
            reason=row.reason,
            remark=row.remark,
            document_number=row.document_number,
            at=row.at,
        )
        for row in rows
    ]


def public_record(record: CertificateRecord, pdf_sha256: str) -> PublicRecord:
    """What anybody may read of a record."""
    return PublicRecord(
        number=record.number,
        version=record.version,
        identifier=record.identifier,
        scheme=record.scheme,
        place_code=record.place.code,
        site_name=record.holder,
        enterprise_name=record.enterprise,
        uscc=record.uscc,
        address=record.address,
        issuer_zh=record.issuer.name.zh,
        issuer_en=record.issuer.name.en,
        document_number=record.decision_document,
        issued_on=record.issued_on,
        valid_from=record.valid_from,
        valid_until=record.valid_until,
        demonstration=record.demonstration,
        pdf_sha256=pdf_sha256,
    )


async def _views(rows: list[Certificate], on: date) -> list[CertificateView]:
    history = await _histories(rows)
    return [_view(row, history[row.id], on) for row in rows]


def _view(row: Certificate, changes: list[StatusChangeView], on: date) -> CertificateView:
    record = CertificateRecord.model_validate(row.record)
    window = Window.of(valid_from=row.valid_from, issued_on=row.issued_on, valid_until=row.valid_until)
    status = status_on(window, [each.as_change() for each in changes], on)
    return CertificateView(
        id=row.id,
        record=public_record(record, row.pdf_sha256),
        application_id=row.application_id,
        enterprise_id=row.enterprise_id,
        site_id=row.site_id,
        on=on,
        status=status.status,
        reason=status.reason,
        changes=tuple(changes),
        reserved_at=row.reserved_at,
        printed_at=row.printed_at,
        seal_level=row.seal_level,
        supersedes_id=row.supersedes_id,
        replaced_by_id=row.replaced_by_id,
        renews_id=row.renews_id,
    )
