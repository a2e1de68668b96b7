"""Enterprises: signing up, the viewer's own, one by its id, corrected. Malls are `sites.py`'s, colleagues `members.py`'s."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry.enterprises import actions, queries
from registry.enterprises.schemas import EnterpriseForm, SignUp
from registry.web import i18n, keys
from registry.web.api.schemas import Listing, Made, Revised, Shape, listing
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery
from registry.web.portal.sign_up import SIGN_UP_BY_ADDRESS


class Enterprise(Shape):
    """An enterprise as its members and bureaus see it."""

    id: UUID
    uscc: str
    name: str
    legal_representative: str
    place_code: str
    address: str
    contact_name: str
    contact_phone: str
    revision: int


class EnterpriseCorrection(EnterpriseForm):
    """What an enterprise says of itself, as it should be; `revision` is that of what was read before."""

    revision: Annotated[int, Field(ge=0, le=2**31 - 1)]


class SignedUp(Made):
    """The new enterprise and the account of whoever signed it up."""

    account_id: UUID


@endpoint(status=201, location="/api/v1/enterprises/{id}")
async def sign_up(request: web.Request, form: Annotated[SignUp, Body]) -> SignedUp:
    """Sign an enterprise up, with the account of whoever does it: both or neither.

    The account's first token is made with its login and password at `/api/v1/tokens`.
    """
    request.app[keys.THROTTLE].attempt(SIGN_UP_BY_ADDRESS, request.remote or "")
    made = await actions.sign_up(form, locale=i18n.current_locale())
    return SignedUp(id=made.enterprise_id, account_id=made.account_id)


@endpoint()
async def mine(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[Enterprise]:
    """The enterprises that the viewer is a member of."""
    return listing(Enterprise, await queries.mine(viewer(request)), wanted)


@endpoint()
async def one(request: web.Request, enterprise_id: Annotated[UUID, Path]) -> Enterprise:
    """One enterprise: the viewer's own, or one that their office looks after."""
    return Enterprise.of(await queries.enterprise(viewer(request), enterprise_id))


@endpoint()
async def change(
    request: web.Request, enterprise_id: Annotated[UUID, Path], form: Annotated[EnterpriseCorrection, Body]
) -> Revised:
    """Correct what one's own enterprise says of itself. 409 with what is `stored` if it changed since it was read."""
    revision = await actions.change_enterprise(enterprise_id, form, actor=viewer(request), revision=form.revision)
    return Revised(revision=revision)
