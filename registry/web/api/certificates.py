"""Certificates: whether a number is good on a day (anybody), the certificate book (bureaus and holders), changes of status."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, computed_field

from certificates.lifecycle import Status
from registry.issuance import actions, queries
from registry.issuance.schemas import Outcome
from registry.web.api.register import Reason
from registry.web.api.schemas import Listing, Shape, Words, part
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery

Number = Annotated[str, Field(max_length=120)]
Version = Annotated[int, Field(ge=1, le=999)]


class PublicCertificate(Shape):
    """What anybody may read of a certificate: what is printed on it, and the hash of its file once it is sealed."""

    number: str
    version: int
    identifier: str
    scheme: str
    place_code: str
    site_name: str
    enterprise_name: str
    uscc: str
    address: str
    issuer: Words
    document_number: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    demonstration: bool
    pdf_sha256: str

    @computed_field  # type: ignore[prop-decorator] # pydantic's own idiom, which mypy cannot follow
    @property
    def pdf(self) -> str | None:
        """Where the sealed document is; null while it is in the press."""
        return f"/certificates/{self.number}.pdf?version={self.version}" if self.pdf_sha256 else None


class CertificateAnswer(Shape):
    """Whether a number was good on a day. `answered_at` is the age of the answer; `record` is null if nobody knows it.

    `version` is the version that the answer is about, `versions` how many were issued; both 0 for an unknown number.
    """

    outcome: Outcome
    status: Status | None
    reasons: tuple[Reason, ...]
    number: str
    on: date
    answered_at: datetime
    record: PublicCertificate | None
    version: int
    versions: int


class StatusChange(Shape):
    """One line of a certificate's history; `reason` is a code of the list in `certificates/lifecycle.toml`."""

    ordinal: int
    status: Status
    effective_on: date
    reason: str
    remark: str
    document_number: str
    at: datetime


class Certificate(Shape):
    """A certificate as its bureau and its holder see it; `printed_at` null: still in the press.

    `supersedes_id` is the version before, `replaced_by_id` the one after, `renews_id` what was held before this number.
    """

    id: UUID
    record: PublicCertificate
    application_id: UUID
    enterprise_id: UUID
    site_id: UUID
    on: date
    status: Status
    reason: str
    changes: tuple[StatusChange, ...]
    reserved_at: datetime
    printed_at: datetime | None
    seal_level: str
    supersedes_id: UUID | None
    replaced_by_id: UUID | None
    renews_id: UUID | None


class Book(PageQuery):
    """What a list of certificates is narrowed to; `q` is part of a number or a name."""

    q: Annotated[str, Field(max_length=100)] = ""
    on: date | None = None


class Change(BaseModel):
    """A change of status. A suspension or reinstatement takes effect today or later, a revocation may reach back."""

    model_config = ConfigDict(extra="forbid")

    effective_on: date
    reason: Annotated[str, Field(max_length=60)]
    document_number: str = ""
    remark: str = ""


@endpoint()
async def listed(request: web.Request, wanted: Annotated[Book, Query]) -> Listing[Certificate]:
    """Certificates of the viewer's places and enterprises, newest first."""
    rows, total = await queries.certificates(
        viewer(request), text=wanted.q, on=wanted.on, page=wanted.page, size=wanted.size
    )
    return part(Certificate, rows, total, PageQuery(page=wanted.page, size=min(wanted.size, queries.MOST)))


@endpoint()
async def status(
    request: web.Request,
    number: Annotated[Number, Path],
    on: Annotated[date | None, Query] = None,
    version: Annotated[Version | None, Query] = None,
) -> CertificateAnswer:
    """Whether a certificate is good on a day: valid, not_valid or cannot_tell, with reasons.

    `number` is the certificate's number or its e-licence identifier. An unknown number is an answer, not an error. A
    number is answered by the version that counted on that day; an identifier, or `version`, names one.
    """
    del request
    return CertificateAnswer.of(await queries.status_of(number, on, version=version))


@endpoint()
async def details(
    request: web.Request, certificate_id: Annotated[UUID, Path], on: Annotated[date | None, Query] = None
) -> Certificate:
    """One certificate with its history, as its bureau and its holder see it."""
    return Certificate.of(await queries.certificate(viewer(request), certificate_id, on=on))


@endpoint()
async def versions(
    request: web.Request, certificate_id: Annotated[UUID, Path], on: Annotated[date | None, Query] = None
) -> list[Certificate]:
    """Every version of a certificate's number, the newest first."""
    return [Certificate.of(each) for each in await queries.versions(viewer(request), certificate_id, on=on)]


@endpoint()
async def suspend(
    request: web.Request, certificate_id: Annotated[UUID, Path], asked: Annotated[Change, Body]
) -> Certificate:
    """Suspend a certificate from a day on. Sending the same twice writes one line."""
    await actions.suspend(certificate_id, actor=viewer(request), **asked.model_dump())
    return Certificate.of(await queries.certificate(viewer(request), certificate_id))


@endpoint()
async def reinstate(
    request: web.Request, certificate_id: Annotated[UUID, Path], asked: Annotated[Change, Body]
) -> Certificate:
    """End a suspension from a day on. Sending the same twice writes one line."""
    await actions.reinstate(certificate_id, actor=viewer(request), **asked.model_dump())
    return Certificate.of(await queries.certificate(viewer(request), certificate_id))


@endpoint()
async def revoke(
    request: web.Request, certificate_id: Annotated[UUID, Path], asked: Annotated[Change, Body]
) -> Certificate:
    """Revoke a certificate for ever, with the document that says so. Sending the same twice writes one line."""
    await actions.revoke(certificate_id, actor=viewer(request), **asked.model_dump())
    return Certificate.of(await queries.certificate(viewer(request), certificate_id))


@endpoint()
async def cancel(
    request: web.Request, certificate_id: Annotated[UUID, Path], asked: Annotated[Change, Body]
) -> Certificate:
    """Cancel a certificate for ever, with the document that says so. Sending the same twice writes one line."""
    await actions.cancel(certificate_id, actor=viewer(request), **asked.model_dump())
    return Certificate.of(await queries.certificate(viewer(request), certificate_id))
