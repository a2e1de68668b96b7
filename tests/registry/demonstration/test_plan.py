"""What the demonstration holds: everything made up says so, and everything can be real."""

from registry.accounts.rules import Role
from registry.demonstration.plan import plan
from registry.demonstration.way import STAGES
from registry.identifiers import normal_uscc

MARKS = ("示例", "演示")


def test_every_name_says_that_it_is_made_up():
    names = [each["name"] for key in ("account", "enterprise", "mall") for each in plan()[key]]
    names.append(plan()["bureau"]["name_zh"])
    assert [name for name in names if not any(mark in name for mark in MARKS)] == []


def test_there_is_one_account_a_role_and_one_mall_a_stage():
    roles = {account["role"] for account in plan()["account"]} | {Role.ENTERPRISE_MEMBER}
    assert roles == {role.value for role in Role}
    assert {mall["stage"] for mall in plan()["mall"]} == set(STAGES)


def test_credit_codes_are_well_formed():
    codes = [plan()["bureau"]["uscc"], *(enterprise["uscc"] for enterprise in plan()["enterprise"])]
    assert [normal_uscc(code) for code in codes] == codes


def test_the_nine_prefectures_each_have_an_officer():
    cities = set(plan()["other_cities"]) | {
        account["place_code"] for account in plan()["account"] if account["role"] == Role.CITY_OFFICER
    }
    assert cities == {"520100", "520200", "520300", "520400", "520500", "520600", "522300", "522600", "522700"}
