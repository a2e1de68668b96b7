"""One line as data."""

from scoring.adjust import adjust
from scoring.engine import score
from tests.scoring.samples import every_measure


def test_a_line_says_everything_about_itself():
    line = score(every_measure(), {"A1": True}).line("A1")
    assert line.to_json() == {
        "code": "A1",
        "chapter": "A",
        "title": {"zh": "条款A1", "en": "Criterion A1"},
        "points": "2",
        "maximum": "2",
        "status": "scored",
        "reason": {
            "zh": "规则：符合要求得 2 分，不符合不得分。事实：是。达到要求，得 2 分。",
            "en": "Rule: 2 points if the requirement is met, otherwise none. Fact: yes. Met: 2 points awarded.",
        },
        "citation": {
            "document": "law",
            "number": "",
            "title": {"zh": "办法", "en": "Rules"},
            "issuer": {"zh": "厅", "en": "[厅]"},
            "dated": "2019",
            "clause": {"zh": "第一条", "en": "Article 1"},
            "status": "reference",
        },
        "gate": False,
        "judged": False,
        "finding": None,
    }


def test_gates_are_met_or_not_and_other_lines_neither():
    assert [score(every_measure(), {"A0": a}).line("A0").met for a in (True, False, None)] == [True, False, None]
    assert score(every_measure(), {"A1": True}).line("A1").met is None


def test_lines_are_open_while_nothing_is_stated_or_nobody_judged():
    card = score(every_measure(), {"A1": True, "A6": "3"})
    assert [line.criterion.code for line in card.lines if line.open] == ["A2", "A3", "A4", "A5", "A6"]


def test_what_was_found_shows_as_data():
    card = adjust(every_measure(), {}, {"A4": {"value": [1, 0], "reason": "数过"}})
    assert card.line("A4").to_json()["finding"] == {
        "by": "value",
        "value": [1, 0],
        "reason": "数过",
        "points_before": None,
    }
