"""Each way an edition can make no sense, found by its code at its place."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.editions import Source
from scoring.engine import score
from scoring.lints import lint, lint_documents, lint_sequence, lint_sources
from tests.scoring.samples import (
    BAND,
    JUDGED,
    THRESHOLD,
    chapter,
    criterion,
    edition,
    every_measure,
    green_mall,
    table,
    text,
)

CITED = {"document": "law", "clause": text("第三条")}
DANGLING = {"document": "lost", "clause": text("第三条")}


def found(*chapters, **more):
    faults = lint(edition(*chapters, **more))
    assert all(
        fault.message["zh"] and fault.message["en"] and fault.hint["zh"] and fault.hint["en"] for fault in faults
    )
    return [(fault.path, fault.code) for fault in faults]


def setting(name, **more):
    return {name: table()[name] | more}


def test_right_editions_have_no_faults():
    assert lint(every_measure()) == ()
    assert lint(green_mall()) == ()


def test_dates_backwards():
    assert found(criterion(), in_force_until=date(2019, 12, 31)) == [("in_force_until", "dates-backwards")]
    assert found(criterion(), in_force_until=date(2020, 1, 1)) == []


def test_empty_chapters_and_tables():
    assert found(chapter(criterion()), chapter(code="B")) == [("B", "chapter-empty")]
    nothing = edition()
    assert [(fault.path, fault.code) for fault in lint(nothing)] == [("chapters", "chapter-empty")]
    assert score(nothing, {}).share is None


def test_points_that_do_not_add_up():
    assert found(criterion(), **setting("total", points=3)) == [("total", "points-do-not-add-up")]
    wrong = chapter(criterion()) | {"points": Decimal(7)}
    assert found(wrong, **setting("total", points=2)) == [("A", "points-do-not-add-up")]
    faults = lint(edition(criterion(), **setting("total", points=3)))
    assert faults[0].message["en"] == "The criteria add up to 2, not to the total of 3."


@pytest.mark.parametrize("name", ["total", "pass_mark", "validity"])
def test_settings_rest_on_something(name):
    def with_total(**more):
        return setting(name, points=2, **more) if name == "total" else setting(name, **more)

    assert found(criterion(), **with_total(note=None)) == [(name, "setting-without-ground")]
    assert found(criterion(), **with_total(status="verified")) == [(name, "setting-without-citation")]
    assert found(criterion(), **with_total(note=None, citation=CITED)) == []
    assert found(criterion(), **with_total(status="verified", citation=CITED)) == []
    assert found(criterion(), **with_total(citation=DANGLING)) == [(name, "source-unknown")]


def test_grades_begin_at_the_pass_mark_or_above():
    grades = [
        {"code": "low", "title": text("低"), "from_share": Decimal("0.5")},
        {"code": "ok", "title": text("可"), "from_share": Decimal("0.6")},
    ]
    assert found(criterion(), **setting("pass_mark", grades=grades)) == [("pass_mark.grades.low", "grade-below-pass")]


def test_dangling_citations():
    assert found(criterion(citation=DANGLING), citation=DANGLING) == [
        ("citation", "source-unknown"),
        ("A1", "source-unknown"),
    ]


def test_codes_are_used_once():
    twice = {"code": "mall", "title": text("商场")}
    grade = {"code": "x", "title": text("等"), "from_share": 1}
    assert found(
        chapter(criterion("A1"), criterion("A1")),
        chapter(criterion("A2")),
        formats=[twice, twice],
        **setting("pass_mark", grades=[grade, grade]),
    ) == [
        ("A1", "code-twice"),
        ("chapters.A", "code-twice"),
        ("formats.mall", "code-twice"),
        ("pass_mark.grades.x", "code-twice"),
    ]


def test_gates_carry_no_points_and_everything_else_does():
    assert found(criterion(measure=THRESHOLD, gate=True)) == [("A1", "gate-with-points")]
    assert found(criterion(measure=THRESHOLD | {"points": 0}, gate=True)) == []
    judged = JUDGED | {"points": 0}
    assert found(criterion(measure=judged, gate=True)) == [("A1", "gate-with-points")]
    assert found(criterion(measure=judged)) == [("A1", "no-points")]


def test_remarks_of_measures_name_the_criterion():
    assert found(criterion("A7", BAND | {"points": 5})) == [("A7", "band-points")]


def test_formats_are_known():
    assert found(criterion(applies_to=["mall", "shop", "cinema"])) == [("A1", "format-unknown")]


def test_required_evidence_is_named():
    assert found(criterion(evidence_required=True)) == [("A1", "evidence-unnamed")]
    assert found(criterion(evidence_required=True, evidence=[text("照片")])) == []


def sequence(*spans):
    editions = [
        edition(
            criterion(),
            edition=begin,
            in_force_from=date.fromisoformat(begin),
            in_force_until=end and date.fromisoformat(end),
        )
        for begin, end in spans
    ]
    return [(fault.path, fault.code) for fault in lint_sequence(editions)]


def test_editions_follow_each_other_without_overlap_or_gap():
    assert sequence(("2020-01-01", "2020-12-31"), ("2021-01-01", None)) == []
    assert sequence(("2020-01-01", None), ("2021-01-01", None)) == [("sample/2021-01-01", "editions-overlap")]
    assert sequence(("2020-01-01", "2021-01-01"), ("2021-01-01", None)) == [("sample/2021-01-01", "editions-overlap")]
    assert sequence(("2020-01-01", "2020-12-30"), ("2021-01-01", None)) == [("sample/2021-01-01", "editions-gap")]
    assert sequence(("2020-01-01", None)) == []
    assert sequence() == []


def test_a_bonus_is_no_gate_and_counts_towards_no_sum():
    assert found(criterion(gate=True, bonus=True), criterion("A2")) == [("A1", "gate-as-bonus")]
    bonus = chapter(criterion("A1"), criterion("A2", bonus=True)) | {"points": Decimal(2)}
    assert found(bonus, **setting("total", points=2)) == []


def test_formats_answered_at_headquarters_are_known():
    assert found(criterion(at_headquarters=["mall", "cinema"])) == [("A1", "format-unknown")]


def test_every_format_is_asked_something():
    assert found(criterion(applies_to=["mall"])) == [("formats.shop", "pass-unreachable")]
    assert found(criterion("A1", applies_to=["mall"]), criterion("G", gate=True)) == []
    only = chapter(criterion(bonus=True)) | {"points": Decimal(0)}
    assert ("formats", "pass-unreachable") in found(only, **setting("total", points=0))


def warnings(until=None, **source):
    shelf = {"law": Source(**{**table()["documents"][0], **source})}
    rules = edition(criterion(), in_force_until=until and date.fromisoformat(until))
    return [(fault.path, fault.code, fault.severity) for fault in lint_sources(rules, shelf)]


def test_resting_on_a_lapsed_document_warns():
    warned = [("A1", "source-lapsed", "warning")]
    assert warnings() == []
    assert warnings(lapsed=True) == warned
    assert warnings("2021-12-31", lapsed=True) == []
    assert warnings(valid_until=date(2021, 12, 31)) == warned
    assert warnings("2021-12-31", valid_until=date(2021, 12, 31)) == []
    assert warnings("2022-01-01", valid_until=date(2021, 12, 31)) == warned
    only_heading = edition(criterion(citation=CITED | {"document": "other"}))
    shelf = {"law": Source(**table()["documents"][0], lapsed=True)}
    assert [fault.path for fault in lint_sources(only_heading, shelf)] == ["citation"]
    assert "in force." in lint_sources(only_heading, shelf)[0].message["en"]


def test_documents_end_after_they_begin_and_are_replaced_by_others():
    def of(**more):
        law = Source(code="law", title=text("办法"), issuer=text("厅"), dated="2019", **more)
        return [(fault.path, fault.code) for fault in lint_documents({"law": law})]

    day = date(2020, 1, 1)
    assert of() == of(valid_from=day, valid_until=day) == of(replaced_by="law") == of(valid_until=day) == []
    assert of(valid_from=day, valid_until=date(2019, 12, 31)) == [("law.valid_until", "dates-backwards")]
    assert of(replaced_by="lost") == [("law.replaced_by", "source-unknown")]
