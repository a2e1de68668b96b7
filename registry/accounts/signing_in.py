"""How people and programs prove who they are: signing in and out, one's password, API tokens.

The accounts themselves are `actions.py`'s, cookies `registry/web/session.py`'s.
"""

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from tortoise.expressions import F

from registry import clock
from registry.accounts import passwords
from registry.accounts.models import Account, ApiToken, Session
from registry.accounts.queries import account_viewer
from registry.accounts.rules import (
    TOKEN_PREFIX,
    Permission,
    check_password,
    check_token_permissions,
    locked_until,
    normal_login,
    required_name,
    secret_hash,
)
from registry.accounts.schemas import PUBLIC, Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.errors import Forbidden, Invalid, NotFound
from registry.settings import Settings

LIFETIME = timedelta(hours=Settings.model_fields["session_hours"].default)
LONGEST_TOKEN = timedelta(days=366)


async def change_password(account_id: UUID, *, old: str, new: str, actor: Viewer, keep_session: str = "") -> None:
    """Replace one's own password and end every other session; `keep_session` is the token hash of the present one.

    Raises NotFound for another's account, Invalid `password-old` or a fault of the new password.
    """
    account = await Account.get_or_none(id=account_id, active=True)
    if account is None or actor.account_id != account_id:
        raise NotFound("account")
    if not await passwords.matches(account.password_hash, old):
        raise Invalid(
            "password-old",
            "The present password is not right.",
            hint="Type the password with which you signed in.",
            field="old",
        )
    check_password(new, account.login)
    fresh = await passwords.hashed(new)
    async with transaction():
        await Account.filter(id=account_id).update(password_hash=fresh, password_changed_at=clock.now())
        others = Session.filter(account_id=account_id, closed_at__isnull=True).exclude(token_hash=keep_session)
        await others.update(closed_at=clock.now())
        await record(actor=actor, tag="account:change_password", subject=("account", account_id))


async def sign_in(login: str, password: str, now: datetime) -> Viewer:
    """Check a login and password; returns the viewer. Opening the session is `open_session`.

    Raises Invalid `sign-in-failed`, the same and after the same time for an unknown login, a wrong password, an
    inactive account and one that rests after failures: a stranger learns nothing.
    """
    account = await Account.get_or_none(login=_folded(login))
    usable = account is not None and account.active and not _rests(account, now)
    right = await passwords.matches(account.password_hash if account is not None and usable else None, password)
    if account is None or not usable:
        raise _sign_in_failed()
    fresh = await passwords.hashed(password) if right and passwords.outdated(account.password_hash) else None
    # The failure is kept, so it is raised only after its transaction.
    if not await _settle(account.id, now, right=right, fresh=fresh):
        raise _sign_in_failed()
    return await account_viewer(account.id)


async def open_session(
    account_id: UUID, token_hash: str, now: datetime, user_agent: str = "", *, lifetime: timedelta = LIFETIME
) -> None:
    """Open a session under the hash of its cookie's random token; it ends after `lifetime` whatever happens."""
    viewer = await account_viewer(account_id)
    async with transaction():
        session = await Session.create(
            token_hash=token_hash,
            account_id=account_id,
            opened_at=now,
            last_seen_at=now,
            expires_at=now + lifetime,
            user_agent="".join(c for c in user_agent if c.isprintable())[:200],
        )
        await record(actor=viewer, tag="session:open", subject=("session", session.id), data={"account": account_id})


async def close_session(token_hash: str, *, now: datetime | None = None) -> None:
    """End a session: its owner signs out. An unknown or ended one is left as it is."""
    async with transaction():
        session = await Session.get_or_none(token_hash=token_hash, closed_at__isnull=True).select_related("account")
        if session is None:
            return
        await Session.filter(id=session.id).update(closed_at=now or clock.now())
        owner = session.account
        viewer = Viewer(owner.id, owner.login, owner.name, owner.locale)
        await record(actor=viewer, tag="session:close", subject=("session", session.id), data={"account": owner.id})


async def issue_token(
    name: str, *, permissions: frozenset[str], expires_on: date, actor: Viewer, on: date | None = None
) -> str:
    """Issue an API token of the actor's own; returns the secret, which is shown this once and not kept.

    Raises Invalid `token-permissions`, `token-expiry` (past, or more than a year ahead), text faults; Forbidden.
    """
    if actor.account_id is None or not actor.may(Permission.TOKEN_MANAGE_OWN):
        raise Forbidden(Permission.TOKEN_MANAGE_OWN)
    chosen = check_token_permissions(permissions, actor.permissions)
    today = on or clock.today()
    if not today <= expires_on <= today + LONGEST_TOKEN:
        raise Invalid(
            "token-expiry",
            "A token ends today at the earliest and in a year at the latest.",
            hint="Choose another day.",
            field="expires_on",
        )
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    async with transaction():
        token = await ApiToken.create(
            token_hash=secret_hash(secret),
            account_id=actor.account_id,
            name=required_name(name),
            permissions=sorted(chosen),
            issued_at=clock.now(),
            expires_on=expires_on,
        )
        await record(
            actor=actor,
            tag="token:issue",
            subject=("token", token.id),
            data={"permissions": chosen, "expires_on": expires_on},
        )
    return secret


async def revoke_token(token_id: UUID, *, actor: Viewer) -> None:
    """End one of the actor's own tokens (or any, for those who manage accounts) at once. Raises NotFound."""
    tokens = ApiToken.filter(id=token_id, revoked_at__isnull=True)
    if not actor.may(Permission.ACCOUNT_MANAGE):
        tokens = tokens.filter(account_id=actor.account_id)
    async with transaction():
        if not await tokens.update(revoked_at=clock.now()):
            raise NotFound("token")
        await record(actor=actor, tag="token:revoke", subject=("token", token_id))


async def _settle(account_id: UUID, now: datetime, *, right: bool, fresh: str | None) -> bool:
    """Write down how an attempt ended; True if it may pass. Attempts at the same time are put in order here."""
    async with transaction():
        account = await Account.select_for_update().get(id=account_id)
        # Many guesses at once were all checked before the first failed: those after the lock fell do not pass.
        passes = right and account.active and not _rests(account, now)
        viewer = Viewer(account.id, account.login, account.name, account.locale)
        if passes:
            changes: dict[str, object] = {"failed_count": 0, "locked_until": None}
            if fresh:
                changes["password_hash"] = fresh
            await Account.filter(id=account_id).update(**changes)
            await record(actor=viewer, tag="account:sign_in", subject=("account", account_id))
            return True
        failed = account.failed_count + 1
        until = locked_until(failed, now)
        await Account.filter(id=account_id).update(failed_count=F("failed_count") + 1, locked_until=until)
        await record(
            actor=PUBLIC,
            tag="account:fail_sign_in",
            subject=("account", account_id),
            data={"failed_count": failed, "locked_until": until},
        )
        return False


def _rests(account: Account, now: datetime) -> bool:
    return account.locked_until is not None and now < account.locked_until


def _sign_in_failed() -> Invalid:
    return Invalid(
        "sign-in-failed",
        "Login name and password do not match.",
        hint="Check both. After five failures in a row, signing in rests for a minute, then longer each time.",
        field="login",
    )


def _folded(login: str) -> str:
    try:
        return normal_login(login)
    except Invalid:
        return ""
