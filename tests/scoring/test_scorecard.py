"""The scorecard's shape is a contract, and its fingerprint is that of its content."""

import json

import pytest

from scoring.engine import score
from tests.scoring.samples import criterion, edition, every_measure, green_mall, table, text


def test_the_shape_that_people_script_against():
    card = score(green_mall(), {"X101": True, "X105": True}, format="supermarket").to_json()
    assert list(card) == [
        "scheme",
        "edition",
        "digest",
        "format",
        "total",
        "maximum",
        "share",
        "pass_share",
        "pass_status",
        "passed",
        "settled",
        "grade",
        "gates",
        "chapters",
        "lines",
    ]
    assert (card["scheme"], card["edition"], card["format"]) == ("green-mall", "2021-05-25", "supermarket")
    assert (card["total"], card["maximum"], card["share"]) == ("5", "99", "0.0505")
    assert (card["pass_share"], card["pass_status"], card["grade"]) == ("0.8", "local", None)
    assert card["digest"] == green_mall().digest
    assert json.loads(json.dumps(card)) == card


def test_gates_and_chapters_stand_apart_as_well():
    card = score(every_measure(), {"A0": True, "A1": True}).to_json()
    assert card["gates"] == [
        {
            "code": "A0",
            "title": {"zh": "条款A0", "en": "Criterion A0"},
            "status": "gate_passed",
            "passed": True,
            "reason": card["lines"][0]["reason"],
        }
    ]
    assert card["chapters"] == [
        {
            "code": "A",
            "title": {"zh": "章A", "en": "[章A]"},
            "points": "2",
            "maximum": "21",
            "share": "0.0952",
            "minimum_share": None,
            "met": None,
        }
    ]


def test_a_grade_has_code_and_title():
    grades = [{"code": "best", "title": text("优", "Best"), "from_share": 1}]
    rules = edition(criterion(), pass_mark=table()["pass_mark"] | {"grades": grades})
    assert score(rules, {"A1": True}).to_json()["grade"] == {"code": "best", "title": {"zh": "优", "en": "Best"}}


def test_a_line_is_found_by_its_code():
    card = score(every_measure(), {})
    assert card.line("A3").criterion.code == "A3"
    with pytest.raises(KeyError):
        card.line("Z")


def test_the_fingerprint_follows_the_content():
    rules = every_measure()
    assert score(rules, {"A1": True}).fingerprint == score(rules, {"A1": True}).fingerprint
    assert score(rules, {"A1": True}).fingerprint != score(rules, {"A1": False}).fingerprint
    assert score(rules, {"A2": "80"}).fingerprint != score(rules, {"A2": "80"}, format="mall").fingerprint


def test_data_handed_out_can_be_changed_without_harm():
    first = score(every_measure(), {"A1": True})
    first.to_json()["lines"][1]["reason"]["en"] = "spoilt"
    first.to_json()["lines"][1]["citation"]["dated"] = "spoilt"
    first.to_json()["lines"][1]["citation"]["title"]["en"] = "spoilt"
    again = json.dumps(score(every_measure(), {"A1": True}).to_json())
    assert "spoilt" not in again
