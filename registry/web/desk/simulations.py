"""Simulations: asking what an edition would do, how far the answer is, and what it says by city, clause and mall."""

import secrets
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry.accounts.rules import Permission
from registry.errors import LvceError
from registry.jurisdictions import queries as places
from registry.simulations import actions, queries
from registry.simulations.rules import MoveKind
from registry.simulations.schemas import EditionChoice, Question
from registry.web import i18n
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer
from registry.web.paging import PageQuery, Pager
from registry.web.simulation_sheets import kind_name, reasons, scored

SLASH = "/"
CHOICE = r"^([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$"
REFRESH_SECONDS = 5


class Asking(BaseModel):
    """The form of a new simulation. `edition` is `<scheme>/<edition>`, or the id of a draft."""

    edition: Annotated[str, Field(max_length=121, pattern=CHOICE)]
    place_code: Annotated[str, Field(pattern=r"^\d{6}$")]
    token: Annotated[str, Field(min_length=1, max_length=64)]

    def question(self) -> Question:
        """The same in the words of the action."""
        scheme, slash, edition = self.edition.partition(SLASH)
        if slash:
            return Question(scheme=scheme, edition=edition, place_code=self.place_code)
        return Question(draft_id=UUID(self.edition), place_code=self.place_code)


class Wanted(PageQuery):
    """Which moves to show; `still` keeps the page from opening itself again."""

    kind: MoveKind | None = None
    place: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    still: bool = False


@endpoint(produces="text/html")
async def show(request: web.Request, draft: Annotated[UUID | None, Query] = None) -> web.Response:
    """GET /desk/simulations"""
    mine = viewer(request).places_for(Permission.SIMULATION_RUN)
    values = {"edition": draft, "place_code": mine[0] if mine else "", "token": secrets.token_urlsafe(24)}
    return await _list(request, blank_form(Asking, values))


@endpoint(produces="text/html")
async def start(request: web.Request) -> web.Response:
    """POST /desk/simulations"""
    form = await read_form(request, Asking)
    if not form.ok:
        return await _list(request, form, status=422)
    try:
        made = await actions.start(form.value.question(), token=form.value.token, actor=viewer(request))
    except LvceError as error:
        form.refuse(error)
        return await _list(request, form, status=status_of(error))
    raise go(request, f"/desk/simulations/{made}")


@endpoint(produces="text/html")
async def simulation(
    request: web.Request, simulation_id: Annotated[UUID, Path], wanted: Annotated[Wanted, Query]
) -> web.Response:
    """GET /desk/simulations/{simulation_id}"""
    who = viewer(request)
    found = await queries.simulation(who, simulation_id)
    moves = await queries.moves(
        who,
        simulation_id,
        kind=wanted.kind,
        place_code=wanted.place or "",
        page=wanted.page,
        size=wanted.size,
    )
    return await page(
        request,
        "desk/simulations_simulation.html",
        found=found,
        moves=moves,
        wanted=wanted,
        kinds=list(MoveKind),
        pager=Pager(wanted.page, wanted.size, moves.total),
        names=await places.names(frozenset(move.place_code for move in moves.items), i18n.current_locale()),
        refresh=REFRESH_SECONDS,
        kind_name=kind_name,
        reasons=reasons,
        scored=scored,
    )


@endpoint(produces="text/html")
async def cancel(request: web.Request, simulation_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/simulations/{simulation_id}/cancel"""
    await actions.cancel(simulation_id, actor=viewer(request))
    raise go(request, f"/desk/simulations/{simulation_id}")


@endpoint(produces="text/html")
async def try_again(request: web.Request, simulation_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/simulations/{simulation_id}/retry"""
    await actions.try_again(simulation_id, actor=viewer(request))
    raise go(request, f"/desk/simulations/{simulation_id}")


async def _list(request: web.Request, form: Form[Asking], *, status: int = 200) -> web.Response:
    who = viewer(request)
    rows = await queries.simulations(who)
    runs = who.may(Permission.SIMULATION_RUN)
    return await page(
        request,
        "desk/simulations.html",
        status=status,
        rows=rows,
        form=form,
        choices=[_named(choice) for choice in await queries.choices(who)] if runs else [],
        offices=await _offices(request) if runs else [],
        names=await places.names(frozenset(row.place_code for row in rows), i18n.current_locale()),
    )


def _named(choice: EditionChoice) -> tuple[str, str]:
    """Value and text of one edition to choose."""
    title, day = i18n.bi(choice.title), choice.in_force_from
    if choice.draft_id is not None:
        return str(choice.draft_id), i18n.say("Draft: {title} ({day})", title=title, day=day or "–")
    return f"{choice.scheme}{SLASH}{choice.edition}", i18n.say("{title} (from {day})", title=title, day=day)


async def _offices(request: web.Request) -> list[tuple[str, str]]:
    """The viewer's places, each with those one rung below."""
    locale, found = i18n.current_locale(), []
    for code in viewer(request).places_for(Permission.SIMULATION_RUN):
        found.append((code, (await places.place(code)).name(locale)))
        found += [(place.code, place.name(locale)) for place in await places.children(code)]
    return found
