"""The law of deciding: what must have happened, and the second pair of eyes."""

from datetime import date, timedelta

import pytest

from registry.decisions.rules import (
    Outcome,
    ProposalState,
    check_order,
    check_ready,
    check_same_assessment,
    check_second_pair,
    check_still_open,
    clean_proposal,
    clean_remark,
)
from registry.errors import Forbidden, Invalid, NotNow
from registry.identifiers import new_id

CLOSES = date(2023, 6, 9)
AFTER = CLOSES + timedelta(days=1)
READY = {"in_notice": True, "passed": True, "window_closes_on": CLOSES, "open_objections": 0, "on": AFTER}


def test_a_proposal_is_cleaned():
    assert clean_proposal(Outcome.RECOGNISE, " 黔商办发〔2023〕12号 ", "") == ("黔商办发〔2023〕12号", "")
    assert clean_proposal(Outcome.DECLINE, "1", "未达到合格分数线的要求")[1] == "未达到合格分数线的要求"


@pytest.mark.parametrize(
    ("outcome", "number", "reason", "code"),
    [
        (Outcome.RECOGNISE, " ", "", "document-number-missing"),
        (Outcome.DECLINE, "12", "不行", "decline-reason"),
        (Outcome.RECOGNISE, "1" * 101, "", "text-too-long"),
    ],
)
def test_a_proposal_that_lacks_something(outcome, number, reason, code):
    with pytest.raises(Invalid) as refused:
        clean_proposal(outcome, number, reason)
    assert refused.value.code == code


def test_a_rejection_says_why():
    assert clean_remark("", agree=True) == ""
    assert clean_remark("得分表第三章有误，请核对", agree=False)
    with pytest.raises(Invalid, match="rejection-reason"):
        clean_remark("不同意", agree=False)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"open_objections": 2}, "objections-open"),
        ({"passed": None}, "not-reviewed"),
        ({"passed": False}, "not-passed"),
        ({"in_notice": False}, "not-noticed"),
        ({"window_closes_on": None}, "not-noticed"),
        ({"on": CLOSES}, "window-open"),
    ],
)
def test_what_recognition_waits_for(change, code):
    check_ready(Outcome.RECOGNISE, **READY)
    with pytest.raises(NotNow) as refused:
        check_ready(Outcome.RECOGNISE, **(READY | change))
    assert refused.value.code == code


def test_declining_waits_for_answers_and_a_review_only():
    failed = READY | {"passed": False, "in_notice": False, "window_closes_on": None}
    check_ready(Outcome.DECLINE, **failed)
    for change in ({"open_objections": 1}, {"passed": None}):
        with pytest.raises(NotNow):
            check_ready(Outcome.DECLINE, **(failed | change))


def test_nobody_decides_what_they_proposed():
    proposer = new_id()
    check_second_pair(proposer, new_id())
    with pytest.raises(NotNow, match="own-proposal"):
        check_second_pair(proposer, proposer)
    with pytest.raises(Forbidden):
        check_second_pair(proposer, None)


def test_a_proposal_is_decided_once():
    check_still_open(ProposalState.PROPOSED)
    for state in (ProposalState.AGREED, ProposalState.REJECTED):
        with pytest.raises(NotNow, match="proposal-settled"):
            check_still_open(state)


def test_a_new_review_overtakes_the_proposal():
    one = new_id()
    check_same_assessment(one, one)
    with pytest.raises(NotNow, match="assessment-superseded"):
        check_same_assessment(one, new_id())


def test_a_decision_comes_after_its_proposal():
    check_order(proposed_on=AFTER, on=AFTER)
    with pytest.raises(Invalid, match="decision-too-early"):
        check_order(proposed_on=AFTER, on=CLOSES)
