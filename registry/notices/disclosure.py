"""What public notices tell the transparency log: each publication, and each application that left; never an objector.

The log itself is `registry/transparency/`'s; this joins the transaction of whoever publishes or answers.
"""

from collections.abc import AsyncIterator
from datetime import date, datetime, time
from uuid import UUID

from certificates.log_entries import Kind, NoticeLine, departure_entry, notice_entry
from registry.notices.models import NoticeItem, PublicNotice
from registry.transparency.actions import append
from registry.transparency.schemas import Fact


async def disclose_notice(notice: PublicNotice) -> None:
    """Log that a notice was published, with everything that stands in it now."""
    items = await NoticeItem.filter(notice_id=notice.id)
    await append(_notice_entry(notice, items), kind=Kind.NOTICE, subject=str(notice.id))


async def disclose_departure(notice_id: UUID, application_id: UUID, left_on: date) -> None:
    """Log that an application left its notice on a day."""
    entry = departure_entry(str(notice_id), application=str(application_id), left_on=left_on)
    await append(entry, kind=Kind.DEPARTURE, subject=_departure(notice_id, application_id))


async def facts() -> AsyncIterator[Fact]:
    """Every publication and every departure that the tables hold, as the log must have them."""
    for notice in await PublicNotice.all().order_by("published_at", "id"):
        items = await NoticeItem.filter(notice_id=notice.id).order_by("id")
        yield Fact(Kind.NOTICE, str(notice.id), _notice_entry(notice, items), notice.published_at)
        for item in items:
            if item.left_on is not None:
                at = datetime.combine(item.left_on, time(), notice.published_at.tzinfo)
                entry = departure_entry(str(notice.id), application=str(item.application_id), left_on=item.left_on)
                yield Fact(Kind.DEPARTURE, _departure(notice.id, item.application_id), entry, at)


def _departure(notice_id: UUID, application_id: UUID) -> str:
    return f"{notice_id}/{application_id}"


def _notice_entry(notice: PublicNotice, items: list[NoticeItem]) -> bytes:
    return notice_entry(
        str(notice.id),
        scheme=notice.scheme,
        place=notice.place_code,
        opens_on=notice.opens_on,
        closes_on=notice.closes_on,
        document_number=notice.document_number,
        titles=(notice.title_zh, notice.title_en),
        lines=[
            NoticeLine(str(item.application_id), item.site_name, item.enterprise_name, item.place_code)
            for item in items
        ],
    )
