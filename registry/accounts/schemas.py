"""Shapes of accounts that leave this area: who is looking (`Viewer`), what they hold (`Grant`), lists of people.

How a viewer is found from a cookie or a token is `queries.py`'s; what each role may do is `rules.py`'s.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from registry.accounts.rules import OFFICE_WIDE, PLACE_LEVEL, ROLE_PERMISSIONS, Permission, Role
from registry.jurisdictions.rules import NATION, covers


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held, and where: an officer's place, a member's enterprise, neither for experts and the office."""

    role: Role
    place_code: str | None = None
    enterprise_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever asks or acts. `limit` narrows the permissions to those of an API token; None leaves them whole."""

    account_id: UUID | None
    login: str
    name: str
    locale: str
    grants: tuple[Grant, ...] = ()
    limit: frozenset[Permission] | None = field(default=None, kw_only=True)
    is_system: bool = field(default=False, kw_only=True)

    def may(self, permission: Permission) -> bool:
        """Whether any grant carries this permission; where it reaches is `places_for` and `enterprises_for`."""
        return self.is_system or bool(self._grants_with(permission))

    def places_for(self, permission: Permission) -> tuple[str, ...]:
        """Division codes over which the permission reaches; `000000` means everywhere, () nowhere.

        Compare with `jurisdictions.rules.covers(code, place)`, or ask `may_at`.
        """
        if self.is_system:
            return (NATION,)
        codes: dict[str, None] = {}
        for grant in self._grants_with(permission):
            if grant.role in OFFICE_WIDE:
                codes[NATION] = None
            elif grant.role in PLACE_LEVEL and grant.place_code:
                codes[grant.place_code] = None
        return tuple(codes)

    def may_at(self, permission: Permission, place_code: str) -> bool:
        """Whether the permission reaches this place."""
        return any(covers(outer, place_code) for outer in self.places_for(permission))

    def enterprises_for(self, permission: Permission) -> tuple[UUID, ...]:
        """Enterprises as whose member the viewer has this permission, in the order granted."""
        return tuple(
            dict.fromkeys(grant.enterprise_id for grant in self._grants_with(permission) if grant.enterprise_id)
        )

    @property
    def own_enterprises(self) -> tuple[UUID, ...]:
        """Enterprises whose papers the viewer may see as their member."""
        return self.enterprises_for(Permission.APPLICATION_READ_OWN)

    @property
    def permissions(self) -> frozenset[Permission]:
        """Every permission held anywhere, after the token's limit."""
        return frozenset(permission for permission in Permission if self.may(permission))

    def _grants_with(self, permission: Permission) -> tuple[Grant, ...]:
        if self.limit is not None and permission not in self.limit:
            return ()
        return tuple(grant for grant in self.grants if permission in ROLE_PERMISSIONS[grant.role])


SYSTEM = Viewer(account_id=None, login="system", name="绿册", locale="zh-CN", is_system=True)
"""The program itself: the worker, seeds, commands typed on the server. Never the viewer of a request."""

PUBLIC = Viewer(account_id=None, login="", name="", locale="zh-CN")
"""Anybody who is not signed in: no permission at all; public pages ask for none."""


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """An account as lists show it, with the grants held today."""

    id: UUID
    login: str
    name: str
    locale: str
    active: bool
    locked_until: datetime | None
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """An API token as its owner sees it; the secret was shown once and is not kept."""

    id: UUID
    name: str
    permissions: tuple[str, ...]
    issued_at: datetime
    expires_on: date
    revoked_at: datetime | None
    last_used_at: datetime | None
