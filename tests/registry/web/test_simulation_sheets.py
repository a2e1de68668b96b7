"""A simulation as a workbook, and the words by which reasons are told."""

import io

import pytest
from python_calamine import load_workbook

from registry.identifiers import new_id
from registry.simulations.rules import MoveKind
from registry.simulations.schemas import Brief, CauseView, MoveView
from registry.web import i18n
from registry.web.simulation_sheets import because, reasons, scored
from tests.factories import applications as make
from tests.factories.simulations import finish, started
from tests.registry.web.desk.stage import province_officer


async def test_the_workbook_says_what_the_page_says(browser):
    for name in ("甲秀购物中心", "=HYPERLINK(1)商场"):
        await make.submitted(name=name)
    asked = await started()
    await finish(asked)
    await browser.sign_in_as((await province_officer()).account_id)
    response = await browser.get(f"/desk/simulations/{asked}.xlsx")
    book = load_workbook(io.BytesIO(await response.read()))
    assert book.sheet_names == ["按市州", "按条款", "按申报"]
    cities, clauses, moves = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert [row[:3] for row in cities[4:]] == [["贵阳市", 2, 2], ["贵州省", 2, 2]]
    assert all(row[2] == 2 for row in clauses[4:])
    assert [row[0] for row in moves[4:]] == ["甲秀购物中心", "=HYPERLINK(1)商场"]
    assert "区" in moves[4][2]  # the name of the place, not its code
    assert "未知" in moves[4][9]
    response = await browser.get(f"/desk/simulations/{asked}.xlsx?lang=en")
    assert load_workbook(io.BytesIO(await response.read())).sheet_names == ["By city", "By clause", "By application"]


@pytest.mark.parametrize(
    ("kind", "change", "zh", "en"),
    [
        ("gate", "0", "★ X1 守法：必须达标", "★ X1 Lawful: must be met"),
        ("floor", "0", "X1 守法：本章最低得分率", "X1 Lawful: least share of the chapter"),
        ("unknown", "0", "X1 守法：未知", "X1 Lawful: not known"),
        ("points", "-0.05", "X1 守法：占总分 −5 %", "X1 Lawful: −5 % of the whole"),
        ("points", "0.0312", "X1 守法：占总分 +3.12 %", "X1 Lawful: +3.12 % of the whole"),
    ],
)
def test_reasons_in_both_languages(kind, change, zh, en):
    cause = CauseView(kind=kind, code="X1", title={"zh": "守法", "en": "Lawful"}, change=change)
    for locale, text in (("zh-CN", zh), ("en", en)):
        with i18n.in_locale(locale):
            assert because(cause) == text
    with i18n.in_locale("en"):
        assert because(CauseView(kind="unknown", code="M9", title=None, change="0")) == "M9: not known"


def test_many_reasons_are_told_in_a_few_sentences():
    def move(kinds, lost=()):
        causes = [CauseView(kind, f"X{number}", None, "0.01") for number, kind in enumerate(kinds)]
        brief = Brief("a", "1", "2", None, passed=False, grade=None)
        return MoveView(
            new_id(), "甲", "乙", "520102", 2023, "recognised", MoveKind.OPEN, brief, brief, tuple(causes), lost
        )

    with i18n.in_locale("en"):
        assert list(reasons(move([]))) == []
        assert list(reasons(move(["unknown"] * 2, ("A", "B")))) == [
            "Not known: X0, X1",
            "Answers that could not be carried: 2",
        ]
        assert list(reasons(move(["gate"] * 6 + ["unknown"] * 6)))[4:] == [
            "and 2 more",
            "Not known: X6, X7, X8, X9 and 2 more",
        ]


def test_a_judgement_in_short():
    brief = Brief(edition="a", total="80", maximum="100", share="0.8", passed=True, grade={"zh": "优", "en": "best"})
    with i18n.in_locale("en"):
        assert scored(brief) == "80 / 100 (80 %, best)"
        assert scored(Brief("a", "0", "0", None, passed=False, grade=None)) == "0 / 0"
