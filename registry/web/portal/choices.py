"""What the portal's forms offer to choose from: places by province, city and county, schemes and their formats.

The places themselves are `registry/jurisdictions/`'s; how the choice is drawn is `templates/portal/_place.html`.
"""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from registry.applications.criteria import OFFERED
from registry.enterprises.formats import formats_of, scheme_title
from registry.errors import Invalid, NotFound
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import NATION, normal_code, province_of
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
    province = form.text("province") or province_of(form.text("place_code"))
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


def schemes() -> list[tuple[str, str]]:
    """What can be recognised and certified, with its name."""
    return [(code, i18n.bi(scheme_title(code))) for code in OFFERED]


async def formats(scheme: str) -> list[tuple[str, str]]:
    """Formats of a scheme with their names, in the order of its newest criteria."""
    return [(code, i18n.bi(title)) for code, title in (await formats_of(scheme)).items()]
