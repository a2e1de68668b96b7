"""Questions about places: by code on a day, by a name as people write it, children, full names.

Places are public knowledge, so no viewer is asked.
"""

from datetime import date

from tortoise.expressions import Q

from registry import clock
from registry.errors import Invalid, NotFound
from registry.jurisdictions.models import Place
from registry.jurisdictions.rules import (
    NATION,
    PLACEHOLDERS,
    Level,
    best_matches,
    covers,
    level_of,
    name_key,
    parent_of,
)
from registry.jurisdictions.schemas import PlaceInfo


async def place(code: str, on: date | None = None) -> PlaceInfo:
    """The place that had this code on a day (today if not given). Raises NotFound if none had."""
    found = await Place.filter(_valid(on), code=code).first()
    if found is None:
        raise NotFound("place")
    return _info(found)


async def present_code(code: str, on: date | None = None) -> str:
    """The code that stands for this one on a day: itself, or what replaced it (522200 → 520600).

    Raises NotFound if the code was never one, or lapsed without a successor.
    """
    day = on or clock.today()
    seen: set[str] = set()
    while code not in seen:
        seen.add(code)
        latest = await Place.filter(code=code, valid_from__lte=day).order_by("-valid_from").first()
        if latest is None:
            break
        if latest.valid_to is None or latest.valid_to >= day:
            return code
        code = latest.replaced_by or code
    raise NotFound("place")


async def children(code: str, on: date | None = None) -> list[PlaceInfo]:
    """The places one rung below, in code order; of a municipality its districts, as its single city is no place."""
    found = await Place.filter(_valid(on), parent_code=code).order_by("code")
    out: list[PlaceInfo] = []
    for row in found:
        out.extend(await children(row.code, on) if row.name_zh in PLACEHOLDERS else [_info(row)])
    return out


async def by_city(province: str, on: date | None = None) -> list[tuple[PlaceInfo, list[PlaceInfo]]]:
    """Each city of a province with its counties, in code order, for lists to choose from: in one question.

    Counties without a real city above them (of a municipality, or led by the province) stand under the province;
    a city without counties stands under itself. Raises NotFound if no province had this code on that day.
    """
    whole = await place(province, on)
    if whole.level is not Level.PROVINCE:
        raise NotFound("place")
    groups: dict[str, tuple[PlaceInfo, list[PlaceInfo]]] = {}
    for row in await Place.filter(_valid(on), code__startswith=province[:2]).order_by("code"):
        if row.code == province or row.name_zh in PLACEHOLDERS:
            continue
        info = _info(row)
        if info.level is Level.CITY:
            groups[row.code] = (info, [])
        else:
            groups.setdefault(parent_of(row.code), (whole, []))[1].append(info)
    return [(city, counties or [city]) for city, counties in groups.values()]


async def by_name(name: str, *, within: str = NATION, on: date | None = None) -> PlaceInfo:
    """The place that a written name means: 昌吉州 → 652300, 浦东新区 → 310115, 贵阳 → 520100.

    `within` narrows to a province or city by code. Raises Invalid `place-unknown`, or `place-ambiguous` with the
    possible places in its context.
    """
    rows = await Place.filter(_valid(on), name_key=name_key(name)).order_by("code")
    matches = best_matches(name, [row for row in rows if covers(within, row.code)])
    if not matches:
        raise Invalid(
            "place-unknown",
            "No place is called {name}.",
            hint="Write the name as in the official list, or give its division code.",
            name=name[:40],
        )
    if len(matches) > 1:
        named = [await full_name(match.code, "zh-CN", on) for match in matches]
        raise Invalid(
            "place-ambiguous",
            "Several places are called {name}: {places}.",
            hint="Name the province or city too, or give the division code.",
            name=name[:40],
            places="、".join(named),
        )
    return _info(matches[0])


async def full_name(code: str, locale: str, on: date | None = None) -> str:
    """The name with everything above it: 贵州省贵阳市南明区; in English from small to large, `南明区, Guiyang, Guizhou`.

    Raises NotFound if no place had this code on that day.
    """
    codes = [code]
    while level_of(codes[-1]) not in {Level.PROVINCE, Level.NATION}:
        codes.append(parent_of(codes[-1]))
    rows = {row.code: _info(row) for row in await Place.filter(_valid(on), code__in=codes)}
    if code not in rows:
        raise NotFound("place")
    parts = [rows[each].name(locale) for each in codes if each in rows and rows[each].name_zh not in PLACEHOLDERS]
    return "".join(reversed(parts)) if locale.startswith("zh") else ", ".join(parts)


async def names(codes: frozenset[str], locale: str, on: date | None = None) -> dict[str, str]:
    """Own names of many places in one question, for lists; codes that were none on that day are left out."""
    return {row.code: _info(row).name(locale) for row in await Place.filter(_valid(on), code__in=list(codes))}


def _valid(on: date | None) -> Q:
    day = on or clock.today()
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _info(row: Place) -> PlaceInfo:
    return PlaceInfo(
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        level=row.level,
        parent_code=row.parent_code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        replaced_by=row.replaced_by,
    )
