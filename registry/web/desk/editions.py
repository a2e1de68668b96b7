"""Editions of the bureau's own: the list of drafts and published ones, and beginning a draft from a file or an edition."""

from typing import Annotated, Literal
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.accounts.rules import Permission
from registry.editions import actions, queries
from registry.errors import Invalid, LvceError, TooLarge
from registry.fields import Line, empty
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import covers
from registry.spreadsheets.reading import TABLES
from registry.web import i18n
from registry.web.endpoints import endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, fill_form, posted_fields
from registry.web.pages import go, page, viewer
from registry.web.uploads import Incoming, receive

ACCEPT = ".xlsx,.csv"


class Beginning(BaseModel):
    """The form of a new draft. `edition`: scheme and name of the edition to begin from, if it is not a file."""

    way: Literal["file", "edition"]
    place_code: str
    scheme: str = ""
    sheet: Annotated[str, Line(120, required=False)] = ""
    edition: str = ""


@endpoint(produces="text/html")
async def show(request: web.Request) -> web.Response:
    """GET /desk/editions"""
    who = viewer(request)
    here = who.places_for(Permission.EDITION_READ)
    published = [each for each in await queries.published() if any(covers(code, each.place_code) for code in here)]
    drafts = await queries.drafts(who)
    codes = frozenset([row.place_code for row in drafts] + [row.place_code for row in published])
    return await page(
        request,
        "desk/editions.html",
        drafts=drafts,
        published=published,
        schemes=queries.SHIPPED.schemes,
        names=await places.names(codes, i18n.current_locale()),
        today=clock.today(),
    )


@endpoint(produces="text/html")
async def new(request: web.Request) -> web.Response:
    """GET /desk/editions/new"""
    return await _form(request, blank_form(Beginning, {"way": "file", "scheme": "green-mall"}))


@endpoint(produces="text/html")
async def begin(request: web.Request) -> web.Response:
    """POST /desk/editions/new"""
    form: Form[Beginning] = blank_form(Beginning)
    try:
        form, content, filename = await _received(request)
        if form.ok:
            draft_id = await _begun(request, form.value, content, filename)
            raise go(request, f"/desk/editions/{draft_id}")
    except LvceError as error:
        form.refuse(error)
    return await _form(request, form, status=status_of(form.faults[-1]))


async def _received(request: web.Request) -> tuple[Form[Beginning], bytes, str]:
    """The form and the file with its name; a form that came through sign-in has lost its file and says so."""
    if request.content_type == "application/x-www-form-urlencoded":
        return fill_form(Beginning, await posted_fields(request)), b"", ""

    async def take(incoming: Incoming) -> tuple[str, bytes]:
        return incoming.filename, b"".join([chunk async for chunk in incoming.chunks])

    received = await receive(request, take, limit=TABLES.content)
    filename, content = received.files[0] if received.files else ("", b"")
    return fill_form(Beginning, received.fields), content, filename


async def _begun(request: web.Request, asked: Beginning, content: bytes, filename: str) -> UUID:
    who, on = viewer(request), clock.today()
    if asked.way == "edition":
        scheme, _, name = asked.edition.partition("/")
        return await actions.copy_edition(scheme, name, place_code=asked.place_code, actor=who, on=on)
    if not content:
        raise empty("file")
    try:
        return await actions.import_table(
            content,
            filename=filename,
            scheme=asked.scheme,
            place_code=asked.place_code,
            sheet=asked.sheet,
            actor=who,
            on=on,
        )
    except (Invalid, TooLarge) as error:
        error.field = error.field or "file"
        raise


async def _form(request: web.Request, form: Form[Beginning], *, status: int = 200) -> web.Response:
    codes = viewer(request).places_for(Permission.EDITION_DRAFT)
    names = await places.names(frozenset(codes), i18n.current_locale())
    shelf = await queries.library()
    return await page(
        request,
        "desk/editions_new.html",
        status=status,
        form=form,
        places={code: names.get(code, code) for code in codes},
        schemes=shelf.schemes,
        editions=shelf.editions,
        accept=ACCEPT,
        most_bytes=TABLES.content,
    )
