"""What an enterprise says of itself, shown and corrected by its members. Who they are is `members.py`'s."""

from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry.enterprises import actions, queries
from registry.enterprises.schemas import EnterpriseForm
from registry.errors import LvceError, NotFound
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer
from registry.web.portal.choices import SHOW_PLACES, place_choice
from registry.web.portal.windows import stored_now


class Correcting(EnterpriseForm):
    """What an enterprise says of itself, with the revision that the page was showing."""

    revision: Annotated[int, Field(ge=0, le=2**31 - 1)]


@endpoint(produces="text/html")
async def show(request: web.Request, enterprise_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/enterprises/{enterprise_id}"""
    own = await queries.own_enterprise(viewer(request), enterprise_id)
    said = {name: getattr(own, name) for name in Correcting.model_fields}
    return await _show(request, enterprise_id, blank_form(Correcting, said))


@endpoint(produces="text/html")
async def change(request: web.Request, enterprise_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """POST /portal/enterprises/{enterprise_id}"""
    form = await read_form(request, Correcting)
    if form.text("step") == SHOW_PLACES:
        return await _show(request, enterprise_id, Form(Correcting, form.typed))
    if not form.ok:
        return await _show(request, enterprise_id, form, status=422)
    try:
        await actions.change_enterprise(enterprise_id, form.value, actor=viewer(request), revision=form.value.revision)
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        stored = await stored_now(form, error)
        return await _show(request, enterprise_id, form, status=status_of(error), stored=stored)
    raise go(request, f"/portal/enterprises/{enterprise_id}", saved=1)


async def _show(
    request: web.Request,
    enterprise_id: UUID,
    form: Form[Correcting],
    *,
    status: int = 200,
    stored: dict[str, Any] | None = None,
) -> web.Response:
    return await page(
        request,
        "portal/enterprises.html",
        status=status,
        form=form,
        stored=stored or {},
        enterprise=await queries.own_enterprise(viewer(request), enterprise_id),
        places=await place_choice(request, form),
    )
