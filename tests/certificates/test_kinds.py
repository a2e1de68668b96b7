import pytest
from pydantic import ValidationError

from certificates.content import Bilingual, Edition
from certificates.faults import Refused
from certificates.kinds import all_kinds, kind, read

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
