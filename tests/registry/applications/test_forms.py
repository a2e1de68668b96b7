"""The form of an edition, without a database."""

from datetime import date

from registry.applications.forms import filled, unconfirmed
from registry.applications.schemas import EvidenceItem, ShownAnswer
from registry.demonstration.answers import good_answers
from registry.identifiers import new_id
from registry.storage.rules import FileState
from tests.factories.applications import edition


def _evidence(code):
    return EvidenceItem(
        criterion=code,
        file_id=new_id(),
        title="台账",
        name="台账.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        state=FileState.CLEAN,
    )


def test_each_item_has_what_a_page_needs_in_both_languages():
    form = filled(edition(), None, {}, [])
    for chapter in form.chapters:
        assert chapter.title.keys() == {"zh", "en"}
        assert chapter.result["maximum"]
        for item in chapter.items:
            for words in (item.title, item.requirement, item.rule, item.citation["clause"], *item.evidence_kinds):
                assert words["zh"]
                assert words["en"]
            assert item.field["kind"]
            assert item.applies
            assert item.missing


def test_answers_and_evidence_take_away_what_is_missing():
    rules = edition()
    answers = {code: ShownAnswer(value=value, note="", version=2) for code, value in good_answers(rules, None).items()}
    form = filled(rules, None, answers, [_evidence(code) for code in rules.by_code])
    assert form.missing == ()
    assert form.scorecard["passed"]
    items = [item for chapter in form.chapters for item in chapter.items]
    assert all(item.version == 2 and len(item.evidence) == 1 for item in items)
    assert [chapter.missing_count for chapter in form.chapters] == [0] * len(form.chapters)


def test_a_carried_answer_waits_to_be_confirmed():
    rules = edition()
    first, second = list(rules.by_code)[:2]
    answers = {
        second: ShownAnswer(value=True, note="", carried_on=date(2025, 5, 1)),
        first: ShownAnswer(value=True, note=""),
    }
    form = filled(rules, None, answers, [])
    waiting = [item for chapter in form.chapters for item in chapter.items if item.carried_on]
    assert [item.code for item in waiting] == [second]
    assert [lack.code for lack in form.missing if lack.what == "confirmation"] == [second]
    assert [lack.what for lack in waiting[0].missing if lack.what == "confirmation"] == ["confirmation"]
    assert [lack.code for lack in unconfirmed(rules, {second, first, "no such"})] == [first, second]


def test_a_note_alone_is_no_answer():
    code = next(iter(edition().by_code))
    form = filled(edition(), None, {code: ShownAnswer(value=None, note="稍后补充")}, [])
    item = form.chapters[0].items[0]
    assert (item.note, item.value) == ("稍后补充", None)
    assert [lack.what for lack in item.missing] == ["answer"]
