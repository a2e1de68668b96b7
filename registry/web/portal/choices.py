"""What the portal's forms offer to choose from: places by province, city and county, and formats of malls.

The places themselves are `registry/jurisdictions/`'s; how the choice is drawn is `templates/portal/_place.html`.
"""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from registry.enterprises.rules import SiteFormat
from registry.errors import Invalid, NotFound
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import NATION, normal_code
from registry.web import i18n, keys
from registry.web.forms import Form

SHOW_PLACES = "places"
"""Value of the button `step` that asks for the counties of another province, everything typed kept."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """Two steps without a script: the province that is chosen now, and its counties by city."""

    province: str
    provinces: tuple[tuple[str, str], ...]
    cities: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


async def place_choice(request: web.Request, form: Form[Any]) -> PlaceChoice:
    """The places to offer for a form: of the province asked for, else of the chosen place, else of this installation."""
    locale = i18n.current_locale()
    province = form.text("province") or form.text("place_code")[:2] + "0000"
    try:
        groups = await places.by_city(normal_code(province))
    except (Invalid, NotFound):
        province = request.app[keys.SETTINGS].province
        groups = await places.by_city(province)
    return PlaceChoice(
        province=province,
        provinces=tuple((each.code, each.name(locale)) for each in await places.children(NATION)),
        cities=tuple(
            (city.name(locale), tuple((county.code, county.name(locale)) for county in counties))
            for city, counties in groups
        ),
    )


def formats() -> list[tuple[str, str]]:
    """Formats of retail with their names, in the order of the law."""
    _ = i18n.gettext
    names = {
        SiteFormat.SHOPPING_CENTRE: _("Shopping centre"),
        SiteFormat.DEPARTMENT_STORE: _("Department store"),
        SiteFormat.SUPERMARKET: _("Supermarket"),
        SiteFormat.HOME_IMPROVEMENT: _("Home furnishing store"),
        SiteFormat.WAREHOUSE_CLUB: _("Warehouse club"),
        SiteFormat.APPLIANCE_STORE: _("Appliance store"),
        SiteFormat.OTHER: _("Another format"),
    }
    return [(form.value, names[form]) for form in SiteFormat]
