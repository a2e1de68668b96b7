"""What a viewer may do, and where."""

import pytest

from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import PUBLIC, SYSTEM, Grant, Viewer
from registry.identifiers import new_id
from registry.jurisdictions.rules import NATION

MINE, OTHERS = new_id(), new_id()


def viewer(*grants, limit=None):
    return Viewer(new_id(), "somebody", "Somebody", "zh-CN", grants, limit=limit)


def test_a_city_officer_reaches_the_city_and_its_counties():
    officer = viewer(Grant(Role.CITY_OFFICER, "520100"))
    assert officer.places_for(Permission.APPLICATION_CHECK) == ("520100",)
    assert officer.may_at(Permission.APPLICATION_CHECK, "520102")
    assert not officer.may_at(Permission.APPLICATION_CHECK, "520200")
    assert not officer.may(Permission.DECISION_DECIDE)
    assert officer.places_for(Permission.DECISION_DECIDE) == ()


def test_a_member_reaches_the_own_enterprise_only():
    member = viewer(Grant(Role.ENTERPRISE_MEMBER, enterprise_id=MINE))
    assert member.enterprises_for(Permission.APPLICATION_FILL_OWN) == (MINE,)
    assert member.enterprises_for(Permission.APPLICATION_READ) == ()
    assert member.places_for(Permission.APPLICATION_FILL_OWN) == ()


def test_the_office_reaches_everywhere_and_an_expert_no_place():
    assert viewer(Grant(Role.AUDITOR)).places_for(Permission.APPLICATION_READ) == (NATION,)
    expert = viewer(Grant(Role.EXPERT))
    assert expert.may(Permission.REVIEW_DO)
    assert expert.places_for(Permission.REVIEW_DO) == ()


def test_an_officer_without_a_place_reaches_none():
    assert viewer(Grant(Role.CITY_OFFICER)).places_for(Permission.APPLICATION_CHECK) == ()


def test_several_grants_add_up_without_repeating():
    both = viewer(
        Grant(Role.PROVINCE_OFFICER, "520000"),
        Grant(Role.CITY_OFFICER, "520100"),
        Grant(Role.PROVINCE_DECIDER, "520000"),
        Grant(Role.ENTERPRISE_MEMBER, enterprise_id=MINE),
        Grant(Role.ENTERPRISE_MEMBER, enterprise_id=OTHERS),
    )
    assert both.places_for(Permission.APPLICATION_READ) == ("520000", "520100")
    assert both.enterprises_for(Permission.SITE_MANAGE_OWN) == (MINE, OTHERS)


def test_a_token_narrows():
    narrow = viewer(Grant(Role.CITY_OFFICER, "520100"), limit=frozenset({Permission.APPLICATION_READ}))
    assert narrow.permissions == {Permission.APPLICATION_READ}
    assert not narrow.may_at(Permission.APPLICATION_CHECK, "520100")


@pytest.mark.parametrize("permission", Permission)
def test_the_system_may_everything_and_the_public_nothing(permission):
    assert SYSTEM.may(permission)
    assert SYSTEM.places_for(permission) == (NATION,)
    assert not PUBLIC.may(permission)
    assert PUBLIC.places_for(permission) == ()
    assert PUBLIC.enterprises_for(permission) == ()
