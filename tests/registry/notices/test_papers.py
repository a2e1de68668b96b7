"""The words of a printed notice."""

from datetime import date

import pytest

from registry.notices.papers import Published, cited, paper_of
from scoring.loader import load_all
from tests.factories.certificates import bureau

EDITION = load_all().of("green-mall")[-1]


def published(**changes):
    values = {
        "title": "拟认定绿色商场名单公示",
        "title_en": "",
        "document_number": "",
        "opens_on": date(2026, 3, 2),
        "closes_on": date(2026, 3, 6),
        "rule": "5 working first",
        "items": [("甲秀购物中心", "甲秀公司", "520102"), ("花溪\u200b商场", "花溪公司", "529999")],
        "address": "https://register.example/notices/1",
    }
    return Published(**values | changes)


def paper(**changes):
    return paper_of(
        published(**changes),
        bureau=bureau(),
        what={"zh": "绿色商场", "en": "Green malls"},
        editions=[EDITION, EDITION],
        places={"520102": "南明区"},
        on=date(2026, 3, 2),
    )


async def test_it_says_what_why_how_long_and_how_to_object():
    from registry.notices.rules import rule_text
    from registry.notices.windows import in_force

    rule = rule_text(in_force("green-mall", "520000", date(2026, 3, 2)).window)
    made = paper(rule=rule)
    said = "".join(made.paragraphs)
    assert "依据《绿色商场创建评价指标（试行）》（商办流通函〔2021〕186号），" in said
    assert "2026年3月2日至2026年3月6日（不少于5个工作日，首日计入）" in said
    assert "共2个" in said
    assert [(entry.name, entry.place) for entry in made.entries] == [
        ("甲秀购物中心", "南明区"),
        ("花溪 商场", "529999"),
    ]
    assert "https://register.example/notices/1" in made.closing[0]
    assert (made.number, made.demonstration, made.bureau.seal_line) == (None, True, "演示专用章")


@pytest.mark.parametrize(
    ("rule", "window"),
    [
        ("5 working first", "not less than 5 working days, the first day included"),
        ("7 calendar next", "not less than 7 days, counted from the day after the first"),
    ],
)
def test_it_says_the_same_in_english(rule, window):
    made = paper(rule=rule).english
    said = "".join(made.paragraphs)
    assert made.title == "Public notice of proposed recognitions: Green malls"
    assert paper(title_en="Green malls to be recognised").english.title == "Green malls to be recognised"
    assert said.startswith("Department of Commerce of Guizhou Province")
    assert f"Under {EDITION.cite(EDITION.citation)['title']['en']} (商办流通函〔2021〕186号), " in said
    assert "those listed in the Chinese text (2)" in said
    assert f"from 2026-03-02 to 2026-03-06 ({window})" in said
    assert made.closing[0].endswith("https://register.example/notices/1")


def test_what_a_page_may_show_and_the_press_may_not_print_hinders_no_notice():
    made = paper(title="葛\U000e0100城绿色商场公示\ufe0f", document_number="黔商〔2026〕1号\ufe0f")
    assert (made.title, made.number) == ("葛城绿色商场公示", "黔商〔2026〕1号")


def test_a_source_without_a_number_is_cited_by_its_title():
    numbered, bare = (load_all().of("green-mall")[place] for place in (-1, 0))
    assert cited(numbered).endswith("（商办流通函〔2021〕186号）")
    assert cited(bare).endswith("》")
