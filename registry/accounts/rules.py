"""Law of accounts, pure: roles, permissions, who carries which, logins, passwords, lock-out, expiry of sessions.

Rows are in `models.py`; the scope of a permission over places is read through `schemas.Viewer`.
"""

import hashlib
import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from registry.errors import Invalid
from registry.text import clean_line

LONGEST_NAME = 100


class Role(StrEnum):
    """What a person is in the process. A grant adds where: an enterprise, a place, or the whole office."""

    ENTERPRISE_MEMBER = "enterprise_member"
    COUNTY_OFFICER = "county_officer"
    CITY_OFFICER = "city_officer"
    PROVINCE_OFFICER = "province_officer"
    PROVINCE_DECIDER = "province_decider"
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What a person may do, as `subject:verb`; `_own` verbs reach only the enterprises of the grant."""

    ENTERPRISE_MANAGE_OWN = "enterprise:manage_own"
    ENTERPRISE_READ = "enterprise:read"
    SITE_MANAGE_OWN = "site:manage_own"
    APPLICATION_FILL_OWN = "application:fill_own"
    APPLICATION_READ_OWN = "application:read_own"
    APPLICATION_READ = "application:read"
    APPLICATION_CHECK = "application:check"
    ROUND_MANAGE = "round:manage"
    REVIEW_ASSIGN = "review:assign"
    REVIEW_DO = "review:do"
    NOTICE_READ = "notice:read"
    NOTICE_PUBLISH = "notice:publish"
    OBJECTION_ANSWER = "objection:answer"
    DECISION_READ = "decision:read"
    DECISION_PROPOSE = "decision:propose"
    DECISION_DECIDE = "decision:decide"
    CERTIFICATE_READ = "certificate:read"
    CERTIFICATE_SUSPEND = "certificate:suspend"
    CERTIFICATE_REVOKE = "certificate:revoke"
    REISSUE_PROPOSE = "reissue:propose"
    REISSUE_CONFIRM = "reissue:confirm"
    RECHECK_RECORD = "recheck:record"
    REGISTER_IMPORT = "register:import"
    TARGET_MANAGE = "target:manage"
    EDITION_READ = "edition:read"
    EDITION_DRAFT = "edition:draft"
    EDITION_PUBLISH = "edition:publish"
    SIMULATION_READ = "simulation:read"
    SIMULATION_RUN = "simulation:run"
    ACCOUNT_MANAGE = "account:manage"
    AUDIT_READ = "audit:read"
    TOKEN_MANAGE_OWN = "token:manage_own"  # noqa: S105 - a permission's name, not a secret


P = Permission

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ENTERPRISE_MEMBER: frozenset(
        {
            P.ENTERPRISE_MANAGE_OWN,
            P.SITE_MANAGE_OWN,
            P.APPLICATION_FILL_OWN,
            P.APPLICATION_READ_OWN,
            P.TOKEN_MANAGE_OWN,
        }
    ),
    Role.COUNTY_OFFICER: frozenset({P.ENTERPRISE_READ, P.APPLICATION_READ, P.CERTIFICATE_READ, P.TOKEN_MANAGE_OWN}),
    Role.CITY_OFFICER: frozenset(
        {
            P.ENTERPRISE_READ,
            P.APPLICATION_READ,
            P.APPLICATION_CHECK,
            P.NOTICE_READ,
            P.CERTIFICATE_READ,
            P.RECHECK_RECORD,
            P.TOKEN_MANAGE_OWN,
        }
    ),
    Role.PROVINCE_OFFICER: frozenset(
        {
            P.ENTERPRISE_READ,
            P.APPLICATION_READ,
            P.ROUND_MANAGE,
            P.REVIEW_ASSIGN,
            P.NOTICE_READ,
            P.NOTICE_PUBLISH,
            P.OBJECTION_ANSWER,
            P.DECISION_READ,
            P.DECISION_PROPOSE,
            P.CERTIFICATE_READ,
            P.CERTIFICATE_SUSPEND,
            P.REISSUE_PROPOSE,
            P.RECHECK_RECORD,
            P.REGISTER_IMPORT,
            P.TARGET_MANAGE,
            P.EDITION_READ,
            P.EDITION_DRAFT,
            P.SIMULATION_READ,
            P.SIMULATION_RUN,
            P.TOKEN_MANAGE_OWN,
        }
    ),
    Role.PROVINCE_DECIDER: frozenset(
        {
            P.ENTERPRISE_READ,
            P.APPLICATION_READ,
            P.NOTICE_READ,
            P.DECISION_READ,
            P.DECISION_DECIDE,
            P.CERTIFICATE_READ,
            P.CERTIFICATE_SUSPEND,
            P.CERTIFICATE_REVOKE,
            P.REISSUE_CONFIRM,
            P.EDITION_READ,
            P.EDITION_PUBLISH,
            P.SIMULATION_READ,
            P.TOKEN_MANAGE_OWN,
        }
    ),
    Role.EXPERT: frozenset({P.REVIEW_DO, P.TOKEN_MANAGE_OWN}),
    Role.ADMINISTRATOR: frozenset({P.ACCOUNT_MANAGE, P.REGISTER_IMPORT, P.TOKEN_MANAGE_OWN}),
    Role.AUDITOR: frozenset(
        {
            P.AUDIT_READ,
            P.EDITION_READ,
            P.ENTERPRISE_READ,
            P.APPLICATION_READ,
            P.NOTICE_READ,
            P.DECISION_READ,
            P.CERTIFICATE_READ,
            P.SIMULATION_READ,
            P.TOKEN_MANAGE_OWN,
        }
    ),
}

PLACE_LEVEL: dict[Role, str] = {
    Role.COUNTY_OFFICER: "county",
    Role.CITY_OFFICER: "city",
    Role.PROVINCE_OFFICER: "province",
    Role.PROVINCE_DECIDER: "province",
}
"""Roles that hold office at a place, and the level that the place must have."""

OFFICE_WIDE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles whose permissions reach every place. Experts reach only what they are assigned, so they are not here."""

MINIMUM_PASSWORD = 10
MAXIMUM_PASSWORD = 256
"""argon2 takes any length; a bound keeps a request from buying minutes of hashing."""

COMMON_PASSWORDS = frozenset(
    {
        "0123456789",
        "1234567890",
        "12345678900",
        "123456789a",
        "1234567891",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "a123456789",
        "aa12345678",
        "abc1234567",
        "abcd123456",
        "admin12345",
        "administrator",
        "asdfghjkl1",
        "iloveyou123",
        "password01",
        "password12",
        "password123",
        "password1234",
        "q1w2e3r4t5",
        "qazwsxedcrfv",
        "qq123456789",
        "qwer123456",
        "qwerty1234",
        "qwerty12345",
        "qwertyuiop",
        "welcome123",
        "woaini1314",
        "woaini1314520",
        "zxcvbnm123",
    }
)
"""Those of ten characters and more that attackers try first; shorter ones fall to the length rule."""

LOGIN_PATTERN = re.compile(r"[\w.@+-]{3,64}")


def normal_login(text: str) -> str:
    """A login as stored: compatibility forms folded, case folded, so that no two logins look alike by case.

    Raises Invalid `login-form` unless it is 3 to 64 letters, digits, dots, hyphens, underscores, plus or at signs.
    """
    login = unicodedata.normalize("NFKC", text).strip().casefold()
    if not LOGIN_PATTERN.fullmatch(login):
        raise Invalid(
            "login-form",
            "A login name has 3 to 64 letters, digits, or the signs . - _ + @.",
            hint="Choose another login name, for example an e-mail address.",
            field="login",
        )
    return login


def check_password(password: str, login: str) -> None:
    """Accept a new password or raise Invalid: `password-short`, `password-long`, `password-login`, `password-common`.

    Length counts, composition rules do not: they make people write passwords down.
    """
    if len(password) < MINIMUM_PASSWORD:
        raise Invalid(
            "password-short",
            "A password has at least {minimum} characters.",
            hint="A short sentence is easy to remember and hard to guess.",
            field="password",
            minimum=MINIMUM_PASSWORD,
        )
    if len(password) > MAXIMUM_PASSWORD:
        raise Invalid(
            "password-long",
            "A password has at most {maximum} characters.",
            hint="Choose a shorter one.",
            field="password",
            maximum=MAXIMUM_PASSWORD,
        )
    folded = password.casefold()
    if folded == login.casefold():
        raise Invalid(
            "password-login", "The password must differ from the login name.", hint="Choose another.", field="password"
        )
    if folded in COMMON_PASSWORDS or len(set(folded)) == 1:
        raise Invalid(
            "password-common",
            "This password is among the first that are tried in attacks.",
            hint="A short sentence is easy to remember and hard to guess.",
            field="password",
        )


FREE_ATTEMPTS = 4
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)


def locked_until(failed_count: int, now: datetime) -> datetime | None:
    """Until when sign-in rests after this many failures in a row: the fifth costs one minute, each more doubles it.

    Never more than an hour, so that nobody can be locked out for good by a stranger who knows the login.
    """
    if failed_count <= FREE_ATTEMPTS:
        return None
    doublings = min(failed_count - FREE_ATTEMPTS - 1, 10)
    return now + min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def check_grant(role: Role, place_level: str | None, *, has_enterprise: bool) -> None:
    """A role is granted where it belongs, or Invalid `grant-scope`: officers at a place of their level, members at an enterprise."""
    wanted = PLACE_LEVEL.get(role)
    if place_level != wanted or has_enterprise != (role is Role.ENTERPRISE_MEMBER):
        raise Invalid(
            "grant-scope",
            "The role {role} cannot be granted there.",
            hint="An officer needs a place of the bureau's own level, a member an enterprise, every other role neither.",
            field="role",
            role=role.value,
        )


def session_over(now: datetime, last_seen_at: datetime, expires_at: datetime, idle: timedelta) -> bool:
    """Whether a session has ended: open too long (`expires_at`), or unused for longer than `idle`."""
    return now >= expires_at or now - last_seen_at >= idle


def check_token_permissions(asked: frozenset[str], held: frozenset[Permission]) -> frozenset[Permission]:
    """The permissions of a new token; Invalid `token-permissions` if one is unknown, not held, or none is asked."""
    wrong = asked - {permission.value for permission in held}
    if wrong or not asked:
        raise Invalid(
            "token-permissions",
            "A token can carry only permissions that you hold yourself, and at least one.",
            hint="Choose from the list.",
            field="permissions",
        )
    return frozenset(Permission(value) for value in asked)


TOKEN_PREFIX = "lvce_"  # noqa: S105 - what every token begins with, so that leaked ones can be searched for


def secret_hash(secret: str) -> str:
    """What the tables keep of a session's or a token's random secret: its SHA-256 in hex.

    Plain SHA-256 is right here and wrong for passwords: 256 random bits cannot be guessed.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def required_name(text: str) -> str:
    """The name of a person or a token, cleaned. Raises Invalid `missing`, or what is wrong with its characters."""
    name = clean_line(text, maximum=LONGEST_NAME, field="name")
    if not name:
        raise Invalid("missing", "This is needed.", hint="Fill it in.", field="name")
    return name
