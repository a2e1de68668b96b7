"""Questions about people: who a session or a token stands for, and lists of accounts for those who manage or assign."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from registry import clock
from registry.accounts import presence
from registry.accounts.models import Account, ApiToken, RoleGrant, Session
from registry.accounts.rules import Permission, Role, secret_hash, session_over
from registry.accounts.schemas import AccountInfo, Grant, TokenInfo, Viewer
from registry.errors import Forbidden, NotFound
from registry.settings import Settings

IDLE = timedelta(minutes=Settings.model_fields["session_idle_minutes"].default)


async def session_viewer(token_hash: str, now: datetime, *, idle: timedelta = IDLE) -> Viewer | None:
    """Who a session stands for; None if it is unknown, closed, over (idle or absolute), or its account inactive.

    Being seen is noted at most once a minute, see `presence.py`.
    """
    session = await Session.get_or_none(token_hash=token_hash, closed_at__isnull=True).select_related("account")
    if session is None or not session.account.active:
        return None
    if session_over(now, session.last_seen_at, session.expires_at, idle):
        return None
    await presence.session_seen(session.id, session.last_seen_at, now)
    return await _viewer(session.account, now)


async def token_viewer(token_hash: str, now: datetime | None = None) -> Viewer | None:
    """Who a bearer token stands for, with no more permissions than the token's; None if unknown, revoked or expired."""
    now = now or clock.now()
    token = await ApiToken.get_or_none(token_hash=token_hash, revoked_at__isnull=True).select_related("account")
    if token is None or not token.account.active or clock.day_of(now) > token.expires_on:
        return None
    await presence.token_used(token.id, token.last_used_at, now)
    known = {permission.value for permission in Permission}
    return await _viewer(token.account, now, frozenset(Permission(p) for p in token.permissions if p in known))


async def account_viewer(account_id: UUID, on: date | None = None) -> Viewer:
    """The viewer that an active account is, for the program's own use (seeds, commands). Raises NotFound."""
    account = await Account.get_or_none(id=account_id, active=True)
    if account is None:
        raise NotFound("account")
    return await _viewer(account, clock.start_of(on) if on else clock.now())


async def login_viewer(login: str) -> Viewer:
    """As `account_viewer`, by login."""
    account = await Account.get_or_none(login=login.casefold(), active=True)
    if account is None:
        raise NotFound("account")
    return await _viewer(account, clock.now())


async def accounts(viewer: Viewer, *, text: str = "", offset: int = 0, limit: int = 50) -> list[AccountInfo]:
    """Accounts in order of login, for those who manage them; `text` is part of login or name. Raises Forbidden."""
    _need(viewer, Permission.ACCOUNT_MANAGE)
    rows = await Account.filter(_named(text)).order_by("login").offset(offset).limit(limit)
    return await _infos(rows)


async def account_count(viewer: Viewer, *, text: str = "") -> int:
    """How many accounts `accounts` would list without a limit. Raises Forbidden."""
    _need(viewer, Permission.ACCOUNT_MANAGE)
    return await Account.filter(_named(text)).count()


async def account(viewer: Viewer, account_id: UUID) -> AccountInfo:
    """One account: one's own, or any for those who manage them. Raises NotFound."""
    if not (viewer.account_id == account_id or viewer.may(Permission.ACCOUNT_MANAGE)):
        raise NotFound("account")
    return (await _infos([await _known(account_id)]))[0]


async def experts(viewer: Viewer, *, on: date | None = None) -> list[AccountInfo]:
    """Active experts in order of name, for those who assign reviews. Raises Forbidden."""
    _need(viewer, Permission.REVIEW_ASSIGN)
    holding = await RoleGrant.filter(_held(on or clock.today()), role=Role.EXPERT).values_list("account_id", flat=True)
    return await _infos(await Account.filter(id__in=list(holding), active=True).order_by("name", "login"))


async def members(viewer: Viewer, enterprise_id: UUID) -> list[AccountInfo]:
    """Active members of an enterprise, for its own members and those who manage accounts. Raises NotFound."""
    own = enterprise_id in viewer.enterprises_for(Permission.ENTERPRISE_MANAGE_OWN)
    if not (own or viewer.may(Permission.ACCOUNT_MANAGE)):
        raise NotFound("enterprise")
    holding = await RoleGrant.filter(_held(clock.today()), enterprise_id=enterprise_id).values_list(
        "account_id", flat=True
    )
    return await _infos(await Account.filter(id__in=list(holding), active=True).order_by("name", "login"))


async def account_names(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of accounts, for pages that have already decided that the viewer may see who it was."""
    return {row.id: row.name for row in await Account.filter(id__in=list(account_ids)).only("id", "name")}


async def login_taken(login: str) -> bool:
    """Whether a normal login (`rules.normal_login`) belongs to an account already."""
    return await Account.exists(login=login)


async def own_tokens(viewer: Viewer) -> list[TokenInfo]:
    """The viewer's API tokens, newest first, without their secrets."""
    return [_token(row) for row in await ApiToken.filter(account_id=viewer.account_id).order_by("-issued_at")]


async def token_of(secret: str) -> TokenInfo:
    """The token that has this secret, for whoever holds it. Raises NotFound."""
    row = await ApiToken.get_or_none(token_hash=secret_hash(secret))
    if row is None:
        raise NotFound("token")
    return _token(row)


def _token(row: ApiToken) -> TokenInfo:
    return TokenInfo(
        id=row.id,
        name=row.name,
        permissions=tuple(row.permissions),
        issued_at=row.issued_at,
        expires_on=row.expires_on,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )


def _need(viewer: Viewer, permission: Permission) -> None:
    if not viewer.may(permission):
        raise Forbidden(permission)


def _named(text: str) -> Q:
    return Q(login__icontains=text) | Q(name__icontains=text) if text else Q()


def _held(day: date) -> Q:
    return Q(granted_on__lte=day) & (Q(revoked_on__isnull=True) | Q(revoked_on__gt=day))


async def _known(account_id: UUID) -> Account:
    row = await Account.get_or_none(id=account_id)
    if row is None:
        raise NotFound("account")
    return row


async def _grants(account_ids: Iterable[UUID], day: date) -> dict[UUID, tuple[Grant, ...]]:
    found: defaultdict[UUID, list[Grant]] = defaultdict(list)
    for row in await RoleGrant.filter(_held(day), account_id__in=list(account_ids)).order_by("id"):
        found[row.account_id].append(Grant(row.role, row.place_code, row.enterprise_id))
    return {account_id: tuple(grants) for account_id, grants in found.items()}


async def _viewer(account: Account, now: datetime, limit: frozenset[Permission] | None = None) -> Viewer:
    grants = await _grants([account.id], clock.day_of(now))
    return Viewer(account.id, account.login, account.name, account.locale, grants.get(account.id, ()), limit=limit)


async def _infos(rows: list[Account]) -> list[AccountInfo]:
    grants = await _grants([row.id for row in rows], clock.today())
    return [
        AccountInfo(
            id=row.id,
            login=row.login,
            name=row.name,
            locale=row.locale,
            active=row.active,
            locked_until=row.locked_until,
            grants=grants.get(row.id, ()),
        )
        for row in rows
    ]
