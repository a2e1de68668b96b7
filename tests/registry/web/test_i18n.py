"""Languages: which one, and how texts, dates and numbers are written in it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registry.errors import Invalid
from registry.web import i18n


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5,zh;q=0.7", "zh-CN"),
        ("zh;q=0,en;q=0.1", "en"),
        ("fr", None),
        ("", None),
        ("en;q=loud", None),
        ("*" * 5000, None),
    ],
)
def test_accept_language(header, locale):
    assert i18n.negotiate(header) == locale


@pytest.mark.parametrize(
    ("tag", "locale"), [("zh_Hans", "zh-CN"), ("EN", "en"), ("de", None), (None, None), ("", None)]
)
def test_known_locale(tag, locale):
    assert i18n.known_locale(tag) == locale


def test_dates_and_numbers_in_both_languages():
    late = datetime(2026, 11, 20, 18, 42, tzinfo=UTC)
    with i18n.in_locale("zh-CN"):
        assert i18n.day(date(2026, 11, 21)) == "2026年11月21日"
        assert i18n.day(late) == "2026年11月21日"
        assert i18n.moment(late) == "2026年11月21日 02:42"
    with i18n.in_locale("en"):
        assert i18n.day(date(2026, 11, 21)) == "21 November 2026"
        assert i18n.moment(late) == "21 November 2026, 02:42"
    assert i18n.number(Decimal("1234567.50")) == "1,234,567.50"
    assert i18n.number(100000) == "100,000"
    assert (i18n.day(None), i18n.moment(None), i18n.number(None)) == ("", "", "")


@pytest.mark.parametrize(("count", "text"), [(820, "820 B"), (12_600, "12.3 KB"), (20 * 1024 * 1024, "20.0 MB")])
def test_file_sizes(count, text):
    assert i18n.file_size(count) == text


class Title:
    zh, en = "绿色商场", "Green mall"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ({"zh": "标准", "en": "Criteria"}, "标准", "Criteria"),
        ({"zh": "标准", "en": ""}, "标准", "标准"),
        (Title(), "绿色商场", "Green mall"),
        ("plain", "plain", "plain"),
        (None, "", ""),
    ],
)
def test_bilingual_texts(text, zh, en):
    with i18n.in_locale("zh-CN"):
        assert i18n.bi(text) == zh
    with i18n.in_locale("en"):
        assert i18n.bi(text) == en


def test_messages_and_their_blanks():
    error = Invalid("text-too-long", "At most {maximum} characters fit here; this has {count}.", maximum=1200, count=5)
    with i18n.in_locale("zh-CN"):
        assert i18n.explained(error) == "此处最多 1,200 个字，现有 5 个字。"
        assert i18n.hinted(error) == ""
        assert i18n.gettext("no such message") == "no such message"
        assert i18n.ngettext("%%{count} character left", "%%{count} characters left", 2) == "还可输入 %%{count} 个字"
        assert i18n.pgettext("somewhere", "Search") == "Search"
        assert i18n.npgettext("somewhere", "one", "many", 1) == "many"
    with i18n.in_locale("en"):
        assert i18n.explained(error) == "At most 1,200 characters fit here; this has 5."
        assert (i18n.ngettext("one", "many", 1), i18n.npgettext("c", "one", "many", 2)) == ("one", "many")
        assert i18n.pgettext("somewhere", "Search") == "Search"


def test_braces_in_values_stay_as_they_are():
    with i18n.in_locale("en"):
        assert i18n.say("At most {limit} fit", limit="{maximum}") == "At most {maximum} fit"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("x", "x"),
        (True, "是"),
        (False, "否"),
        (1000, "1,000"),
        (date(2026, 1, 2), "2026年1月2日"),
        (1.5, "1.5"),
    ],
)
def test_written(value, text):
    with i18n.in_locale("zh-CN"):
        assert i18n.written(value) == text
        assert i18n.written(datetime(2026, 1, 2, tzinfo=UTC)) == "2026年1月2日 08:00"
        assert i18n.written({"zh": "一", "en": "one"}) == "一"


def test_an_unknown_language_becomes_the_default():
    with i18n.in_locale("en"):
        i18n.set_locale("xx")
        assert i18n.current_locale() == "zh-CN"
