"""What a decision would have printed, before anything is reserved: for the second pair of eyes, and for reserving itself."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from certificates.content import CertificateRecord
from certificates.kinds import kind
from registry.issuance import validity
from registry.issuance.fitting import check_fits
from registry.issuance.models import NumberSeries
from registry.issuance.queries import bureau_of, facts_for_system
from registry.issuance.records import Numbered, PlaceNames, compose, reissued
from registry.issuance.rules import check_reissue, last_day
from registry.issuance.schemas import IssuePreview, Recognition
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import province_of


async def drafted(recognition: Recognition, *, serial: int, on: date) -> CertificateRecord:
    """The record of a recognition that takes effect on a day, with this serial in its series.

    Raises Misconfigured `bureau-unknown` or `validity-unknown`, Invalid `certificate-record`.
    """
    province = province_of(recognition.place_code)
    bureau = await bureau_of(province, on)
    record = compose(
        recognition,
        sort=kind(recognition.scheme),
        numbered=Numbered(province, on.year, serial),
        bureau=bureau,
        place=PlaceNames(
            zh=await places.full_name(recognition.place_code, "zh-CN", on),
            en=await places.full_name(recognition.place_code, "en", on),
        ),
        on=on,
        until=last_day(on, validity.in_force(recognition.scheme, recognition.place_code, on).years),
    )
    return await check_fits(record)


async def preview(recognition: Recognition, *, on: date) -> IssuePreview:
    """What agreeing on a day would issue, with the number that is next as things stand. Nothing is reserved."""
    known = await NumberSeries.get_or_none(
        scheme=recognition.scheme, place_code=province_of(recognition.place_code), year=on.year
    )
    record = await drafted(recognition, serial=(known.last_serial if known else 0) + 1, on=on)
    period = validity.in_force(recognition.scheme, recognition.place_code, on)
    return IssuePreview(
        record=record,
        years=period.years,
        validity_status=period.status,
        validity_citation={"zh": period.citation.zh, "en": period.citation.en},
    )


async def reissue_preview(certificate_id: UUID, changes: Mapping[str, str], *, on: date) -> CertificateRecord:
    """What issuing a certificate anew on a day would print. Nothing is written.

    Raises NotFound, NotNow, Invalid as `succession.reissue` would.
    """
    facts = await facts_for_system(certificate_id)
    check_reissue(facts.window, [each.as_change() for each in facts.changes], on)
    bureau = await bureau_of(province_of(facts.place_code), on)
    return await check_fits(reissued(facts.record, changes, bureau=bureau, on=on))
