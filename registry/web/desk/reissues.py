"""Issuing a certificate anew: the form with what would be printed, and the page on which a second officer confirms."""

from typing import Annotated, Literal
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from certificates.lifecycle import reasons
from registry import clock
from registry.accounts.rules import Permission
from registry.errors import LvceError, NotFound
from registry.fields import Line, Paragraphs
from registry.issuance import queries as issuance
from registry.issuance.schemas import CertificateView
from registry.jurisdictions import queries as places
from registry.reissues import actions, queries
from registry.reissues.rules import ALL_FIELDS, FIELDS, ReissueState
from registry.reissues.schemas import Preview, ReissueView
from registry.web import i18n
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer

Text = Annotated[str, Line(200, required=False)]


class Asking(BaseModel):
    """The form of a re-issue. `confirmed` comes from the second page only."""

    reason: Annotated[str, Line(60)]
    document_number: Annotated[str, Line(100)]
    holder: Text = ""
    enterprise: Text = ""
    uscc: Text = ""
    address: Text = ""
    decision_document: Text = ""
    note: Annotated[str, Paragraphs(1000, required=False)] = ""
    confirmed: Literal["", "yes"] = ""

    @property
    def changes(self) -> dict[str, str]:
        """The texts as typed, by the name of their field."""
        return {name: getattr(self, name) for name in ALL_FIELDS}


class Deciding(BaseModel):
    """The second officer's word."""

    agree: Literal["yes", "no"]
    remark: Annotated[str, Paragraphs(1000, required=False)] = ""


@endpoint(produces="text/html")
async def show(request: web.Request, state: Annotated[ReissueState | None, Query] = None) -> web.Response:
    """GET /desk/reissues"""
    rows = await queries.reissues(viewer(request), state=state)
    names = await places.names(frozenset(row.place_code for row in rows), i18n.current_locale())
    return await page(
        request, "desk/reissues.html", rows=rows, state=state, states=list(ReissueState), names=names, reasons=reasons()
    )


@endpoint(produces="text/html")
async def new(request: web.Request, certificate_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/certificates/{certificate_id}/reissue"""
    facts = await issuance.facts_for_system((await _reachable(request, certificate_id)).id)
    shown = {name: getattr(facts.record, name) for name in ALL_FIELDS}
    return await _form(request, certificate_id, blank_form(Asking, shown))


@endpoint(produces="text/html")
async def propose(request: web.Request, certificate_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/certificates/{certificate_id}/reissue"""
    form = await read_form(request, Asking)
    if not form.ok:
        return await _form(request, certificate_id, form, status=422)
    found, today, asked = await _reachable(request, certificate_id), clock.today(), form.value
    said = {"reason": asked.reason, "document_number": asked.document_number, "note": asked.note}
    try:
        if not asked.confirmed:
            shown = await queries.preview(viewer(request), certificate_id, asked.reason, asked.changes, on=today)
            return await _confirm(request, found, form, shown)
        made = await actions.propose(certificate_id, actor=viewer(request), changes=asked.changes, on=today, **said)
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        return await _form(request, certificate_id, form, status=status_of(error))
    raise go(request, f"/desk/reissues/{made}")


@endpoint(produces="text/html")
async def reissue(request: web.Request, reissue_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/reissues/{reissue_id}"""
    return await _settling(request, reissue_id, blank_form(Deciding))


@endpoint(produces="text/html")
async def decide(request: web.Request, reissue_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/reissues/{reissue_id}"""
    form = await read_form(request, Deciding)
    if not form.ok:
        return await _settling(request, reissue_id, form, status=422)
    agree, who = form.value.agree == "yes", viewer(request)
    try:
        await actions.decide(reissue_id, actor=who, agree=agree, on=clock.today(), remark=form.value.remark)
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        return await _settling(request, reissue_id, form, status=status_of(error))
    raise go(request, f"/desk/reissues/{reissue_id}")


async def _reachable(request: web.Request, certificate_id: UUID) -> CertificateView:
    """The certificate, if the viewer may propose to issue it anew; NotFound otherwise."""
    who = viewer(request)
    found = await issuance.certificate(who, certificate_id)
    if not who.may_at(Permission.REISSUE_PROPOSE, found.record.place_code):
        raise NotFound("certificate")
    return found


async def _form(request: web.Request, certificate_id: UUID, form: Form[Asking], *, status: int = 200) -> web.Response:
    found = await _reachable(request, certificate_id)
    return await page(
        request,
        "desk/reissues_new.html",
        status=status,
        certificate=found,
        form=form,
        fields=FIELDS,
        reasons=[(code, i18n.bi(reasons()[code])) for code in FIELDS],
    )


async def _confirm(request: web.Request, found: CertificateView, form: Form[Asking], shown: Preview) -> web.Response:
    return await page(
        request,
        "desk/reissues_confirm.html",
        certificate=found,
        asked=form.value,
        reason=reasons()[form.value.reason],
        preview=shown,
        fields=ALL_FIELDS,
    )


async def _settling(request: web.Request, reissue_id: UUID, form: Form[Deciding], *, status: int = 200) -> web.Response:
    who = viewer(request)
    found = await queries.reissue(who, reissue_id)
    shown, hindrance = await _preview(request, found)
    return await page(
        request,
        "desk/reissues_reissue.html",
        status=status,
        reissue=found,
        form=form,
        preview=shown,
        hindrance=hindrance,
        reason=reasons()[found.reason],
        confirms=who.may_at(Permission.REISSUE_CONFIRM, found.place_code),
        place=await places.full_name(found.place_code, i18n.current_locale()),
    )


async def _preview(request: web.Request, found: ReissueView) -> tuple[Preview | None, LvceError | None]:
    """What would be printed today; or why nothing could be, which is better known before confirming."""
    try:
        return await queries.preview_of(viewer(request), found.id, on=clock.today()), None
    except LvceError as error:
        return None, error
