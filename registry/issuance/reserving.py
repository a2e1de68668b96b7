"""The doorway by which a decision gets its certificate: a number, a frozen record, a print job, all in the caller's
transaction. It leaves no audit entry of its own; the decision's names the certificate.
"""

import json
from datetime import date

from tortoise.exceptions import TransactionManagementError

from certificates.kinds import all_kinds
from registry import clock
from registry.db.transactions import in_open_transaction
from registry.issuance.models import Certificate, NumberSeries
from registry.issuance.previews import drafted, province_of
from registry.issuance.schemas import Recognition, Reserved
from registry.jobs.actions import enqueue

PRINT = "issuance.print"
"""The job that takes the record to the press; its key is the certificate's id, so that there is one."""

all_kinds()  # read when the program starts: a transaction must not wait for a disk


async def reserve(recognition: Recognition, *, on: date) -> Reserved:
    """Give the next number of the province, scheme and year of `on`, inside the caller's transaction.

    If the transaction is lost, so is the reservation, and the number goes to the next one: no gaps, no doubles.
    Asked again for the same application it returns what was reserved. Raises Misconfigured when no issuing bureau of
    the province (`bureau-unknown`) or no period of validity of the scheme (`validity-unknown`) is known on that day.
    """
    if not in_open_transaction():
        raise TransactionManagementError("a number is reserved inside the transaction of its decision")
    series = await _locked_series(recognition.scheme, province_of(recognition), on.year)
    done = await Certificate.get_or_none(application_id=recognition.application_id)
    if done is not None:
        return Reserved(done.id, done.number, done.identifier)
    record = await drafted(recognition, serial=series.last_serial + 1, on=on)
    await NumberSeries.filter(id=series.id).update(last_serial=series.last_serial + 1)
    certificate = await Certificate.create(
        number=record.number,
        identifier=record.identifier,
        scheme=recognition.scheme,
        place_code=recognition.place_code,
        application_id=recognition.application_id,
        enterprise_id=recognition.enterprise_id,
        site_id=recognition.site_id,
        level=recognition.level,
        site_format=recognition.format,
        building_area_m2=recognition.building_area_m2,
        year=recognition.year,
        record=json.loads(record.canonical_json()),
        record_sha256=record.digest,
        issued_on=on,
        valid_from=on,
        valid_until=record.valid_until,
        reserved_at=clock.now(),
    )
    await enqueue(PRINT, {"certificate_id": str(certificate.id)}, key=f"{PRINT}:{certificate.id}")
    return Reserved(certificate.id, certificate.number, certificate.identifier)


async def _locked_series(scheme: str, province: str, year: int) -> NumberSeries:
    """The series' row, locked until the transaction ends (on SQLite the transaction itself is the lock)."""
    key = {"scheme": scheme, "place_code": province, "year": year}
    # Two first reservations of a year may meet: one row is kept, the other waits for it here.
    await NumberSeries.bulk_create([NumberSeries(**key)], ignore_conflicts=True)
    return await NumberSeries.select_for_update().get(**key)
