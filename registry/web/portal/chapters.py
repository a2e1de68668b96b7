"""One chapter of an application: its items with their rules, the answers, and saving them, whole or one by one."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import orjson
from aiohttp import web
from pydantic import BaseModel

from registry.applications import queries
from registry.applications.schemas import ApplicationView, FormChapter, FormItem
from registry.errors import LvceError, NotFound
from registry.reviews import queries as reviews
from registry.web import i18n
from registry.web.endpoints import Path, endpoint
from registry.web.forms import Form, posted_fields
from registry.web.pages import go, page, render, viewer
from registry.web.portal import answers, saving
from registry.web.portal.saving import Kept
from registry.web.values import Typed

NEXT = "next"
EVIDENCE = "evidence:"
"""Values of the button `then`: where to go once the chapter is saved. Anything else stays."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in which application a request is."""

    view: ApplicationView
    chapter: FormChapter

    @property
    def address(self) -> str:
        return f"/portal/applications/{self.view.id}/chapters/{self.chapter.code}"

    @property
    def items(self) -> tuple[FormItem, ...]:
        """Items that the site's format has to answer."""
        return tuple(item for item in self.chapter.items if item.applies)

    def after(self, then: str) -> str:
        """Where the button leads."""
        if then.startswith(EVIDENCE) and then.removeprefix(EVIDENCE) in {item.code for item in self.items}:
            return f"/portal/applications/{self.view.id}/evidence/{then.removeprefix(EVIDENCE)}"
        if then == NEXT:
            following = self.following
            whole = f"/portal/applications/{self.view.id}"
            return f"{whole}/chapters/{following.code}" if following else whole
        return self.address

    @property
    def following(self) -> FormChapter | None:
        """The next chapter; None after the last."""
        codes = [chapter.code for chapter in self.view.chapters]
        rest = self.view.chapters[codes.index(self.chapter.code) + 1 :]
        return rest[0] if rest else None


@endpoint(produces="text/html")
async def show(request: web.Request, application_id: Annotated[UUID, Path], code: Annotated[str, Path]) -> web.Response:
    """GET /portal/applications/{application_id}/chapters/{code}"""
    return await _page(request, await _place(request, application_id, code), {}, Kept())


@endpoint(produces="text/html")
async def save(
    request: web.Request, application_id: Annotated[UUID, Path], code: Annotated[str, Path]
) -> web.StreamResponse:
    """POST /portal/applications/{application_id}/chapters/{code}"""
    place, typed = await _place(request, application_id, code), await posted_fields(request)
    kept = await saving.keep(application_id, place.items, typed, actor=viewer(request))
    if kept.whole:
        raise go(request, place.after(typed.get("then", [""])[-1]), saved=1)
    place = await _place(request, application_id, code)
    return await _page(request, place, typed, kept, status=409 if kept.clashes else 422)


@endpoint()
async def autosave(
    request: web.Request, application_id: Annotated[UUID, Path], code: Annotated[str, Path]
) -> web.Response:
    """POST /portal/applications/{application_id}/answers/{code}.json, the fields of one item"""
    view, typed = await queries.application(viewer(request), application_id), await posted_fields(request)
    kept = await saving.keep(application_id, [item_of(view, code)], typed, actor=viewer(request))
    view = await queries.application(viewer(request), application_id)
    return _told(request, view, item_of(view, code), kept, typed)


def item_of(view: ApplicationView, code: str) -> FormItem:
    """The item of a criterion that the site has to answer; NotFound if there is none."""
    for chapter in view.chapters:
        for item in chapter.items:
            if item.code == code and item.applies:
                return item
    raise NotFound("criterion")


def chapter_of(view: ApplicationView, code: str) -> FormChapter:
    """The chapter in which a criterion stands."""
    return next(chapter for chapter in view.chapters if any(item.code == code for item in chapter.items))


async def _place(request: web.Request, application_id: UUID, code: str) -> _Place:
    view = await queries.application(viewer(request), application_id)
    for chapter in view.chapters:
        if chapter.code == code:
            return _Place(view, chapter)
    raise NotFound("chapter")


def _told(request: web.Request, view: ApplicationView, item: FormItem, kept: Kept, typed: Typed) -> web.Response:
    """What the script is told of one answer: the words to show, and what the hidden fields now hold."""
    code, shown = item.code, answers.typed_of(item)
    told: dict[str, Any] = {
        "version": item.version,
        "base": "" if code in kept.clashes else shown[f"base-{code}"][0],
        "score": render(request, "portal/_score.html", {"view": view, "chapter": chapter_of(view, code)}),
        "line": render(request, "portal/_line.html", {"item": item}),
    }
    if code in kept.faults:
        told |= {"state": "fault", "message": " ".join(_words(fault) for fault in kept.faults[code])}
        told |= {"version": None, "base": None}
    elif code in kept.clashes:
        context = {"item": item, "clash": kept.clashes[code], "stored": answers.said(item, item.value), "chosen": ""}
        told |= {"state": "clash", "clash": render(request, "portal/_clash.html", context)}
    else:
        told |= {"state": "saved", "message": saved_words(item)}
        if f"clash-{code}" in typed:
            told["fields"] = {name: shown.get(name, [""])[0] for name in answers.fields_of(item)}
    status = 409 if code in kept.clashes else 422 if code in kept.faults else 200
    return web.Response(body=orjson.dumps(told), status=status, content_type="application/json")


def saved_words(item: FormItem) -> str:
    """“Saved 10:42”; empty for an answer that never was saved."""
    return i18n.say("Saved {time}", time=i18n.moment(item.saved_at)[-5:]) if item.saved_at else ""


def _words(fault: LvceError) -> str:
    return " ".join(part for part in (i18n.explained(fault), i18n.hinted(fault)) if part)


def _form(place: _Place, typed: Typed, kept: Kept) -> Form[BaseModel]:
    """The stored answers, over them what was typed and could not be kept, with the faults at their fields."""
    form: Form[BaseModel] = Form(BaseModel)
    for item in place.items:
        form.typed |= answers.typed_of(item)
        code = item.code
        if code in kept.faults or code in kept.clashes:
            names = [*answers.fields_of(item), f"version-{code}", f"base-{code}", f"clash-{code}"]
            form.typed |= {name: typed.get(name, [""]) for name in names}
        if code in kept.clashes:
            form.typed |= {f"version-{code}": [str(kept.clashes[code].stored_version)], f"base-{code}": [""]}
            form.typed[f"clash-{code}"] = ["1"]
            form.refuse(_clashed(code))
        for fault in kept.faults.get(code, []):
            form.refuse(fault)
    return form


def _clashed(code: str) -> LvceError:
    return LvceError(
        "answer-choice",
        "This answer was changed in another window or by a colleague.",
        hint="Choose which of the two is to stand.",
        field=f"choice-{code}",
    )


async def _page(request: web.Request, place: _Place, typed: Typed, kept: Kept, *, status: int = 200) -> web.Response:
    checks = await reviews.checks(viewer(request), place.view.id)
    return await page(
        request,
        "portal/chapters.html",
        status=status,
        view=place.view,
        chapter=place.chapter,
        following=place.following,
        carried=[item for item in place.items if item.carried_on],
        address=place.address,
        form=_form(place, typed, kept),
        kept=kept,
        advice=checks[-1].advice if checks and place.view.editable else {},
        said={item.code: answers.said(item, item.value) for item in place.items},
        saved={item.code: saved_words(item) for item in place.items},
    )
