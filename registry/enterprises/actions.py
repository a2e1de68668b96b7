"""What enterprises do: sign up, correct what they say of themselves, let colleagues in and out, add and correct sites.

Their applications are `registry/applications/`'s.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from registry import clock
from registry.accounts.actions import end_membership, open_member_account, resume_membership
from registry.accounts.passwords import accepted
from registry.accounts.queries import account_viewer, members
from registry.accounts.rules import Permission
from registry.accounts.schemas import SYSTEM, Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.enterprises.area_classes import AREA_CLASSES
from registry.enterprises.formats import formats_of
from registry.enterprises.models import Enterprise, Site
from registry.enterprises.rules import checked_area, checked_opening
from registry.enterprises.schemas import EnterpriseForm, Joined, MemberForm, SignedUp, SignUp, SiteForm
from registry.errors import Conflict, Invalid, InvalidMany, LvceError, NotFound, NotNow
from registry.fields import empty
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


async def change_enterprise(enterprise_id: UUID, form: EnterpriseForm, *, actor: Viewer, revision: int) -> int:
    """Correct what an enterprise says of itself; returns its new revision. The credit code stays, it is who it is.

    What was handed in or certified before keeps what was said then. `revision` is that of the page; Conflict
    `enterprise-changed` with the stored values as `stored` in the context if it has changed since. Raises NotFound for
    a stranger's enterprise, Invalid for the place.
    """
    _check_own(actor, enterprise_id, Permission.ENTERPRISE_MANAGE_OWN)
    await _check_place(form.place_code)
    said = {name: getattr(form, name) for name in EnterpriseForm.model_fields}
    async with transaction():
        changed = await Enterprise.filter(id=enterprise_id, revision=revision).update(
            revision=F("revision") + 1, **said
        )
        if not changed:
            raise Conflict(
                "enterprise-changed",
                "Your enterprise was changed in another window or by a colleague since you opened it.",
                hint="Compare your entries with what is stored now, then save again.",
                stored=await _stored_enterprise(enterprise_id),
            )
        await record(
            actor=actor,
            tag="enterprise:change",
            subject=("enterprise", enterprise_id),
            data={"revision": revision + 1, **said},
            place_code=form.place_code,
        )
    return revision + 1


async def add_member(enterprise_id: UUID, form: MemberForm, *, actor: Viewer) -> Joined:
    """Open an account for a colleague, who may then do all that the actor may, or let a former colleague in again.

    A former colleague is known by the login and keeps the account as it was, password and name. A new one is addressed
    in the actor's language at first. Raises NotFound for a stranger's enterprise, Conflict `login-taken`, Invalid for
    the login and the password.
    """
    _check_own(actor, enterprise_id, Permission.ENTERPRISE_MANAGE_OWN)
    secret = await accepted(form.password.get_secret_value(), form.login)
    async with transaction():
        row = await _known(enterprise_id, lock=True)
        again = await resume_membership(form.login, enterprise_id=enterprise_id, on=clock.today(), actor=actor)
        account_id = again or await open_member_account(
            form.login,
            password=secret,
            name=form.name,
            enterprise_id=enterprise_id,
            actor=actor,
            locale=actor.locale,
        )
        await record(
            actor=actor,
            tag="enterprise:add_member",
            subject=("enterprise", enterprise_id),
            data={"account": account_id, "again": again is not None},
            place_code=row.place_code,
        )
    return Joined(account_id=account_id, again=again is not None)


async def end_member(enterprise_id: UUID, account_id: UUID, *, actor: Viewer, on: date) -> None:
    """End a colleague's membership from a day on; the account and what was done with it stay.

    Raises NotFound for a stranger's enterprise or somebody who is no member, Invalid `member-self` for one's own,
    NotNow `member-last` if nobody would be left: two colleagues may end each other at the same time.
    """
    _check_own(actor, enterprise_id, Permission.ENTERPRISE_MANAGE_OWN)
    if account_id == actor.account_id:
        raise Invalid(
            "member-self",
            "Your own access can only be ended by a colleague.",
            hint="Ask a colleague of your enterprise to end it.",
        )
    async with transaction():
        row = await _known(enterprise_id, lock=True)
        if {each.id for each in await members(SYSTEM, enterprise_id)} <= {account_id}:
            raise NotNow(
                "member-last",
                "Somebody has to look after the enterprise: its last member stays.",
                hint="Add a colleague first.",
            )
        await end_membership(account_id, enterprise_id=enterprise_id, on=on, actor=actor)
        await record(
            actor=actor,
            tag="enterprise:end_member",
            subject=("enterprise", enterprise_id),
            data={"account": account_id},
            on=on,
            place_code=row.place_code,
        )


async def add_site(form: SiteForm, *, actor: Viewer, enterprise_id: UUID) -> UUID:
    """Add what is to be recognised to an enterprise of the actor's; returns its id.

    Raises NotFound for a stranger's enterprise, Invalid or InvalidMany for figures that cannot be true or that the
    scheme needs, Conflict `site-duplicate` if the enterprise has a site of this name and scheme in this place already.
    """
    _check_own(actor, enterprise_id, Permission.SITE_MANAGE_OWN)
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
    _check_own(actor, row.enterprise_id, Permission.SITE_MANAGE_OWN)
    if form.scheme != row.scheme:
        raise Invalid(
            "site-scheme-fixed",
            "What a site is to be recognised as cannot be changed: its applications rest on it.",
            hint="Add another site for the other scheme.",
            field="scheme",
        )
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


async def _known(enterprise_id: UUID, *, lock: bool = False) -> Enterprise:
    """The row; locked until the transaction ends where others must not change the same thing meanwhile."""
    rows = Enterprise.filter(id=enterprise_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotFound("enterprise")
    return row


def _check_own(actor: Viewer, enterprise_id: UUID, permission: Permission) -> None:
    if not (actor.is_system or enterprise_id in actor.enterprises_for(permission)):
        raise NotFound("enterprise")


async def _check_site(form: SiteForm) -> None:
    """Every fault of the figures at once."""
    faults: list[LvceError] = await _kind_faults(form)
    if form.scheme in AREA_CLASSES.schemes:
        stated = {"building_area_m2": form.building_area_m2, "opened_on": form.opened_on}
        faults += [empty(name) for name, figure in stated.items() if figure is None]
    try:
        _area(form)
    except Invalid as fault:
        faults.append(fault)
    try:
        if form.opened_on is not None:
            checked_opening(form.opened_on, clock.today())
    except Invalid as fault:
        faults.append(fault)
    try:
        await _check_place(form.place_code)
    except Invalid as fault:
        faults.append(fault)
    if faults:
        raise faults[0] if len(faults) == 1 else InvalidMany(faults)


async def _kind_faults(form: SiteForm) -> list[LvceError]:
    """What is wrong with scheme and format."""
    formats = await formats_of(form.scheme)
    if not formats:
        return [
            Invalid(
                "scheme-unknown",
                "There are no criteria for {scheme}.",
                hint="Choose from the list what is to be recognised.",
                field="scheme",
                scheme=form.scheme,
            )
        ]
    if form.format not in formats:
        return [
            Invalid(
                "format-unknown",
                "The criteria know no format {format}.",
                hint="Choose the format from the list.",
                field="format",
                format=form.format,
            )
        ]
    return []


def _area(form: SiteForm) -> Decimal | None:
    return None if form.building_area_m2 is None else checked_area(form.building_area_m2)


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
        "scheme": form.scheme,
        "name": form.name,
        "format": form.format,
        "place_code": form.place_code,
        "address": form.address,
        "building_area_m2": _area(form),
        "opened_on": form.opened_on,
    }


async def _stored_enterprise(enterprise_id: UUID) -> dict[str, Any]:
    row = await _known(enterprise_id)
    return {name: getattr(row, name) for name in (*EnterpriseForm.model_fields, "revision")}


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
