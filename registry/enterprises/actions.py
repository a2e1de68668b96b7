"""What enterprises do: sign up, add a site, correct it. Their applications are `registry/applications/`'s."""

from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from registry import clock
from registry.accounts.actions import open_member_account
from registry.accounts.passwords import accepted
from registry.accounts.queries import account_viewer
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.enterprises.models import Enterprise, Site
from registry.enterprises.rules import checked_area, checked_opening
from registry.enterprises.schemas import SignedUp, SignUp, SiteForm
from registry.errors import Conflict, Invalid, InvalidMany, LvceError, NotFound
from registry.jurisdictions.queries import place
from registry.jurisdictions.rules import Level


async def sign_up(form: SignUp, *, locale: str = "zh-CN") -> SignedUp:
    """Make the enterprise, the account of whoever fills in the form, and its membership: all three or none.

    Raises Conflict `uscc-taken` if the credit code is registered, `login-taken`; Invalid for the place, the login and
    the password.
    """
    await _check_place(form.place_code)
    if await Enterprise.exists(uscc=form.uscc):
        raise _uscc_taken()
    secret = await accepted(form.password.get_secret_value(), form.login)
    enterprise = Enterprise(created_at=clock.now(), **form.model_dump(exclude={"login", "password"}))
    try:
        async with transaction():
            await enterprise.save()
            account_id = await open_member_account(
                form.login,
                password=secret,
                name=form.contact_name,
                enterprise_id=enterprise.id,
                locale=locale,
            )
            await record(
                actor=await account_viewer(account_id),
                tag="enterprise:sign_up",
                subject=("enterprise", enterprise.id),
                data={"uscc": form.uscc, "name": form.name, "account": account_id},
                place_code=form.place_code,
            )
    except IntegrityError:
        raise _uscc_taken() from None
    return SignedUp(enterprise_id=enterprise.id, account_id=account_id)


async def add_site(form: SiteForm, *, actor: Viewer, enterprise_id: UUID) -> UUID:
    """Add a mall to an enterprise of the actor's; returns its id.

    Raises NotFound for a stranger's enterprise, Invalid or InvalidMany for figures that cannot be true, Conflict
    `site-duplicate` if the enterprise has a site of this name in this place already.
    """
    _check_owner(actor, enterprise_id)
    await _check_site(form)
    try:
        async with transaction():
            if not await Enterprise.exists(id=enterprise_id):
                raise NotFound("enterprise")
            row = await Site.create(enterprise_id=enterprise_id, created_at=clock.now(), **_columns(form))
            await record(
                actor=actor,
                tag="site:add",
                subject=("site", row.id),
                data={"enterprise": enterprise_id, **_columns(form)},
                place_code=form.place_code,
            )
    except IntegrityError:
        raise _duplicate_site() from None
    return row.id


async def change_site(site_id: UUID, form: SiteForm, *, actor: Viewer, revision: int) -> int:
    """Correct a site; returns its new revision. What was handed in before keeps the old figures.

    `revision` is that of the site which the page was showing; Conflict `site-changed` if it has changed since, with
    the stored figures as `stored` in the context. Otherwise as `add_site`.
    """
    row = await Site.get_or_none(id=site_id)
    if row is None:
        raise NotFound("site")
    _check_owner(actor, row.enterprise_id)
    await _check_site(form)
    try:
        async with transaction():
            changed = await Site.filter(id=site_id, revision=revision).update(
                revision=F("revision") + 1, **_columns(form)
            )
            if not changed:
                raise Conflict(
                    "site-changed",
                    "This site was changed in another window or by a colleague since you opened it.",
                    hint="Compare your entries with what is stored now, then save again.",
                    stored=await _stored(site_id),
                )
            await record(
                actor=actor,
                tag="site:change",
                subject=("site", site_id),
                data={"revision": revision + 1, **_columns(form)},
                place_code=form.place_code,
            )
    except IntegrityError:
        raise _duplicate_site() from None
    return revision + 1


def _check_owner(actor: Viewer, enterprise_id: UUID) -> None:
    if not (actor.is_system or enterprise_id in actor.enterprises_for(Permission.SITE_MANAGE_OWN)):
        raise NotFound("enterprise")


async def _check_site(form: SiteForm) -> None:
    """Every fault of the figures at once."""
    faults: list[LvceError] = []
    try:
        checked_area(form.building_area_m2)
    except Invalid as fault:
        faults.append(fault)
    try:
        checked_opening(form.opened_on, clock.today())
    except Invalid as fault:
        faults.append(fault)
    try:
        await _check_place(form.place_code)
    except Invalid as fault:
        faults.append(fault)
    if faults:
        raise faults[0] if len(faults) == 1 else InvalidMany(faults)


async def _check_place(code: str) -> None:
    """A city or county of today: that is where a bureau looks after it."""
    try:
        found = await place(code)
    except NotFound:
        raise Invalid(
            "place-unknown-code",
            "There is no place with the division code {place} today.",
            hint="Choose the place from the list.",
            field="place_code",
            place=code,
        ) from None
    if found.level not in {Level.CITY, Level.COUNTY}:
        raise Invalid(
            "place-too-wide",
            "Choose the city or county, not the whole province.",
            hint="The bureau of that place looks after the application.",
            field="place_code",
        )


def _columns(form: SiteForm) -> dict[str, Any]:
    return {
        "name": form.name,
        "format": form.format.value,
        "place_code": form.place_code,
        "address": form.address,
        "building_area_m2": checked_area(form.building_area_m2),
        "opened_on": form.opened_on,
    }


async def _stored(site_id: UUID) -> dict[str, Any]:
    row = await Site.get(id=site_id)
    names = ("name", "format", "place_code", "address", "building_area_m2", "opened_on", "revision")
    return {name: getattr(row, name) for name in names}


def _uscc_taken() -> Conflict:
    return Conflict(
        "uscc-taken",
        "An enterprise with this unified social credit code is registered already.",
        hint="Sign in with its account, or ask the colleague who registered it to add you.",
        field="uscc",
    )


def _duplicate_site() -> Conflict:
    return Conflict(
        "site-duplicate",
        "Your enterprise already has a site of this name in this place.",
        hint="Open that site, or give this one the name that people know it by.",
        field="name",
    )
