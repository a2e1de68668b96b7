"""The shape of an edition, its digest, and what pages and forms get of it."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from scoring.digest import plain
from scoring.editions import Edition
from scoring.engine import score
from tests.scoring.samples import DEDUCT, JUDGED, chapter, criterion, edition, every_measure, green_mall, table, text


def test_an_edition_is_known_by_its_content():
    assert edition(criterion()).digest == edition(criterion()).digest
    assert hash(edition(criterion())) == hash(edition(criterion()))
    assert edition(criterion()).digest != edition(criterion(title=text("别的"))).digest
    assert len(edition(criterion()).digest) == 64


def test_what_is_left_to_its_default_is_not_part_of_the_digest():
    written = criterion(gate=False, applies_to=[], evidence_required=False)
    assert edition(written).digest == edition(criterion()).digest


def test_closing_an_edition_does_not_change_what_it_judges():
    closed = edition(criterion(), in_force_until=table()["in_force_from"])
    assert closed.digest == edition(criterion()).digest


def test_an_edition_survives_being_kept_as_json():
    rules = every_measure()
    again = Edition.model_validate(plain(rules.model_dump(exclude_defaults=True)))
    assert (again, again.digest) == (rules, rules.digest)
    assert score(again, {"A1": True}).to_json() == score(rules, {"A1": True}).to_json()


def test_editions_are_frozen_and_know_their_keys():
    with pytest.raises(ValidationError):
        edition(criterion()).title = text("新")
    with pytest.raises(ValidationError):
        edition(criterion(), colour="green")
    with pytest.raises(ValidationError):
        Edition.model_validate(table(criterion(measure={"kind": "magic", "points": 1})))


def test_criteria_in_the_order_of_the_table():
    rules = edition(chapter(criterion("B1"), code="B"), chapter(criterion("A1", DEDUCT), code="A"))
    assert [row.code for row in rules.criteria] == ["B1", "A1"]
    assert rules.by_code["A1"] is rules.criteria[1]
    assert rules.maximum == 6
    assert rules.format_title("shop") == {"zh": "商店", "en": "Shop"}


def test_a_criterion_applies_to_its_formats_or_to_all():
    some, every = edition(criterion("A1", applies_to=["mall"]), criterion("A2")).criteria
    assert [some.applies("mall"), some.applies("shop"), some.applies(None)] == [True, False, True]
    assert every.applies("shop")


def test_a_citation_names_document_clause_and_date():
    row = criterion(citation={"document": "law", "clause": text("第二条", "Article 2"), "note": text("注", "Note")})
    rules = edition(row, criterion("A2"))
    first = rules.cite(rules.criteria[0].citation)
    assert first == {
        "document": "law",
        "number": "",
        "title": {"zh": "办法", "en": "Rules"},
        "issuer": {"zh": "厅", "en": "[厅]"},
        "dated": "2019",
        "clause": {"zh": "第二条", "en": "Article 2"},
        "note": {"zh": "注", "en": "Note"},
    }
    assert "note" not in rules.cite(rules.criteria[1].citation)


def test_the_summary_is_what_list_prints():
    rules = edition(
        chapter(criterion("G", gate=True, status="verified"), criterion("A1"), minimum_share=Decimal("0.80")),
        in_force_until=table()["in_force_from"],
    )
    assert rules.summary() == {
        "scheme": "sample",
        "edition": "2020-01-01",
        "title": {"zh": "样本", "en": "Sample"},
        "in_force_from": "2020-01-01",
        "in_force_until": "2020-01-01",
        "maximum": "2",
        "pass_share": "0.6",
        "pass_status": "local",
        "chapters": [{"code": "A", "title": {"zh": "章A", "en": "[章A]"}, "maximum": "2", "minimum_share": "0.8"}],
        "criteria": 2,
        "gates": 1,
        "verified": 1,
        "digest": rules.digest,
    }
    assert edition(criterion()).summary()["in_force_until"] is None
    assert edition(criterion()).summary()["chapters"][0]["minimum_share"] is None


def test_a_page_gets_everything_it_shows():
    row = criterion(
        "A1",
        JUDGED,
        not_applicable_when=text("没有", "none"),
        evidence=[text("照片", "photographs")],
        evidence_required=True,
        applies_to=["mall"],
    )
    whole = edition(row, criterion("A2")).to_json()
    shown, plain_row = whole["chapters"][0]["criteria"]
    assert shown["rule"]["en"] == "A reviewer awards 0 to 5 points in steps of 0.5."
    assert (shown["measure"], shown["maximum"], shown["gate"], shown["judged"]) == ("judged", "5", False, True)
    assert shown["field"]["kind"] == "points"
    assert shown["not_applicable_when"] == {"zh": "没有", "en": "none"}
    assert shown["evidence"] == [{"zh": "照片", "en": "photographs"}]
    assert (shown["evidence_required"], shown["applies_to"], shown["status"]) == (True, ["mall"], "reference")
    assert shown["citation"]["dated"] == "2019"
    assert plain_row["not_applicable_when"] is None
    assert whole["validity"] == {"months": 36, "status": "local", "note": {"zh": "本地设定", "en": "[本地设定]"}}
    assert whole["formats"][1] == {"code": "shop", "title": {"zh": "商店", "en": "Shop"}}
    assert whole["total"]["points"] == "7"


def test_the_edition_that_ships_uses_every_measure_at_least_twice():
    kinds = [row.measure.kind for row in green_mall().criteria]
    assert len(kinds) >= 40
    for kind in ("yes_no", "threshold", "band", "deduct_per_defect", "capped_count", "judged"):
        assert kinds.count(kind) >= 2
    assert [part.code for part in green_mall().chapters] == ["X1", "X2", "X3", "X4", "X5", "X6"]


def test_the_rows_seen_in_annex_a_are_verified_with_their_points():
    seen = {row.code: (row.gate, str(row.maximum)) for row in green_mall().criteria if row.status == "verified"}
    assert seen == {
        "X101": (True, "0"),
        "X102": (True, "0"),
        "X103": (False, "5"),
        "X104": (False, "5"),
        "X105": (False, "5"),
        "X201-1": (False, "1"),
        "X201-2": (False, "1"),
        "X201-3": (False, "1"),
    }


def test_what_no_source_gives_is_a_local_setting():
    rules = green_mall()
    assert {rules.total.status, rules.pass_mark.status, rules.validity.status} == {"local"}
    assert "Local setting" in rules.pass_mark.note.en
