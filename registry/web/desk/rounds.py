"""Rounds: those of the office's province, and announcing one."""

from aiohttp import web

from registry import clock
from registry.accounts.rules import Permission
from registry.applications import actions, queries
from registry.applications.criteria import OFFERED
from registry.applications.schemas import RoundForm
from registry.errors import LvceError
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import covers
from registry.web import i18n
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer


async def show(request: web.Request) -> web.Response:
    """GET /desk/rounds"""
    mine = viewer(request).places_for(Permission.ROUND_MANAGE)
    year = clock.today().year
    form = blank_form(RoundForm, {"year": year, "place_code": mine[0] if mine else "", "scheme": "green-mall"})
    return await _list(request, form)


async def announce(request: web.Request) -> web.Response:
    """POST /desk/rounds"""
    form = await read_form(request, RoundForm)
    if not form.ok:
        return await _list(request, form, status=422)
    try:
        await actions.open_round(form.value, actor=viewer(request))
    except LvceError as error:
        form.refuse(error)
        return await _list(request, form, status=status_of(error))
    raise go(request, "/desk/rounds")


async def _list(request: web.Request, form: Form[RoundForm], *, status: int = 200) -> web.Response:
    mine = viewer(request).places_for(Permission.ROUND_MANAGE)
    rounds = [each for each in await queries.rounds() if any(covers(code, each.place_code) for code in mine)]
    names = await places.names(frozenset(mine), i18n.current_locale())
    return await page(
        request,
        "desk/rounds.html",
        status=status,
        rounds=rounds,
        form=form,
        schemes=sorted(OFFERED),
        offices=[(code, names.get(code, code)) for code in mine],
        today=clock.today(),
    )
