"""Errors that carry the criteria's own wording, and both sides of a clash."""

from datetime import UTC, datetime

from registry.applications.faults import AnswerConflict, Clash, InvalidFacts, NotComplete
from registry.applications.schemas import MissingItem
from registry.web import i18n

WORDS = {"zh": "请填写 {数字}", "en": "Write a {number}"}


def test_the_wording_is_shown_in_the_language_of_the_reader():
    fault = InvalidFacts("fact-wrong-type", WORDS, {"zh": "例如 5", "en": "such as 5"}, field="X104")
    with i18n.in_locale("zh-CN"):
        assert (i18n.explained(fault), i18n.hinted(fault)) == ("请填写 {数字}", "例如 5")
    with i18n.in_locale("en"):
        assert (i18n.explained(fault), i18n.hinted(fault)) == ("Write a {number}", "such as 5")
    assert i18n.hinted(InvalidFacts("missing-answer", WORDS, field="X104")) == ""


def test_each_missing_thing_is_a_fault_of_its_criterion():
    refusal = NotComplete([MissingItem("X101", "gate_failed", WORDS), MissingItem("X103", "evidence", WORDS)])
    assert [(fault.field, fault.code) for fault in refusal.faults] == [
        ("X101", "missing-gate-failed"),
        ("X103", "missing-evidence"),
    ]


def test_a_clash_keeps_both_sides():
    clash = Clash("X103", True, "一", 3, datetime(2026, 3, 2, tzinfo=UTC), "李示例", False, "二")
    refusal = AnswerConflict([clash])
    assert refusal.clashes == (clash,)
    assert refusal.context["criteria"] == ["X103"]
