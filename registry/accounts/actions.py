"""What is done with accounts: opened, granted roles, stopped. Signing in, passwords and tokens are `signing_in.py`'s.

Enterprises signing up and letting colleagues in and out is `registry/enterprises/`'s, which calls `open_member_account`
and `end_membership` inside its own transactions.
"""

from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from registry import clock
from registry.accounts import passwords
from registry.accounts.models import Account, RoleGrant, Session
from registry.accounts.rules import Permission, Role, check_grant, normal_login, required_name
from registry.accounts.schemas import PUBLIC, Grant, Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.errors import Conflict, Forbidden, Invalid, NotFound
from registry.jurisdictions.rules import level_of, normal_code

LOCALES = frozenset({"zh-CN", "en"})


async def create_account(login: str, *, password: str, name: str, locale: str = "zh-CN", actor: Viewer) -> UUID:
    """Open an account without any role; returns its id.

    Raises Invalid (`login-form`, `password-…`, text faults) and Conflict `login-taken`.
    """
    _manage(actor)
    account = await _prepared(login, password, name, locale)
    async with transaction():
        await _save(account)
        await record(actor=actor, tag="account:create", subject=("account", account.id), data={"login": account.login})
    return account.id


async def appoint(
    login: str, *, password: str, name: str, role: Role, place_code: str | None, on: date, actor: Viewer
) -> UUID:
    """Open the account of an official or an expert together with its first role; returns its id.

    Both or neither: raises as `create_account` and `grant_role`.
    """
    _manage(actor)
    code = normal_code(place_code) if place_code else None
    check_grant(role, level_of(code).value if code else None, has_enterprise=False)
    account = await _prepared(login, password, name, "zh-CN")
    async with transaction():
        await _save(account)
        await RoleGrant.create(account=account, role=role, place_code=code, granted_on=on)
        await record(
            actor=actor,
            tag="account:appoint",
            subject=("account", account.id),
            data={"login": account.login, "role": role, "place": code},
            on=on,
            place_code=code,
        )
    return account.id


async def open_member_account(
    login: str,
    *,
    password: str | passwords.Hashed,
    name: str,
    enterprise_id: UUID,
    actor: Viewer = PUBLIC,
    locale: str = "zh-CN",
) -> UUID:
    """Open the account of an enterprise's member, with that role; returns its id. Errors as `create_account`.

    The caller has decided that this person may join this enterprise: it signs up just now, or a member invites. One
    that calls inside its own transaction hashes the password before it (`passwords.accepted`).
    """
    account = await _prepared(login, password, name, locale)
    async with transaction():
        await _save(account)
        await RoleGrant.create(
            account=account, role=Role.ENTERPRISE_MEMBER, enterprise_id=enterprise_id, granted_on=clock.today()
        )
        await record(
            actor=actor,
            tag="account:open:member",
            subject=("account", account.id),
            data={"login": account.login, "enterprise": enterprise_id},
        )
    return account.id


async def resume_membership(login: str, *, enterprise_id: UUID, on: date, actor: Viewer) -> UUID | None:
    """Let a former member of an enterprise in again, with the account and password they had; returns its id.

    None if the login is not that of somebody who was a member of this enterprise and no longer is. The caller has
    decided that the actor may: a colleague lets in.
    """
    async with transaction():
        account = await Account.filter(login=normal_login(login), active=True).select_for_update().first()
        grants = RoleGrant.filter(
            account_id=account.id if account else None, role=Role.ENTERPRISE_MEMBER, enterprise_id=enterprise_id
        )
        if account is None or not await grants.exists() or await grants.filter(revoked_on__isnull=True).exists():
            return None
        await RoleGrant.create(account=account, role=Role.ENTERPRISE_MEMBER, enterprise_id=enterprise_id, granted_on=on)
        await record(
            actor=actor,
            tag="account:resume:member",
            subject=("account", account.id),
            data={"enterprise": enterprise_id},
            on=on,
        )
    return account.id


async def end_membership(account_id: UUID, *, enterprise_id: UUID, on: date, actor: Viewer) -> None:
    """End somebody's membership of an enterprise from a day on. Raises NotFound if it is not held.

    The caller has decided that the actor may: a colleague ends it.
    """
    async with transaction():
        ended = await RoleGrant.filter(
            account_id=account_id, role=Role.ENTERPRISE_MEMBER, enterprise_id=enterprise_id, revoked_on__isnull=True
        ).update(revoked_on=on)
        if not ended:
            raise NotFound("grant")
        await record(
            actor=actor,
            tag="account:end:member",
            subject=("account", account_id),
            data={"enterprise": enterprise_id},
            on=on,
        )


async def grant_role(
    account_id: UUID,
    role: Role,
    *,
    place_code: str | None = None,
    enterprise_id: UUID | None = None,
    on: date,
    actor: Viewer,
) -> None:
    """Give an account a role from a day on. Granting what is already held changes nothing.

    Raises Invalid `grant-scope` unless the role belongs there (see `rules.check_grant`), NotFound, Forbidden.
    """
    _manage(actor)
    code = normal_code(place_code) if place_code else None
    check_grant(role, level_of(code).value if code else None, has_enterprise=enterprise_id is not None)
    async with transaction():
        # Locked, so that granting twice at the same time finds the other's grant.
        if not await Account.filter(id=account_id).select_for_update().exists():
            raise NotFound("account")
        held = RoleGrant.filter(
            account_id=account_id, role=role, place_code=code, enterprise_id=enterprise_id, revoked_on__isnull=True
        )
        if await held.exists():
            return
        await RoleGrant.create(
            account_id=account_id, role=role, place_code=code, enterprise_id=enterprise_id, granted_on=on
        )
        await record(
            actor=actor,
            tag="account:grant",
            subject=("account", account_id),
            data={"role": role, "place": code, "enterprise": enterprise_id},
            on=on,
            place_code=code,
        )


async def revoke_role(account_id: UUID, grant: Grant, *, on: date, actor: Viewer) -> None:
    """End a role from a day on; it counted until the day before. Raises NotFound if it is not held."""
    _manage(actor)
    async with transaction():
        revoked = await RoleGrant.filter(
            account_id=account_id,
            role=grant.role,
            place_code=grant.place_code,
            enterprise_id=grant.enterprise_id,
            revoked_on__isnull=True,
        ).update(revoked_on=on)
        if not revoked:
            raise NotFound("grant")
        await record(
            actor=actor,
            tag="account:revoke",
            subject=("account", account_id),
            data={"role": grant.role, "place": grant.place_code, "enterprise": grant.enterprise_id},
            on=on,
            place_code=grant.place_code,
        )


async def set_active(account_id: UUID, *, active: bool, actor: Viewer) -> None:
    """Stop or resume an account's use; stopping ends its sessions. Raises NotFound, Forbidden."""
    _manage(actor)
    async with transaction():
        if not await Account.filter(id=account_id).update(active=active):
            raise NotFound("account")
        if not active:
            await Session.filter(account_id=account_id, closed_at__isnull=True).update(closed_at=clock.now())
        await record(
            actor=actor, tag="account:activate" if active else "account:deactivate", subject=("account", account_id)
        )


async def set_locale(account_id: UUID, locale: str, *, actor: Viewer) -> None:
    """Choose the language in which one's own account is addressed. Raises NotFound, Invalid `locale-unknown`."""
    _check_locale(locale)
    async with transaction():
        if actor.account_id != account_id or not await Account.filter(id=account_id).update(locale=locale):
            raise NotFound("account")
        await record(actor=actor, tag="account:set_locale", subject=("account", account_id), data={"locale": locale})


def _manage(actor: Viewer) -> None:
    if not actor.may(Permission.ACCOUNT_MANAGE):
        raise Forbidden(Permission.ACCOUNT_MANAGE)


def _check_locale(locale: str) -> None:
    if locale not in LOCALES:
        raise Invalid(
            "locale-unknown", "This language is not available.", hint="Choose Chinese or English.", field="locale"
        )


async def _prepared(login: str, password: str | passwords.Hashed, name: str, locale: str) -> Account:
    normal = normal_login(login)
    _check_locale(locale)
    secret = password if isinstance(password, passwords.Hashed) else await passwords.accepted(password, normal)
    now = clock.now()
    return Account(
        login=normal,
        name=required_name(name),
        locale=locale,
        password_hash=secret,
        password_changed_at=now,
        created_at=now,
    )


async def _save(account: Account) -> None:
    if await Account.exists(login=account.login):
        raise _login_taken()
    try:
        await account.save()
    except IntegrityError:
        raise _login_taken() from None


def _login_taken() -> Conflict:
    return Conflict(
        "login-taken",
        "This login name is taken.",
        hint="Choose another, or sign in if it is yours.",
        field="login",
    )
