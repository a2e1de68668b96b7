"""The certificates that the enterprise holds, with their status today and the ways to them."""

from typing import Annotated

from aiohttp import web

from certificates.lifecycle import Status, label, reasons
from registry.errors import NotFound
from registry.issuance import queries
from registry.web.endpoints import Query, endpoint
from registry.web.pages import page, viewer
from registry.web.paging import PageQuery, Pager

COLOURS = {Status.VALID: "green", Status.NOT_YET_VALID: "blue", Status.SUSPENDED: "orange"}
"""Every other status is red."""


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[PageQuery, Query]) -> web.Response:
    """GET /portal/certificates"""
    held, total = await queries.certificates(viewer(request), page=wanted.page, size=wanted.size)
    if not held and wanted.page > 1:
        raise NotFound("page")
    return await page(
        request,
        "portal/certificates.html",
        held=held,
        labels={status.value: label(status) for status in Status},
        reasons=reasons(),
        colours={status.value: COLOURS.get(status, "red") for status in Status},
        pager=Pager(wanted.page, wanted.size, total),
    )
