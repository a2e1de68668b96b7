"""What of an enterprise can be recognised, malls or others: adding, looking at it, correcting it.

Two windows never overwrite each other.
"""

from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry.accounts.rules import Permission
from registry.enterprises import actions, queries
from registry.enterprises.area_classes import AREA_CLASSES
from registry.enterprises.schemas import SiteForm
from registry.errors import LvceError, NotFound
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer
from registry.web.portal.choices import SHOW_PLACES, formats, place_choice, schemes
from registry.web.portal.windows import stored_now

FIELDS = ("scheme", "name", "format", "place_code", "address", "building_area_m2", "opened_on")


class Adding(SiteForm):
    """A new site; `enterprise_id` is asked only from people who look after several enterprises."""

    enterprise_id: UUID | None = None


class Correcting(SiteForm):
    """A site's figures with the revision that the page was showing."""

    revision: Annotated[int, Field(ge=0)]


async def new(request: web.Request) -> web.Response:
    """GET /portal/sites/new"""
    return await _new(request, blank_form(Adding))


async def add(request: web.Request) -> web.StreamResponse:
    """POST /portal/sites/new"""
    form = await read_form(request, Adding)
    if form.text("step") == SHOW_PLACES:
        return await _new(request, Form(Adding, form.typed))
    if not form.ok:
        return await _new(request, form, status=422)
    who, stated = viewer(request), form.value
    try:
        enterprise_id = stated.enterprise_id or _only(who.enterprises_for(Permission.SITE_MANAGE_OWN))
        site_id = await actions.add_site(_plain(stated), actor=who, enterprise_id=enterprise_id)
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        return await _new(request, form, status=status_of(error))
    raise go(request, f"/portal/sites/{site_id}", added=1)


@endpoint(produces="text/html")
async def show(request: web.Request, site_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/sites/{site_id}"""
    site = await queries.site(viewer(request), site_id)
    return await _show(request, site_id, blank_form(Correcting, _values(site)))


@endpoint(produces="text/html")
async def change(request: web.Request, site_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """POST /portal/sites/{site_id}"""
    form = await read_form(request, Correcting)
    if form.text("step") == SHOW_PLACES:
        return await _show(request, site_id, Form(Correcting, form.typed))
    if not form.ok:
        return await _show(request, site_id, form, status=422)
    try:
        await actions.change_site(site_id, _plain(form.value), actor=viewer(request), revision=form.value.revision)
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        return await _show(request, site_id, form, status=status_of(error), stored=await stored_now(form, error))
    raise go(request, f"/portal/sites/{site_id}", saved=1)


def _plain(form: SiteForm) -> SiteForm:
    return SiteForm(**{name: getattr(form, name) for name in FIELDS})


def _values(site: Any) -> dict[str, Any]:
    names = (*FIELDS, "revision")
    return {name: getattr(getattr(site, name), "value", getattr(site, name)) for name in names}


def _only(enterprises: tuple[UUID, ...]) -> UUID:
    if not enterprises:
        raise NotFound("enterprise")
    return enterprises[0]


async def _new(request: web.Request, form: Form[Adding], *, status: int = 200) -> web.Response:
    offered = schemes()
    scheme = form.text("scheme") or request.query.get("scheme", "")
    if len(offered) == 1:
        scheme = offered[0][0]
    return await page(
        request,
        "portal/sites_new.html",
        status=status,
        form=form,
        schemes=offered,
        scheme=scheme if scheme in dict(offered) else "",
        enterprises=await queries.mine(viewer(request)),
        places=await place_choice(request, form),
        formats=await formats(scheme),
        classes=AREA_CLASSES,
    )


async def _show(
    request: web.Request,
    site_id: UUID,
    form: Form[Correcting],
    *,
    status: int = 200,
    stored: dict[str, Any] | None = None,
) -> web.Response:
    site = await queries.site(viewer(request), site_id)
    return await page(
        request,
        "portal/sites_show.html",
        status=status,
        form=form,
        stored=stored or {},
        site=site,
        scheme=site.scheme,
        places=await place_choice(request, form),
        formats=await formats(site.scheme),
        classes=AREA_CLASSES,
    )
