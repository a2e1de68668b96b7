"""Accounts for those who manage them: listed, opened with a first role, given and relieved of roles, stopped, resumed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from registry import clock
from registry.accounts import actions, queries
from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.fields import Line
from registry.web.api.me import HeldRole
from registry.web.api.schemas import Listing, Made, Shape, part
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery


class Account(Shape):
    """An account with the roles held today; `locked_until`: signing in rests after failures."""

    id: UUID
    login: str
    name: str
    locale: str
    active: bool
    locked_until: datetime | None
    grants: tuple[HeldRole, ...]


class Accounts(PageQuery):
    """What the list is narrowed to; `q` is part of a login or a name."""

    q: Annotated[str, Field(max_length=100)] = ""


class Office(BaseModel):
    """A role and where it is held; no place for roles that hold none."""

    model_config = ConfigDict(extra="forbid")

    role: Role
    place_code: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None


class Appointment(Office):
    """A new account with its first role."""

    login: Annotated[str, Line(64)]
    password: Annotated[SecretStr, Field(max_length=1000)]
    name: Annotated[str, Line(100)]


class Ended(Office):
    """A role that is held, to be ended."""

    enterprise_id: UUID | None = None


class Use(BaseModel):
    """Whether an account may be used; stopping it ends its sessions and its tokens' use."""

    model_config = ConfigDict(extra="forbid")

    active: bool


@endpoint()
async def listed(request: web.Request, wanted: Annotated[Accounts, Query]) -> Listing[Account]:
    """Accounts in order of their login."""
    who = viewer(request)
    rows = await queries.accounts(who, text=wanted.q, offset=wanted.offset, limit=wanted.size)
    return part(Account, rows, await queries.account_count(who, text=wanted.q), wanted)


@endpoint()
async def one(request: web.Request, account_id: Annotated[UUID, Path]) -> Account:
    """One account with its roles."""
    return Account.of(await queries.account(viewer(request), account_id))


@endpoint(status=201, location="/api/v1/accounts/{id}")
async def appoint(request: web.Request, sent: Annotated[Appointment, Body]) -> Made:
    """Open the account of an official or an expert with its first role: both or neither."""
    made = await actions.appoint(
        sent.login,
        password=sent.password.get_secret_value(),
        name=sent.name,
        role=sent.role,
        place_code=sent.place_code,
        on=clock.today(),
        actor=viewer(request),
    )
    return Made(id=made)


@endpoint()
async def grant(request: web.Request, account_id: Annotated[UUID, Path], sent: Annotated[Office, Body]) -> Account:
    """Give an account a role from today. Giving what is held changes nothing."""
    who = viewer(request)
    await actions.grant_role(account_id, sent.role, place_code=sent.place_code, on=clock.today(), actor=who)
    return Account.of(await queries.account(who, account_id))


@endpoint()
async def relieve(request: web.Request, account_id: Annotated[UUID, Path], sent: Annotated[Ended, Body]) -> Account:
    """End a role today; it counted until yesterday."""
    who, held = viewer(request), Grant(sent.role, sent.place_code, sent.enterprise_id)
    await actions.revoke_role(account_id, held, on=clock.today(), actor=who)
    return Account.of(await queries.account(who, account_id))


@endpoint()
async def use(request: web.Request, account_id: Annotated[UUID, Path], sent: Annotated[Use, Body]) -> Account:
    """Stop or resume an account's use."""
    who = viewer(request)
    await actions.set_active(account_id, active=sent.active, actor=who)
    return Account.of(await queries.account(who, account_id))
