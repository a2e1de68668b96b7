"""API tokens: the first one by login and password, as slowly as on the sign-in page; one's own, made and revoked."""

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from registry import clock
from registry.accounts import queries, signing_in
from registry.accounts.schemas import Viewer
from registry.fields import Line
from registry.web import keys
from registry.web.api.schemas import Listing, Made, Shape, listing
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery
from registry.web.rate import SIGN_IN_BY_ACCOUNT, SIGN_IN_BY_ADDRESS

USUAL_DAYS = 30


class Wanted(BaseModel):
    """A token: its name for its owner, what it may do (everything that the viewer may, if empty), its last day."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Line(100)]
    permissions: Annotated[frozenset[str], Field(max_length=100)] = frozenset()
    expires_on: date | None = None


class FirstToken(Wanted):
    """A token for whoever signs in with these; thirty days unless told otherwise."""

    login: Annotated[str, Line(100)]
    password: Annotated[SecretStr, Field(max_length=1000)]


class Token(Shape):
    """A token without its secret."""

    id: UUID
    name: str
    permissions: tuple[str, ...]
    issued_at: datetime
    expires_on: date
    revoked_at: datetime | None
    last_used_at: datetime | None


class Issued(Made):
    """A new token. `secret` is shown this once: send it as `Authorization: Bearer …`."""

    secret: str
    permissions: tuple[str, ...]
    expires_on: date


async def _issue(wanted: Wanted, who: Viewer) -> Issued:
    secret = await signing_in.issue_token(
        wanted.name,
        permissions=wanted.permissions or frozenset(each.value for each in who.permissions),
        expires_on=wanted.expires_on or clock.today() + timedelta(days=USUAL_DAYS),
        actor=who,
    )
    made = await queries.token_of(secret)
    return Issued(id=made.id, secret=secret, permissions=made.permissions, expires_on=made.expires_on)


@endpoint(status=201, location="/api/v1/me/tokens/{id}")
async def first(request: web.Request, wanted: Annotated[FirstToken, Body]) -> Issued:
    """A token for a login and its password. Attempts are limited as on the sign-in page, and so is the account."""
    throttle = request.app[keys.THROTTLE]
    throttle.attempt(SIGN_IN_BY_ADDRESS, request.remote or "")
    throttle.attempt(SIGN_IN_BY_ACCOUNT, wanted.login.casefold())
    who = await signing_in.sign_in(wanted.login, wanted.password.get_secret_value(), now=clock.now())
    return await _issue(wanted, who)


@endpoint()
async def mine(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[Token]:
    """The viewer's own tokens, newest first, without their secrets."""
    return listing(Token, await queries.own_tokens(viewer(request)), wanted)


@endpoint(status=201, location="/api/v1/me/tokens/{id}")
async def issue(request: web.Request, wanted: Annotated[Wanted, Body]) -> Issued:
    """Another token of one's own, with no more rights than the present one."""
    return await _issue(wanted, viewer(request))


@endpoint()
async def revoke(request: web.Request, token_id: Annotated[UUID, Path]) -> None:
    """End one of one's own tokens at once."""
    await signing_in.revoke_token(token_id, actor=viewer(request))
