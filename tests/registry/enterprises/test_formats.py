"""Formats come from the criteria."""

from registry.enterprises.formats import formats_of, scheme_title
from scoring.loader import load_all

SHIPPED = load_all()


async def test_a_scheme_knows_every_format_of_its_editions_newest_words_first(db):
    for scheme in SHIPPED.schemes:
        known = await formats_of(scheme)
        assert set(known) == {each.code for edition in SHIPPED.of(scheme) for each in edition.formats}
    newest = SHIPPED.of("green-mall")[-1]
    assert list(await formats_of("green-mall"))[: len(newest.formats)] == [each.code for each in newest.formats]


async def test_a_scheme_that_is_none_has_no_formats(db):
    assert await formats_of("castle") == {}
    assert scheme_title("castle") == {"zh": "castle", "en": "castle"}
    assert scheme_title("green-mall")["en"] == "Green mall"
