"""Yes or no."""

import pytest

from scoring.faults import Refused
from scoring.measures.yes_no import YesNo

TWO = YesNo(kind="yes_no", points=2)
GATE = YesNo(kind="yes_no", points=0)


def test_all_or_none():
    judge = TWO.judge()
    assert judge(True)[0] == 2
    assert judge(False)[0] == 0
    assert judge(False)[1]["en"] == (
        "Rule: 2 points if the requirement is met, otherwise none. Fact: no. Not met: 0 points awarded."
    )


def test_a_gate_asks_for_the_answer_itself():
    assert GATE.rule() == {"zh": "必须符合要求。", "en": "The requirement must be met."}
    assert (GATE.met(True), GATE.met(False)) == (True, False)


def test_only_an_answer_is_read():
    assert TWO.read(True, "A1") is True
    with pytest.raises(Refused):
        TWO.read("true", "A1")
