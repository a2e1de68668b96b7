"""The certificates that the enterprise holds, with their status today and the ways to them."""

from typing import Annotated

from aiohttp import web

from certificates.lifecycle import Status, label, reasons
from registry import clock
from registry.duties import queries as duties
from registry.errors import NotFound
from registry.issuance import queries
from registry.web.endpoints import Query, endpoint
from registry.web.pages import page, viewer
from registry.web.paging import PageQuery, Pager
from registry.web.portal import lasting

COLOURS = {Status.VALID: "green", Status.NOT_YET_VALID: "blue", Status.SUSPENDED: "orange"}
"""Every other status is red."""


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[PageQuery, Query]) -> web.Response:
    """GET /portal/certificates"""
    who, today = viewer(request), clock.today()
    held, total = await queries.certificates(who, page=wanted.page, size=wanted.size)
    if not held and wanted.page > 1:
        raise NotFound("page")
    return await page(
        request,
        "portal/certificates.html",
        held=held,
        offers={offer.certificate_id: offer for offer in await duties.renewals(who, on=today)},
        duties={each.id: await duties.of_certificate(who, each.id, on=today) for each in held},
        duty_words=lasting.duty_words,
        labels={status.value: label(status) for status in Status},
        reasons=reasons(),
        colours={status.value: COLOURS.get(status, "red") for status in Status},
        pager=Pager(wanted.page, wanted.size, total),
    )
