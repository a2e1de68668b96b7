"""`pick`: how many of its conditions must hold. The conditions themselves are tested with `conditions`."""

from scoring.measures.pick import Pick
from tests.scoring.samples import text

ITEMS = [{"code": code, "title": text(code)} for code in "ab"]
MEASURE = Pick(kind="pick", points=2, items=ITEMS, need=2)


def test_how_many_must_hold():
    outcomes = [MEASURE.met(value) for value in ((True, True), (True, False), (False, False))]
    assert outcomes == [True, False, False]
    assert MEASURE.needed == 2
    assert "at least 2 of 2" in MEASURE.rule()["en"]
    assert list(MEASURE.remarks()) == []


def test_it_can_be_a_gate():
    assert MEASURE.may_be_gate
    gate = Pick(kind="pick", points=0, items=ITEMS, need=2)
    assert gate.judge()((True, True))[1]["zh"].endswith("达到要求。")
    assert gate.judge()((False, False))[1]["zh"].endswith("未达到要求。")
