"""Sets of conditions: what each asks, how many must hold, and what is still open."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.conditions import Item
from scoring.measures.pick import Pick
from tests.scoring.samples import text


def item(code="a", **more):
    return {"code": code, "title": text(f"条件{code}", f"item {code}"), **more}


def pick(*items, need=2, points=3):
    return Pick(kind="pick", points=points, need=need, items=items)


THREE = pick(item("a"), item("b", at_least=10, unit=text("吨", "t")), item("c", under=5))


@pytest.mark.parametrize(
    ("limit", "held"),
    [
        ({"at_least": 5}, [False, True, True]),
        ({"at_most": 5}, [True, True, False]),
        ({"over": 5}, [False, False, True]),
        ({"under": 5}, [True, False, False]),
    ],
)
def test_limits(limit, held):
    assert [Item(**item(**limit)).holds(Decimal(value)) for value in (4, 5, 6)] == held


def test_a_condition_without_a_limit_is_a_yes():
    assert Item(**item()).holds(True)
    assert not Item(**item()).holds(False)


def test_conditions_in_words():
    assert Item(**item(at_least=10, unit=text("吨", "t"))).words() == ("条件a不低于 10 吨", "item a at least 10 t")
    assert Item(**item(at_most=1)).words() == ("条件a不高于 1", "item a at most 1")
    assert Item(**item(over=1)).words() == ("条件a高于 1", "item a over 1")
    assert Item(**item(under=1)).words() == ("条件a低于 1", "item a under 1")
    assert Item(**item()).words() == ("条件a", "item a")


def test_what_is_asked():
    kinds = [part.to_json()["field"]["kind"] for part in THREE.field().parts]
    assert (THREE.field().kind, kinds) == ("parts", ["yes_no", "number", "number"])
    assert THREE.field().parts[1].to_json()["field"]["unit"]["en"] == "t"
    assert pick(item()).field().kind == "checks"


def test_values_are_read_each_in_its_way():
    assert THREE.read([True, "12", 3], "A1") == (True, 12, 3)
    assert THREE.read({"b": 1, "c": 9, "a": False}, "A1") == (False, 1, 9)
    for value, path in (([1, 1, 1], "A1[0]"), ([True, True, 1], "A1[1]"), ([True, 1, -1], "A1[2]")):
        with pytest.raises(Refused) as caught:
            THREE.read(value, "A1")
        assert caught.value.fault.path == path


def test_what_is_left_out_matters_only_while_it_could_decide():
    assert THREE.read({"a": True, "b": 12}, "A1") == (True, 12, None)
    assert THREE.met(THREE.read({"a": True, "b": 12}, "A1"))
    assert THREE.read({"a": True}, "A1") is None
    assert THREE.read({"a": False, "b": 12}, "A1") is None
    assert THREE.read({"a": False, "b": 1}, "A1") == (False, 1, None)
    assert not THREE.met(THREE.read({"a": False, "b": 1}, "A1"))


def test_the_rule_and_the_count_are_shown():
    assert THREE.rule() == {
        "zh": "得 3 分（3 项中至少 2 项）：条件a；条件b不低于 10 吨；条件c低于 5。",
        "en": "3 points (at least 2 of 3): item a; item b at least 10 t; item c under 5.",
    }
    assert pick(item(), points=0, need=1).rule()["zh"] == "必须：条件a。"
    assert pick(item(), points=0, need=1).rule()["en"] == "Required: item a."
    judge = THREE.judge()
    assert judge((True, Decimal(12), Decimal(9)))[0] == 3
    assert judge((True, Decimal(12), Decimal(9)))[1]["zh"].endswith(
        "事实：3 项中达到 2 项，达到“条件a”“条件b”（12 吨），需 2 项。达到要求，得 3 分。"
    )
    assert judge((False, Decimal(12), None))[0] == 0
    assert judge((False, Decimal(12), Decimal(9)))[1]["en"].endswith(
        "Fact: 1 of 3 hold; met: “item b” (12 t); not met: “item c” (9); 2 needed. Not met: 0 points awarded."
    )
    five = pick(*(item(code) for code in "abcde"), need=5)
    assert five.judge()((True, True, True, True, False))[1]["zh"].endswith(
        "达到 4 项，达到“条件a”“条件b”“条件c”“条件d”，未达到“条件e”，需 5 项。未达到要求，得 0 分。"
    )
    assert five.judge()((False, None, None, None, None))[1]["en"].endswith(
        "Fact: 0 of 5 hold; not met: “item a”; 5 needed. Not met: 0 points awarded."
    )
    assert five.rule()["en"].startswith("3 points (at least 5 of 5): item a; ")


def test_a_single_number_is_shown_as_it_was_stated():
    one = pick(item("b", under=30, unit=text("吨", "t")), need=1, points=0)
    assert one.rule() == {"zh": "必须：条件b低于 30 吨。", "en": "Required: item b under 30 t."}
    assert one.judge()((Decimal("35.5"),))[1] == {
        "zh": "规则：必须：条件b低于 30 吨。事实：35.5 吨。未达到要求。",
        "en": "Rule: Required: item b under 30 t. Fact: 35.5 t. Not met.",
    }


@pytest.mark.parametrize(
    ("measure", "codes"),
    [
        (THREE, []),
        (pick(item("a"), item("a")), ["part-codes"]),
        (pick(item("a"), item("b", at_least=1, at_most=2)), ["condition-limits"]),
        (pick(item("a"), item("b", at_most=0)), []),
        (pick(item("a"), item("b", at_most=-1)), ["condition-impossible"]),
        (pick(item("a"), item("b", under=0)), ["condition-impossible"]),
        (pick(item("a"), item("b", under=1)), []),
        (pick(item("a"), need=0), ["pick-need"]),
        (pick(item("a"), need=2), ["pick-need"]),
        (pick(need=1), ["part-codes"]),
    ],
)
def test_lints(measure, codes):
    assert [remark.code for remark in measure.remarks()] == codes
