"""Roles, logins, passwords, lock-out, tokens: the pure rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.accounts.rules import (
    OFFICE_WIDE,
    PLACE_LEVEL,
    ROLE_PERMISSIONS,
    Permission,
    Role,
    check_grant,
    check_password,
    check_token_permissions,
    locked_until,
    normal_login,
    required_name,
    secret_hash,
    session_over,
)
from registry.errors import Invalid

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_every_role_has_permissions_and_every_permission_a_role():
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert set().union(*ROLE_PERMISSIONS.values()) == set(Permission)
    assert not OFFICE_WIDE & set(PLACE_LEVEL)


def test_nobody_both_proposes_and_decides():
    for role, permissions in ROLE_PERMISSIONS.items():
        assert not {Permission.DECISION_PROPOSE, Permission.DECISION_DECIDE} <= permissions, role


@pytest.mark.parametrize(("typed", "stored"), [(" Wang.Fang ", "wang.fang"), ("ＡＢＣ", "abc"), ("王芳芳", "王芳芳")])
def test_a_login_is_folded(typed, stored):
    assert normal_login(typed) == stored


@pytest.mark.parametrize("bad", ["", "ab", "a b c", "a" * 65, "a/b/c", "abc\u202ed"])
def test_a_login_that_cannot_be(bad):
    with pytest.raises(Invalid, match="login-form"):
        normal_login(bad)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kurz", "password-short"),
        ("x" * 257, "password-long"),
        ("Wang.Fang01", "password-login"),
        ("Password123", "password-common"),
        ("aaaaaaaaaaaa", "password-common"),
    ],
)
def test_a_password_that_is_refused(password, code):
    with pytest.raises(Invalid) as told:
        check_password(password, "wang.fang01")
    assert told.value.code == code
    assert password not in str(told.value)


def test_a_sentence_is_a_good_password():
    check_password("山高月小水落石出水落石出", "wang.fang")


def test_the_rest_grows_from_the_fifth_failure_to_an_hour():
    assert locked_until(4, NOW) is None
    delays = [locked_until(count, NOW) - NOW for count in range(5, 12)]
    assert delays == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 60)]


@given(st.integers(0, 10_000))
def test_nobody_rests_longer_than_an_hour(count):
    until = locked_until(count, NOW)
    assert until is None or NOW < until <= NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("role", "level", "has_enterprise"),
    [
        (Role.CITY_OFFICER, "city", False),
        (Role.COUNTY_OFFICER, "county", False),
        (Role.PROVINCE_DECIDER, "province", False),
        (Role.ENTERPRISE_MEMBER, None, True),
        (Role.EXPERT, None, False),
        (Role.AUDITOR, None, False),
    ],
)
def test_a_role_is_granted_where_it_belongs(role, level, has_enterprise):
    check_grant(role, level, has_enterprise=has_enterprise)


@pytest.mark.parametrize(
    ("role", "level", "has_enterprise"),
    [
        (Role.CITY_OFFICER, "province", False),
        (Role.CITY_OFFICER, None, False),
        (Role.CITY_OFFICER, "city", True),
        (Role.ENTERPRISE_MEMBER, None, False),
        (Role.ADMINISTRATOR, "province", False),
    ],
)
def test_a_role_is_not_granted_elsewhere(role, level, has_enterprise):
    with pytest.raises(Invalid, match="grant-scope"):
        check_grant(role, level, has_enterprise=has_enterprise)


def test_a_session_ends_when_idle_or_old():
    idle = timedelta(minutes=60)
    assert not session_over(NOW, NOW - timedelta(minutes=59), NOW + timedelta(hours=1), idle)
    assert session_over(NOW, NOW - timedelta(minutes=60), NOW + timedelta(hours=1), idle)
    assert session_over(NOW, NOW, NOW, idle)


def test_a_token_carries_only_what_its_owner_holds():
    held = frozenset({Permission.APPLICATION_READ, Permission.TOKEN_MANAGE_OWN})
    assert check_token_permissions(frozenset({"application:read"}), held) == {Permission.APPLICATION_READ}
    for asked in (frozenset(), frozenset({"decision:decide"}), frozenset({"application:read", "nonsense"})):
        with pytest.raises(Invalid, match="token-permissions"):
            check_token_permissions(asked, held)


def test_secrets_are_kept_as_sha256():
    assert secret_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_name_is_cleaned_and_cannot_be_blank():
    assert required_name("  张 示例 ") == "张 示例"
    with pytest.raises(Invalid) as caught:
        required_name(" \u3000 ")
    assert caught.value.code == "missing"
