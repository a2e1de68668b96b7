"""Who a token stands for and what it may do; one's own password and language. Tokens are `tokens.py`'s."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from registry.accounts import actions, signing_in
from registry.accounts.rules import Permission, Role
from registry.errors import SignInNeeded
from registry.web import keys
from registry.web.api.schemas import Shape
from registry.web.endpoints import Body, endpoint
from registry.web.pages import viewer
from registry.web.rate import SIGN_IN_BY_ACCOUNT

Secret = Annotated[SecretStr, Field(min_length=1, max_length=1000)]


class HeldRole(Shape):
    """A role and where it is held: a place, an enterprise, or neither."""

    role: Role
    place_code: str | None
    enterprise_id: UUID | None


class Me(Shape):
    """The account behind the token; `permissions` are those left by the token's limit."""

    account_id: UUID
    login: str
    name: str
    locale: str
    grants: tuple[HeldRole, ...]
    permissions: tuple[Permission, ...]


class NewPassword(BaseModel):
    """The present password and the new one."""

    model_config = ConfigDict(extra="forbid")

    old: Secret
    new: Secret


class Language(BaseModel):
    """The language in which one wants to be addressed: zh-CN or en."""

    model_config = ConfigDict(extra="forbid")

    locale: str


@endpoint()
async def show(request: web.Request) -> Me:
    """Whose token this is and what it may do."""
    return Me.of(viewer(request))


@endpoint()
async def change_password(request: web.Request, sent: Annotated[NewPassword, Body]) -> None:
    """Replace one's own password and end every session; tokens stay. Attempts are limited as when signing in."""
    request.app[keys.THROTTLE].attempt(SIGN_IN_BY_ACCOUNT, viewer(request).login)
    await signing_in.change_password(
        _own_id(request), old=sent.old.get_secret_value(), new=sent.new.get_secret_value(), actor=viewer(request)
    )


@endpoint()
async def change_language(request: web.Request, sent: Annotated[Language, Body]) -> None:
    """Choose the language in which one's own account is addressed."""
    await actions.set_locale(_own_id(request), sent.locale, actor=viewer(request))


def _own_id(request: web.Request) -> UUID:
    """The account behind the token; the route has made sure that there is one."""
    account_id = viewer(request).account_id
    if account_id is None:
        raise SignInNeeded
    return account_id
