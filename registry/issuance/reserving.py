"""The doorway by which a decision gets its certificate: a number, a frozen record, a print job, all in the caller's
transaction. It leaves no audit entry of its own; the decision's names the certificate.
"""

import json
from datetime import date

from tortoise.exceptions import TransactionManagementError

from certificates.kinds import all_kinds
from registry import clock
from registry.db.transactions import in_open_transaction
from registry.issuance import renewing
from registry.issuance.disclosure import disclose_issue
from registry.issuance.models import Certificate, NumberSeries
from registry.issuance.previews import drafted
from registry.issuance.schemas import Recognition, Reserved
from registry.issuance.succession import PRINT, give_way
from registry.jobs.actions import enqueue
from registry.jurisdictions.rules import province_of

all_kinds()  # read when the program starts: a transaction must not wait for a disk


async def reserve(recognition: Recognition, *, on: date) -> Reserved:
    """Give the next number of the province, scheme and year of `on`, inside the caller's transaction.

    If the transaction is lost, so is the reservation, and the number goes to the next one: no gaps, no doubles.
    Asked again for the same application it returns what was reserved. Raises Misconfigured when no issuing bureau of
    the province (`bureau-unknown`) or no period of validity of the scheme (`validity-unknown`) is known on that day.
    """
    if not in_open_transaction():
        raise TransactionManagementError("a number is reserved inside the transaction of its decision")
    series = await _locked_series(recognition.scheme, province_of(recognition.place_code), on.year)
    done = await Certificate.get_or_none(application_id=recognition.application_id, version=1)
    if done is not None:
        return Reserved(done.id, done.number, done.identifier)
    record = await drafted(recognition, serial=series.last_serial + 1, on=on)
    await NumberSeries.filter(id=series.id).update(last_serial=series.last_serial + 1)
    await _make_way(recognition, on)  # before the log is entered: certificates are locked first, the log after them
    certificate = await Certificate.create(
        number=record.number,
        identifier=record.identifier,
        scheme=recognition.scheme,
        place_code=recognition.place_code,
        application_id=recognition.application_id,
        enterprise_id=recognition.enterprise_id,
        site_id=recognition.site_id,
        renews_id=recognition.renews_certificate_id,
        level=recognition.level,
        site_format=recognition.format,
        building_area_m2=recognition.building_area_m2,
        year=recognition.year,
        record=json.loads(record.canonical_json()),
        record_sha256=record.digest,
        log_index=await disclose_issue(record),
        issued_on=on,
        valid_from=on,
        valid_until=record.valid_until,
        reserved_at=clock.now(),
    )
    await enqueue(PRINT, {"certificate_id": str(certificate.id)}, key=f"{PRINT}:{certificate.id}")
    return Reserved(certificate.id, certificate.number, certificate.identifier)


async def _make_way(recognition: Recognition, on: date) -> None:
    """What was renewed gives way to the new certificate, where the scheme says so."""
    terms = renewing.in_force(recognition.scheme, recognition.place_code, on)
    if recognition.renews_certificate_id is not None and terms is not None and terms.on_recognition == "supersede":
        await give_way(recognition.renews_certificate_id, on=on, document_number=recognition.document_number)


async def _locked_series(scheme: str, province: str, year: int) -> NumberSeries:
    """The series' row, locked until the transaction ends (on SQLite the transaction itself is the lock)."""
    key = {"scheme": scheme, "place_code": province, "year": year}
    # Two first reservations of a year may meet: one row is kept, the other waits for it here.
    await NumberSeries.bulk_create([NumberSeries(**key)], ignore_conflicts=True)
    return await NumberSeries.select_for_update().get(**key)
