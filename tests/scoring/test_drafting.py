"""A draft is judged as a file would be, and each fault stands at the field where it is mended."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.drafting import criterion_written, holds, judged_draft, missing_english, tried
from scoring.editions import Criterion, Source
from scoring.faults import BadFacts
from scoring.loader import load_all
from tests.scoring.samples import ADDITIVE, GATE, JUDGED, THRESHOLD, chapter, criterion, table, text

LAW = Source.model_validate({"code": "law", "title": text("办法"), "issuer": text("厅"), "dated": "2019"})
OLD = LAW.model_copy(update={"code": "old", "valid_until": date(2019, 1, 1)})
SOURCES = {"law": LAW, "old": OLD}


def written(*chapters, sources=SOURCES, chinese_only=False, **more):
    data = {key: part for key, part in table(*chapters).items() if key not in {"scheme", "edition", "documents"}}
    return judged_draft(data | more, scheme="sample", name="own-2020", sources=sources, chinese_only=chinese_only)


def places(found):
    return [(placed.criterion, placed.field, placed.fault.code) for placed in found.faults]


def test_what_is_whole_is_an_edition_under_its_own_name():
    found = written(criterion())
    assert found.faults == ()
    assert (found.edition.scheme, found.edition.edition) == ("sample", "own-2020")
    assert found.edition.documents[0].code == "law"


@pytest.mark.parametrize("shipped", load_all().editions, ids=lambda edition: f"{edition.scheme}/{edition.edition}")
def test_every_shipped_edition_can_be_the_beginning_of_a_draft(shipped):
    data = shipped.model_dump(mode="json", exclude={"scheme", "edition", "documents"}, exclude_defaults=True)
    found = judged_draft(data, scheme=shipped.scheme, name=shipped.edition, sources=load_all().sources)
    assert found.errors == ()
    assert found.edition.digest == shipped.digest


def test_the_bureaus_own_document_stands_beside_the_known_ones():
    own = {"code": "own", "title": text("通知"), "issuer": text("厅"), "dated": "2026"}
    cites = {"document": "own", "clause": text("附件")}
    found = written(criterion(citation=cites), documents=[own])
    assert (found.faults, [document.code for document in found.edition.documents]) == ((), ["own", "law"])
    found = written(criterion(citation=cites), documents=[own | {"code": "law"}])
    assert places(found) == [("A1", "citation.document", "source-unknown")]
    found = written(criterion(), documents=[own | {"title": {"zh": "", "en": "x"}}])
    assert places(found) == [("", "documents.0.title.zh", "value-wrong")]


def test_faults_of_shape_stand_at_their_fields_and_other_rows_are_looked_at_all_the_same():
    steps = THRESHOLD | {"points": "drei"}
    parts = ADDITIVE | {"parts": [{"code": "a", "title": {"zh": "甲"}, "points": 3}]}
    found = written(
        chapter(criterion("A1", THRESHOLD), criterion("A2", ADDITIVE), criterion("A3", GATE)),
    )
    assert places(found) == [("A3", "measure.points", "no-points")]
    data = chapter(criterion("A1"), criterion("A2"), criterion("A3", GATE), criterion("A4"), criterion("A5"))
    data["criteria"][0]["measure"] = steps
    data["criteria"][1]["measure"] = parts
    data["criteria"][3] |= {"applies_to": ["moon"]}
    data["criteria"][4]["measure"] = {"points": 2}
    found = written(data, in_force_from="", formats=[])
    assert places(found) == [
        ("", "in_force_from", "value-wrong"),
        ("A1", "measure.points", "value-wrong"),
        ("A2", "measure.parts.0.title.en", "key-missing"),
        ("A5", "measure.kind", "key-missing"),
        ("A3", "measure.points", "no-points"),
        ("A4", "applies_to", "format-unknown"),
    ]
    assert found.edition is None
    assert found.errors == found.faults


def test_nothing_at_all_is_a_list_of_what_is_needed():
    found = judged_draft({}, scheme="sample", name="x", sources={})
    assert {field for _, field, _ in places(found)} >= {"title", "in_force_from", "total", "chapters", "formats"}
    found = judged_draft({"chapters": 5, "formats": [3]}, scheme="sample", name="x", sources={})
    assert ("", "chapters", "value-wrong") in places(found)


def test_lints_of_the_whole_stand_at_the_settings():
    ground = {"points": 3, "status": "verified"}
    found = written(
        chapter(criterion()) | {"points": 7},
        chapter(code="B"),
        total=ground,
        validity={
            "months": 3,
            "status": "local",
            "note": text("x"),
            "citation": {"document": "no", "clause": text("y")},
        },
        citation={"document": "no", "clause": text("y")},
        in_force_until="2019-01-01",
    )
    assert places(found) == [
        ("", "in_force_until", "dates-backwards"),
        ("", "chapters.1.points", "chapter-empty"),
        ("", "total.points", "points-do-not-add-up"),
        ("", "total.note.zh", "setting-without-ground"),
        ("", "total.citation.document", "setting-without-citation"),
        ("", "citation.document", "source-unknown"),
        ("", "validity.citation.document", "source-unknown"),
        ("", "chapters.0.points", "points-do-not-add-up"),
    ]


def test_a_lapsed_source_is_only_a_warning():
    found = written(criterion(citation={"document": "old", "clause": text("一")}))
    assert places(found) == [("A1", "citation.document", "source-lapsed")]
    assert (found.errors, found.edition is None) == ((), False)


def test_chinese_may_stand_for_missing_english():
    row = criterion(title={"zh": "照明", "en": ""}, evidence=[{"zh": "台账"}])
    assert places(written(row)) == [("A1", "title.en", "value-wrong"), ("A1", "evidence.0.en", "key-missing")]
    found = written(row, chinese_only=True)
    assert (found.faults, found.edition.by_code["A1"].title.en) == ((), "照明")
    assert missing_english([row, {"note": {"zh": "注", "en": "note"}}, 3]) == 2


def rule(measure, **more):
    return Criterion.model_validate(criterion("A1", measure, **more))


def test_a_fact_can_be_tried_by_itself():
    assert (tried(rule(THRESHOLD), "85").points, tried(rule(THRESHOLD), 3).points) == ("3", "0")
    gate = rule(None, gate=True)
    assert [tried(gate, value).met for value in (True, False)] == [True, False]
    assert tried(rule(JUDGED, not_applicable_when=text("无")), "not_applicable").points == ""
    for wrong in ("85 %", None, "not_applicable"):
        with pytest.raises(BadFacts):
            tried(rule(THRESHOLD), wrong)


def test_an_outcome_holds_by_value_not_by_spelling():
    assert holds(tried(rule(THRESHOLD), "85"), "3.0")
    assert not holds(tried(rule(THRESHOLD), "85"), "2")
    assert not holds(tried(rule(THRESHOLD), "85"), "viel")
    gate = rule(None, gate=True)
    assert holds(tried(gate, value=True), "met")
    assert holds(tried(gate, value=False), "failed")
    assert not holds(tried(gate, value=True), "0")
    nothing = tried(rule(JUDGED, not_applicable_when=text("无")), "not_applicable")
    assert holds(nothing, "not_applicable")
    assert not holds(nothing, str(Decimal(0)))


def test_one_row_is_read_by_itself_and_not_before_it_has_its_shape():
    found = criterion_written(criterion("A7"))
    assert found is not None
    assert found.code == "A7"
    assert criterion_written({"code": "A7"}) is None
    half = criterion("A7", title={"zh": "甲", "en": ""})
    assert criterion_written(half) is None
    assert criterion_written(half, chinese_only=True) is not None
