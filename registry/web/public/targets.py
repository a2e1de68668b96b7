"""Targets of the policy documents and how far they are reached, city by city, counted in the register on a day."""

from datetime import date
from typing import Annotated

from aiohttp import web
from pydantic import Field

from registry.targets import queries
from registry.web import keys
from registry.web.endpoints import Query, endpoint
from registry.web.pages import page


@endpoint(produces="text/html")
async def show(
    request: web.Request,
    year: Annotated[int | None, Query, Field(ge=2000, le=2100)] = None,
    on: Annotated[date | None, Query] = None,
) -> web.Response:
    """GET /targets"""
    province = request.app[keys.SETTINGS].province
    years = await queries.years(province)
    wanted = year or next(iter(years), None)
    found = None if wanted is None else await queries.progress(wanted, province, on=on)
    return await page(request, "public/targets.html", found=found, years=years, year=wanted)
