"""Which sheet of a bureau's file is the table, and what its draft's page can tell of it."""

import pytest

from registry.editions.tables import understood
from registry.errors import Invalid
from tests.factories.editions import table_file
from tests.factories.workbooks import xlsx


def test_the_first_sheet_with_rows_under_a_heading_is_the_table():
    found = understood(table_file(), filename="评价表.xlsx")
    assert (found.report["sheet"], found.report["other_sheets"], len(found.draft.items)) == ("评价表", [], 5)
    assert found.title == "贵州省绿色商场评价指标表（2026年版）"
    rows = found.report["rows"]
    assert rows[2] == {
        "row": 3, "kind": "item", "code": "A101",
        "cells": ["1", "一、基本要求（8分）", "守法经营", "★A101 依法经营，近三年无重大安全、环保事故", "★", "承诺书"],
    }  # fmt: skip
    assert [row["kind"] for row in rows[-2:]] == ["sum", "note"]


def test_a_sheet_can_be_asked_for():
    with pytest.raises(Invalid, match="table-not-found"):
        understood(table_file(), filename="t.xlsx", wanted="封面")
    found = understood(table_file(), filename="t.xlsx", wanted="评价表")
    assert found.report["other_sheets"] == ["封面"]


@pytest.mark.parametrize("content", [xlsx([["a", "b"]]), "三级指标,分值\n".encode(), b""])
def test_no_heading_or_no_row_is_no_table(content):
    with pytest.raises(Invalid, match="table-not-found"):
        understood(content, filename="t")


def test_what_was_not_understood_is_told_by_row():
    found = understood("三级指标,分值\nX1 要求,viel\n".encode(), filename="t.csv")
    assert found.title == ""
    assert [(fault["code"], fault["line"]) for fault in found.report["faults"]] == [
        ("table-points", 2),
        ("table-chapter", 2),
    ]
