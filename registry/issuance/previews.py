"""What a decision would have printed, before anything is reserved: for the second pair of eyes, and for reserving itself."""

from datetime import date

from certificates.content import CertificateRecord
from certificates.kinds import kind
from registry.issuance import validity
from registry.issuance.models import NumberSeries
from registry.issuance.queries import bureau_of
from registry.issuance.records import Numbered, PlaceNames, compose
from registry.issuance.rules import last_day
from registry.issuance.schemas import IssuePreview, Recognition
from registry.jurisdictions import queries as places


async def drafted(recognition: Recognition, *, serial: int, on: date) -> CertificateRecord:
    """The record of a recognition that takes effect on a day, with this serial in its series.

    Raises Misconfigured `bureau-unknown` or `validity-unknown`, Invalid `certificate-record`.
    """
    province = province_of(recognition)
    bureau = await bureau_of(province, on)
    return compose(
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


async def preview(recognition: Recognition, *, on: date) -> IssuePreview:
    """What agreeing on a day would issue, with the number that is next as things stand. Nothing is reserved."""
    known = await NumberSeries.get_or_none(scheme=recognition.scheme, place_code=province_of(recognition), year=on.year)
    record = await drafted(recognition, serial=(known.last_serial if known else 0) + 1, on=on)
    period = validity.in_force(recognition.scheme, recognition.place_code, on)
    return IssuePreview(
        record=record,
        years=period.years,
        validity_status=period.status,
        validity_citation={"zh": period.citation.zh, "en": period.citation.en},
    )


def province_of(recognition: Recognition) -> str:
    """The province whose series and bureau a certificate has."""
    return f"{recognition.place_code[:2]}0000"
