"""Sites: what of an enterprise can be recognised, malls or others, added and corrected by its members."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry.enterprises import actions, queries
from registry.enterprises.rules import AreaClass
from registry.enterprises.schemas import SiteForm
from registry.web.api.schemas import Listing, Made, Revised, Shape, listing
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery


class Site(Shape):
    """A site with the names that everything printed needs. Figures of the building are null where none are asked for."""

    id: UUID
    enterprise_id: UUID
    enterprise_name: str
    uscc: str
    scheme: str
    name: str
    format: str
    place_code: str
    address: str
    building_area_m2: Decimal | None
    area_class: AreaClass | None
    opened_on: date | None
    revision: int


class SiteCorrection(SiteForm):
    """A site as it should be; `revision` is that of the site which was read before."""

    revision: Annotated[int, Field(ge=0, le=2**31 - 1)]


@endpoint()
async def of_enterprise(
    request: web.Request, enterprise_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Site]:
    """The sites of an enterprise, by name."""
    await queries.enterprise(viewer(request), enterprise_id)
    return listing(Site, await queries.sites_of(viewer(request), enterprise_id), wanted)


@endpoint(status=201, location="/api/v1/sites/{id}")
async def add(request: web.Request, enterprise_id: Annotated[UUID, Path], form: Annotated[SiteForm, Body]) -> Made:
    """Add a site to one's own enterprise."""
    return Made(id=await actions.add_site(form, actor=viewer(request), enterprise_id=enterprise_id))


@endpoint()
async def one(request: web.Request, site_id: Annotated[UUID, Path]) -> Site:
    """One site: of the viewer's own enterprise, or one that their office looks after."""
    return Site.of(await queries.site(viewer(request), site_id))


@endpoint()
async def change(
    request: web.Request, site_id: Annotated[UUID, Path], form: Annotated[SiteCorrection, Body]
) -> Revised:
    """Correct a site; its scheme stays. 409 with what is `stored` if it changed since it was read."""
    figures = SiteForm.model_validate(form.model_dump(exclude={"revision"}))
    return Revised(revision=await actions.change_site(site_id, figures, actor=viewer(request), revision=form.revision))
