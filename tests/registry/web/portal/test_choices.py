"""What forms offer to choose from."""

from registry.enterprises.rules import SiteFormat
from registry.web import i18n
from registry.web.portal.choices import formats


def test_every_format_has_a_name_in_both_languages():
    names = {}
    for locale in i18n.LOCALES:
        with i18n.in_locale(locale):
            names[locale] = dict(formats())
    assert set(names["en"]) == {form.value for form in SiteFormat}
    assert all(names["en"][code] != names["zh-CN"][code] for code in names["en"])
