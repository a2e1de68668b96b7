"""The law of reviewing: conflicts of interest, advice, deadlines, findings, completeness."""

from datetime import date

import pytest

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.errors import Invalid, InvalidMany, NotNow
from registry.identifiers import new_id
from registry.reviews.rules import (
    ConflictOfInterest,
    Verdict,
    check_complete,
    check_deadline_choice,
    check_open,
    check_reviewer,
    clean_advice,
    clean_finding,
    clean_remark,
    conflicts_of_interest,
    required_findings,
)

ENTERPRISE = new_id()
GUIYANG_DISTRICT = "520103"
EXPERT = Grant(Role.EXPERT)
MARCH = date(2023, 3, 1)


@pytest.mark.parametrize(
    ("grants", "expected"),
    [
        ([EXPERT], ()),
        ([EXPERT, Grant(Role.ENTERPRISE_MEMBER, enterprise_id=new_id())], ()),
        ([EXPERT, Grant(Role.ENTERPRISE_MEMBER, enterprise_id=ENTERPRISE)], (ConflictOfInterest.OWN_ENTERPRISE,)),
        ([EXPERT, Grant(Role.CITY_OFFICER, "520100")], (ConflictOfInterest.SAME_CITY,)),
        ([EXPERT, Grant(Role.COUNTY_OFFICER, "520102")], (ConflictOfInterest.SAME_CITY,)),
        ([EXPERT, Grant(Role.CITY_OFFICER, "520300")], ()),
        ([EXPERT, Grant(Role.PROVINCE_OFFICER, "520000")], ()),
        (
            [Grant(Role.CITY_OFFICER, "520100"), Grant(Role.ENTERPRISE_MEMBER, enterprise_id=ENTERPRISE)],
            (ConflictOfInterest.SAME_CITY, ConflictOfInterest.OWN_ENTERPRISE),
        ),
    ],
)
def test_conflicts_of_interest(grants, expected):
    assert conflicts_of_interest(grants, enterprise_id=ENTERPRISE, place_code=GUIYANG_DISTRICT) == expected


@pytest.mark.parametrize(
    ("grants", "code"),
    [
        ([], "reviewer-not-expert"),
        ([Grant(Role.PROVINCE_OFFICER, "520000")], "reviewer-not-expert"),
        ([EXPERT, Grant(Role.ENTERPRISE_MEMBER, enterprise_id=ENTERPRISE)], "reviewer-own-enterprise"),
        ([EXPERT, Grant(Role.CITY_OFFICER, "520100")], "reviewer-same-city"),
    ],
)
def test_a_reviewer_who_may_not(grants, code):
    with pytest.raises(Invalid) as refused:
        check_reviewer(grants, enterprise_id=ENTERPRISE, place_code=GUIYANG_DISTRICT)
    assert refused.value.code == code


def test_a_reviewer_from_another_city_may():
    check_reviewer([EXPERT, Grant(Role.CITY_OFFICER, "520300")], enterprise_id=ENTERPRISE, place_code=GUIYANG_DISTRICT)


def test_advice_is_cleaned_and_empty_items_are_dropped():
    kept, remark = clean_advice({"X103": "  请补充制度文件\r\n", "X104": "  "}, " 其余齐全 ", {"X103", "X104"})
    assert kept == {"X103": "请补充制度文件"}
    assert remark == "其余齐全"


def test_a_remark_alone_is_advice():
    assert clean_advice({}, "请重新上传营业执照", {"X103"}) == ({}, "请重新上传营业执照")


def test_saying_nothing_is_no_advice():
    with pytest.raises(Invalid, match="advice-missing"):
        clean_advice({"X103": " "}, "", {"X103"})


def test_every_fault_of_advice_is_named():
    with pytest.raises(InvalidMany) as refused:
        clean_advice({"X999": "没有这一条", "X103": "危险\u202e文字"}, "", {"X103"})
    assert {fault.code: fault.field for fault in refused.value.faults} == {
        "criterion-unknown": "advice.X999",
        "text-direction": "advice.X103",
    }


def test_a_remark_may_be_empty():
    assert clean_remark("  ") == ""


@pytest.mark.parametrize(
    ("working_days", "due_on", "code"),
    [
        (None, None, "deadline-choice"),
        (5, date(2023, 3, 8), "deadline-choice"),
        (0, None, "deadline-length"),
        (61, None, "deadline-length"),
        (None, MARCH, "deadline-past"),
    ],
)
def test_a_deadline_that_makes_no_sense(working_days, due_on, code):
    with pytest.raises(Invalid) as refused:
        check_deadline_choice(working_days, due_on, on=MARCH)
    assert refused.value.code == code


def test_a_deadline_by_days_or_by_day():
    check_deadline_choice(60, None, on=MARCH)
    check_deadline_choice(None, date(2023, 3, 2), on=MARCH)


def test_a_confirmation_needs_no_reason_but_a_claim():
    assert clean_finding(Verdict.CONFIRM, "", claimed=True, changed=False, criterion="X103") == ""
    with pytest.raises(Invalid, match="finding-nothing-claimed"):
        clean_finding(Verdict.CONFIRM, "", claimed=False, changed=True, criterion="X103")


def test_a_change_needs_another_value_and_a_reason_worth_reading():
    reason = "现场仅见一处分类容器"
    assert clean_finding(Verdict.CHANGE, f" {reason} ", claimed=True, changed=True, criterion="X103") == reason
    with pytest.raises(Invalid, match="finding-unchanged"):
        clean_finding(Verdict.CHANGE, reason, claimed=True, changed=False, criterion="X103")
    with pytest.raises(Invalid, match="finding-reason"):
        clean_finding(Verdict.CHANGE, "不符", claimed=True, changed=True, criterion="X103")


def test_what_is_judged_or_answered_must_be_found():
    assert required_findings(["X104"], ["X103", "X104"]) == {"X103", "X104"}
    check_complete({"X103"}, {"X103", "X201"})
    with pytest.raises(NotNow) as refused:
        check_complete({"X103", "X104"}, {"X103"})
    assert refused.value.context == {"count": 1, "missing": "X104"}


@pytest.mark.parametrize(("released", "concluded"), [(True, False), (False, True)])
def test_a_closed_review_takes_nothing_more(released, concluded):
    check_open(released=False, concluded=False)
    with pytest.raises(NotNow, match="review-closed"):
        check_open(released=released, concluded=concluded)
