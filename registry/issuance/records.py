"""Composes the record that is printed and sealed, pure: from what was recognised, who issues, where, until when.

How it looks is `certificates/`'s; that it is kept is `reserving.py`'s.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from pydantic import ValidationError

from certificates.content import Bilingual, CertificateRecord, Edition, Issuer, Place
from certificates.faults import Refused
from certificates.kinds import Kind
from certificates.numbering import e_licence_identifier, format_number, raised
from registry.errors import Invalid
from registry.issuance.schemas import Bureau, Reason, Recognition


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a number is made of: the province whose series it is, the year, the serial."""

    place_code: str
    year: int
    serial: int


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Full names of the site's place in both languages."""

    zh: str
    en: str


def compose(
    recognition: Recognition,
    *,
    sort: Kind,
    numbered: Numbered,
    bureau: Bureau,
    place: PlaceNames,
    on: date,
    until: date,
) -> CertificateRecord:
    """The record of one certificate, issued and valid from `on`, last valid on `until`.

    Raises Invalid `certificate-record` naming the parts that cannot be printed.
    """
    where, year, serial = numbered.place_code, numbered.year, numbered.serial
    try:
        edition = Edition(
            code=recognition.edition, citation=Bilingual(zh=recognition.edition_zh, en=recognition.edition_en)
        )
        title, level, statement = sort.wording(recognition.level, edition)
        number = format_number(sort, place=where, year=year, serial=serial)
        return CertificateRecord(
            number=number,
            identifier=e_licence_identifier(sort, issuer=bureau.uscc, place=where, year=year, serial=serial),
            scheme=recognition.scheme,
            kind=sort.code,
            title=title,
            statement=statement,
            holder=_printed(recognition.site_name),
            enterprise=_printed(recognition.enterprise_name),
            uscc=recognition.uscc,
            address=_printed(recognition.site_address),
            place=Place(code=recognition.place_code, name=Bilingual(zh=place.zh, en=place.en)),
            level=level,
            grade=Bilingual(zh=recognition.grade_zh, en=recognition.grade_en) if recognition.grade_zh else None,
            edition=edition,
            decision_document=recognition.document_number,
            decided_on=on,
            issuer=Issuer(name=Bilingual(zh=bureau.name_zh, en=bureau.name_en), uscc=bureau.uscc),
            signatory=bureau.signatory or None,
            issued_on=on,
            valid_from=on,
            valid_until=until,
            verify_url=verify_url(bureau.verify_base_url, number),
            demonstration=bureau.demonstration,
            layout=sort.layout,
        )
    except (Refused, ValidationError) as reason:
        raise unprintable(reason) from reason


CHANGEABLE = ("holder", "enterprise", "uscc", "address", "decision_document")
"""What may be put right when a certificate is printed anew. Everything else is another recognition."""


def reissued(record: CertificateRecord, changes: Mapping[str, str], *, bureau: Bureau, on: date) -> CertificateRecord:
    """The next version of a record: its number, decision and period stay; `changes` (a field of CHANGEABLE → new text)
    are made, and whoever issues today signs. Raises Invalid `certificate-record`.
    """
    version = record.version + 1
    values = record.model_dump() | {
        "version": version,
        "issuer": {"name": {"zh": bureau.name_zh, "en": bureau.name_en}, "uscc": bureau.uscc},
        "signatory": bureau.signatory or None,
        "issued_on": on,
        "verify_url": verify_url(bureau.verify_base_url, record.number, version),
        "demonstration": bureau.demonstration,
    }
    try:
        identifier = raised(record.identifier, version=version, issuer=bureau.uscc)
        printed = {name: _printed(text) for name, text in changes.items()}
        return CertificateRecord.model_validate(values | {"identifier": identifier} | printed)
    except (Refused, ValidationError) as reason:
        raise unprintable(reason) from reason


def verify_url(base_url: str, number: str, version: int = 1) -> str:
    """The address in the QR code: the public verify page of this number, of its version once there are several."""
    return f"{base_url.rstrip('/')}/verify/{quote(number)}{f'?version={version}' if version > 1 else ''}"


def _printed(text: str) -> str:
    """Without variation selectors: they choose a drawn form on screens, the press prints the standard one."""
    return "".join(each for each in text if not _selector(each))


def _selector(character: str) -> bool:
    return "VARIATION SELECTOR" in unicodedata.name(character, "")


def unprintable(reason: Refused | ValidationError) -> Invalid:
    """Why no certificate can be made of what was decided, as an error for people."""
    return Invalid(
        "certificate-record",
        "The certificate cannot be made out as things stand: {reason}",
        hint="Correct the name, the address or the document number that is meant, then decide again.",
        reason=_said(reason),
    )


def _said(reason: Refused | ValidationError) -> Reason:
    """Everything that is wrong, in both languages as far as we have the words."""
    if isinstance(reason, Refused):
        faults = reason.faults
        return Reason(faults[0].code, "；".join(each.zh for each in faults), "; ".join(each.en for each in faults))
    text = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in reason.errors())
    return Reason("record-invalid", text, text)
