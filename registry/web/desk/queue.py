"""The first page of the desk: what waits for this person, filtered by what stands in the address."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from registry import clock
from registry.accounts.rules import Role
from registry.accounts.schemas import Viewer
from registry.errors import Forbidden
from registry.jurisdictions import queries as places
from registry.web import i18n
from registry.web.desk.waiting import Kind, Task, gather
from registry.web.endpoints import Query, endpoint
from registry.web.pages import page, viewer
from registry.web.paging import PageQuery, Pager


class Wanted(PageQuery):
    """What the queue is narrowed to. `who`: what waits for me, or what is with others."""

    who: Literal["me", "others"] = "me"
    kind: Kind | None = None
    place: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    q: Annotated[str, Field(max_length=100)] = ""
    late: Literal["1"] | None = None

    def fits(self, task: Task) -> bool:
        """Whether a task is shown, whoever it waits for."""
        return (
            self.kind in {None, task.kind}
            and (self.place is None or task.place_code.startswith(self.place[:4]))
            and (not self.q or self.q.casefold() in f"{task.site_name}\n{task.enterprise_name}".casefold())
            and (self.late is None or task.late)
        )


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[Wanted, Query]) -> web.Response:
    """GET /desk"""
    who = viewer(request)
    _check_official(who)
    tasks = await gather(who, clock.today())
    mine = [task for task in tasks if not task.with_others]
    others = [task for task in tasks if task.with_others]
    fitting = [task for task in (mine if wanted.who == "me" else others) if wanted.fits(task)]
    codes = {task.place_code for task in tasks} | {f"{task.place_code[:4]}00" for task in tasks}
    return await page(
        request,
        "desk/queue.html",
        wanted=wanted,
        tasks=fitting[wanted.offset : wanted.offset + wanted.size],
        pager=Pager(wanted.page, wanted.size, len(fitting)),
        counts={"me": len(mine), "others": len(others), "late": sum(task.late for task in mine)},
        kinds=list(dict.fromkeys(task.kind for task in (mine if wanted.who == "me" else others))),
        cities=sorted({f"{task.place_code[:4]}00" for task in tasks}),
        names=await places.names(frozenset(codes), i18n.current_locale()),
    )


def _check_official(who: Viewer) -> None:
    """The desk is not for members of enterprises: they get the page of things that do not exist."""
    if all(grant.role is Role.ENTERPRISE_MEMBER for grant in who.grants):
        raise Forbidden
