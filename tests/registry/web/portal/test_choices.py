"""What forms offer to choose from."""

from registry.applications.criteria import OFFERED
from registry.web import i18n
from registry.web.portal.choices import formats, schemes


async def test_every_format_has_a_name_in_both_languages(db):
    names = {}
    for locale in i18n.LOCALES:
        with i18n.in_locale(locale):
            names[locale] = dict(await formats("green-mall"))
    assert {"shopping_centre", "warehouse_club", "other"} <= set(names["en"])
    assert all(names["en"][code] != names["zh-CN"][code] for code in names["en"])


def test_what_ends_with_a_certificate_can_be_chosen():
    assert [code for code, _ in schemes()] == list(OFFERED)
    assert dict(schemes())["green-mall"] == "绿色商场"
