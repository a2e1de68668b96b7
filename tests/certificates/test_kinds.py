import pytest
from pydantic import ValidationError

from certificates.content import Bilingual, Edition, Filing
from certificates.faults import Refused
from certificates.kinds import all_kinds, kind, read
from certificates.layouts import layout, names
from certificates.preflight import plan

EDITION = Edition(code="e", citation=Bilingual(zh="《指标》", en="the Indicators"))


def test_every_kind_says_where_its_numbers_come_from():
    for one in all_kinds().values():
        assert one.number_status in {"local setting", "source"}
        assert one.type_status in {"local setting", "source"}


@pytest.mark.parametrize(
    ("level", "zh", "en"), [("provincial", "省级", "provincial"), ("national", "国家级", "national")]
)
def test_wording_names_level_and_edition_in_both_languages(level, zh, en):
    title, name, statement = kind("green-mall").wording(level, EDITION)
    assert title.zh == "绿色商场认定证书"
    assert name.zh == zh
    assert zh in statement.zh
    assert "《指标》" in statement.zh
    assert en in statement.en
    assert "the Indicators" in statement.en


@pytest.mark.parametrize("one", all_kinds().values(), ids=lambda one: one.code)
@pytest.mark.parametrize("layout_name", names())
def test_the_wording_of_every_kind_fits_every_layout(make_record, one, layout_name):
    level = next(iter(one.level))
    title, name, statement = one.wording(level, make_record().edition)
    filing = Filing(categories=(Bilingual(zh="废旧金属", en="Scrap metal"),))
    plan(make_record(title=title, level=name, statement=statement, layout=layout_name, filing=filing))
    layout(one.layout)


def test_no_two_kinds_share_numbers_or_a_type():
    kinds = all_kinds().values()
    assert len({one.number for one in kinds}) == len({one.type_sequence for one in kinds}) == len(kinds)


def test_unknown_kinds_and_levels_are_refused():
    with pytest.raises(Refused, match="unknown-kind"):
        kind("red-mall")
    with pytest.raises(Refused, match="unknown-level"):
        kind("green-mall").wording("galactic", EDITION)


def test_a_misspelt_key_is_an_error(tmp_path):
    path = tmp_path / "kinds.toml"
    path.write_text('[x]\nschema = "x"\n', encoding="utf-8")
    with pytest.raises(ValidationError):
        read(path)
