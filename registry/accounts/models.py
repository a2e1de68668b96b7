"""Tables of people: accounts, the roles granted to them, their sessions and API tokens. Only hashes of secrets are kept."""

from typing import TYPE_CHECKING

from tortoise import fields

from registry.accounts.rules import Role
from registry.db.rows import Row

if TYPE_CHECKING:
    from uuid import UUID


class Account(Row):
    """A person who can sign in. Never deleted: history points here; `active` ends its use."""

    login = fields.CharField(max_length=64, unique=True)
    password_hash = fields.CharField(max_length=255)
    name = fields.CharField(max_length=100)
    locale = fields.CharField(max_length=10, default="zh-CN")
    active = fields.BooleanField(default=True)
    failed_count = fields.IntField(default=0)
    locked_until = fields.DatetimeField(null=True)
    password_changed_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "account"


class RoleGrant(Row):
    """A role held from `granted_on` until it is revoked; revoked grants stay, because decisions were made under them."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "registry.Account", related_name="role_grants", on_delete=fields.RESTRICT
    )
    role = fields.CharEnumField(Role, max_length=32)
    place_code = fields.CharField(max_length=6, null=True)
    enterprise_id = fields.UUIDField(null=True)
    granted_on = fields.DateField()
    revoked_on = fields.DateField(null=True)

    if TYPE_CHECKING:
        account_id: UUID

    class Meta:
        table = "role_grant"
        indexes = (("account_id",), ("enterprise_id",), ("role", "place_code"))


class Session(Row):
    """A sign-in on one device, known by the SHA-256 of the cookie's random token."""

    token_hash = fields.CharField(max_length=64, unique=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "registry.Account", related_name="sessions", on_delete=fields.RESTRICT
    )
    opened_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    user_agent = fields.CharField(max_length=200, default="")

    if TYPE_CHECKING:
        account_id: UUID

    class Meta:
        table = "session"
        indexes = (("account_id",),)


class ApiToken(Row):
    """A bearer token of an account for programs, narrowed to some of its permissions; known by its SHA-256."""

    token_hash = fields.CharField(max_length=64, unique=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "registry.Account", related_name="api_tokens", on_delete=fields.RESTRICT
    )
    name = fields.CharField(max_length=100)
    permissions: list[str] = fields.JSONField(default=list)
    issued_at = fields.DatetimeField()
    expires_on = fields.DateField()
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)

    if TYPE_CHECKING:
        account_id: UUID

    class Meta:
        table = "api_token"
        indexes = (("account_id",),)
