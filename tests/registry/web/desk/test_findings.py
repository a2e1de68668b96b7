"""Findings as form fields, there and back, for every kind of value."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from registry.errors import Invalid, InvalidMany
from registry.reviews.rules import Verdict
from registry.reviews.schemas import FindingView, SheetLine
from registry.web.desk.findings import (
    at_field,
    stated_reason,
    stated_value,
    stated_verdict,
    typed_of,
)

WORDS = {"zh": "甲", "en": "a"}


def line(kind: str, parts: int = 0, claimed: object = None, finding: FindingView | None = None) -> SheetLine:
    return SheetLine(
        code="X1",
        title=WORDS,
        requirement=WORDS,
        rule=WORDS,
        citation={},
        measure="",
        field={"kind": kind, "parts": [{"code": f"p{n}"} for n in range(parts)]},
        gate=False,
        judged=False,
        awardable=True,
        not_applicable_when=WORDS,
        needed=True,
        has_claim=claimed is not None,
        claimed=claimed,
        note="",
        evidence=(),
        machine_points=None,
        machine_reason=None,
        maximum="1",
        finding=finding,
        earlier=(),
        previous=None,
    )


@pytest.mark.parametrize(
    ("kind", "parts", "value"),
    [
        ("yes_no", 0, True),
        ("yes_no", 0, False),
        ("yes_no", 0, "not_applicable"),
        ("number", 0, "12.5"),
        ("points", 0, "2"),
        ("count", 0, 3),
        ("count", 0, "not_applicable"),
        ("counts", 2, [1, 0]),
        ("counts", 2, None),
        ("choice", 3, "p2"),
        ("choice", 3, "not_applicable"),
        ("checks", 2, [True, False]),
        ("parts", 2, ["40", "50"]),
        ("parts", 2, "not_applicable"),
        ("yes_no", 0, None),
        ("number", 0, None),
    ],
)
def test_there_and_back(kind, parts, value):
    sheet_line = line(kind, parts, claimed=value)
    assert stated_value(sheet_line, typed_of(sheet_line)) == value


def test_points_that_are_awarded_stand_apart_from_the_value():
    finding = FindingView("X1", Verdict.AWARD, "1.5", "部分达到", 1, datetime(2023, 5, 15, tzinfo=UTC))
    typed = typed_of(replace(line("checks", 2, claimed=[True, False]), finding=finding))
    assert typed["points-X1"] == ["1.5"]
    assert (typed["part-0-X1"], typed["part-1-X1"]) == (["yes"], ["no"])
    assert stated_value(line("checks", 2), typed) == "1.5"
    assert stated_value(line("checks", 2), {"verdict-X1": ["award"], "points-X1": ["１"]}) == "1"
    assert stated_value(line("checks", 2), {"verdict-X1": ["award"]}) is None
    award = {"verdict-X1": ["award"]}
    assert at_field(line("checks", 2), Invalid("a", "b", field="X1"), award).field == "points-X1"


def test_the_finding_so_far_is_shown():
    finding = FindingView("X1", Verdict.CHANGE, 2, "现场所见", 1, datetime(2023, 5, 15, tzinfo=UTC))
    typed = typed_of(replace(line("count", claimed=1), finding=finding))
    assert typed == {"verdict-X1": ["change"], "reason-X1": ["现场所见"], "value-X1": ["2"]}
    assert stated_verdict(line("count"), typed) is Verdict.CHANGE
    assert stated_reason(line("count"), typed) == "现场所见"
    assert stated_verdict(line("count"), {"verdict-X1": ["perhaps"]}) is None


def test_faults_stand_at_their_field():
    counts = line("counts", 2)
    assert at_field(counts, Invalid("a", "b", field="X1[1]"), {}).field == "part-1-X1"
    assert at_field(counts, Invalid("a", "b", field="X1[9]"), {}).field == "part-0-X1"
    assert at_field(counts, Invalid("a", "b", field="reason"), {}).field == "reason-X1"
    both = at_field(counts, InvalidMany([Invalid("a", "b", field="value"), Invalid("a", "b", field="verdict")]), {})
    assert isinstance(both, InvalidMany)
    assert [fault.field for fault in both.faults] == ["part-0-X1", "verdict-X1"]
