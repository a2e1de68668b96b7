"""Certificates: the list with its search, one certificate with its history, and the two steps of changing its status.

Issuing one anew is `reissues.py`'s, re-checks are `rechecks.py`'s.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from certificates.lifecycle import Status, StatusChange, Window, leads_to, reasons
from registry import clock
from registry.accounts.rules import Permission
from registry.duties import queries as duties
from registry.duties import terms
from registry.errors import LvceError, NotFound
from registry.fields import Line, Paragraphs
from registry.issuance import actions, queries
from registry.issuance.rules import check_change
from registry.issuance.schemas import CertificateView
from registry.jurisdictions import queries as places
from registry.reissues import queries as reissues
from registry.web import i18n
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer
from registry.web.paging import PageQuery, Pager


@dataclass(frozen=True, slots=True)
class Step:
    """One way to change a status: who may, what it becomes, which action does it."""

    needs: Permission
    becomes: Status
    act: Callable[..., Awaitable[None]]


STEPS: Mapping[str, Step] = {
    "suspend": Step(Permission.CERTIFICATE_SUSPEND, Status.SUSPENDED, actions.suspend),
    "reinstate": Step(Permission.CERTIFICATE_SUSPEND, Status.VALID, actions.reinstate),
    "revoke": Step(Permission.CERTIFICATE_REVOKE, Status.REVOKED, actions.revoke),
    "cancel": Step(Permission.CERTIFICATE_REVOKE, Status.CANCELLED, actions.cancel),
}


class Wanted(PageQuery):
    """Search of the list."""

    q: Annotated[str, Field(max_length=120)] = ""


class Changing(BaseModel):
    """The form of a change. `confirmed` comes from the second page only."""

    effective_on: date
    reason: Annotated[str, Line(60)]
    document_number: Annotated[str, Line(100, required=False)] = ""
    remark: Annotated[str, Paragraphs(1000, required=False)] = ""
    confirmed: Literal["", "yes"] = ""


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[Wanted, Query]) -> web.Response:
    """GET /desk/certificates"""
    rows, total = await queries.certificates(viewer(request), text=wanted.q, page=wanted.page, size=wanted.size)
    codes = frozenset(row.record.place_code for row in rows)
    return await page(
        request,
        "desk/certificates.html",
        wanted=wanted,
        rows=rows,
        pager=Pager(wanted.page, wanted.size, total),
        names=await places.names(codes, i18n.current_locale()),
    )


@endpoint(produces="text/html")
async def certificate(request: web.Request, certificate_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/certificates/{certificate_id}"""
    who, today = viewer(request), clock.today()
    found = await queries.certificate(who, certificate_id)
    return await page(
        request,
        "desk/certificates_certificate.html",
        certificate=found,
        versions=await queries.versions(who, certificate_id),
        duties=await duties.of_certificate(who, certificate_id, on=today),
        terms=terms.in_force(found.record.scheme, found.record.place_code, found.record.valid_from),
        reissuing=next(iter(await reissues.reissues(who, number=found.record.number)), None),
        reissues=who.may_at(Permission.REISSUE_PROPOSE, found.record.place_code),
        rechecks=who.may_at(Permission.RECHECK_RECORD, found.record.place_code),
        reasons=reasons(),
        place=await places.full_name(found.record.place_code, i18n.current_locale()),
        possible=[name for name, step in STEPS.items() if who.may_at(step.needs, found.record.place_code)],
    )


@endpoint(produces="text/html")
async def changing(
    request: web.Request, certificate_id: Annotated[UUID, Path], step: Annotated[str, Path]
) -> web.Response:
    """GET /desk/certificates/{certificate_id}/{step}"""
    return await _form(request, certificate_id, step, blank_form(Changing, {"effective_on": clock.today()}))


@endpoint(produces="text/html")
async def change(
    request: web.Request, certificate_id: Annotated[UUID, Path], step: Annotated[str, Path]
) -> web.Response:
    """POST /desk/certificates/{certificate_id}/{step}"""
    form = await read_form(request, Changing)
    if not form.ok:
        return await _form(request, certificate_id, step, form, status=422)
    found = await _reachable(request, certificate_id, step)
    try:
        if not form.value.confirmed:
            _check(found, step, form.value)
            return await _confirm(request, found, step, form)
        await STEPS[step].act(certificate_id, actor=viewer(request), **form.value.model_dump(exclude={"confirmed"}))
    except LvceError as error:
        form.refuse(error)
        return await _form(request, certificate_id, step, form, status=status_of(error))
    raise go(request, f"/desk/certificates/{certificate_id}")


def _check(found: CertificateView, step: str, asked: Changing) -> None:
    """The refusals of the action, before anything is asked to be confirmed."""
    wanted = StatusChange(STEPS[step].becomes, asked.effective_on, asked.reason, asked.document_number)
    window = Window(found.record.valid_from, found.record.valid_until)
    check_change(window, [each.as_change() for each in found.changes], wanted, clock.today())


async def _reachable(request: web.Request, certificate_id: UUID, step: str) -> CertificateView:
    """The certificate, if this step is one and the viewer may take it there; NotFound otherwise."""
    who = viewer(request)
    found = await queries.certificate(who, certificate_id)
    if step not in STEPS or not who.may_at(STEPS[step].needs, found.record.place_code):
        raise NotFound("certificate")
    return found


async def _form(
    request: web.Request, certificate_id: UUID, step: str, form: Form[Changing], *, status: int = 200
) -> web.Response:
    found = await _reachable(request, certificate_id, step)
    fitting = [(code, i18n.bi(words)) for code, words in reasons().items() if STEPS[step].becomes in leads_to(code)]
    return await page(
        request,
        "desk/certificates_change.html",
        status=status,
        certificate=found,
        step=step,
        form=form,
        reasons=fitting,
    )


async def _confirm(request: web.Request, found: CertificateView, step: str, form: Form[Changing]) -> web.Response:
    return await page(
        request,
        "desk/certificates_confirm.html",
        certificate=found,
        step=step,
        asked=form.value,
        reason=reasons()[form.value.reason],
        today=clock.today(),
    )
