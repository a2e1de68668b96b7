"""Questions anybody may ask the public register: search, one entry, counts. No viewer: everything here is public."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from registry import clock
from registry.errors import NotFound
from registry.issuance.rules import normal_number
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import PLACEHOLDERS, Level, level_of, normal_code, province_of
from registry.public_register.models import RegisterEntry, RegisterPeriod
from registry.public_register.rules import GIVEN, EntryStatus, Origin, words_of
from registry.public_register.schemas import Page, PeriodView, RegisterDetail, RegisterItem
from registry.public_register.wording import LABELS, outcome_of, reason

MOST = 100
LONGEST_SCHEME = 60
"""What the column holds; a longer one is no scheme, and finds nothing."""
LONGEST_NUMBER = 60
DEEPEST = 10_000
"""Pages beyond this are nobody's reading; whoever wants everything takes an export."""


async def search(
    *,
    q: str = "",
    scheme: str = "",
    region: str = "",
    status: EntryStatus | None = None,
    year: int | None = None,
    on: date | None = None,
    page: int = 1,
    size: int = 20,
) -> Page[RegisterItem]:
    """The entries of the register as of a day (today if not given), newest year first; an empty filter is no filter.

    `q` finds parts of the mall's and the enterprise's name, the credit code and the certificate number, and a whole
    e-licence identifier; every word must occur. `region` is a division code and covers what lies in it. Entries that were not yet in the register on
    that day are left out. At most 100 a page. Raises Invalid for a region that is no code, or a search too long.
    """
    day = on or clock.today()
    found = RegisterPeriod.filter(_on(day))
    if scheme:
        found = found.filter(entry__scheme=scheme[:LONGEST_SCHEME])
    if region:
        found = found.filter(within(normal_code(region)))
    if status is not None:
        found = found.filter(status=status.value)
    if year is not None:
        found = found.filter(entry__year=year)
    for word in words_of(q):
        found = found.filter(Q(entry__search_text__contains=word) | Q(entry__identifier=normal_number(word)))
    size, page = max(1, min(size, MOST)), max(1, min(page, DEEPEST))
    total = await found.count()
    rows = (
        await found.order_by("-entry__year", "entry_id").offset((page - 1) * size).limit(size).select_related("entry")
        if total
        else []
    )
    names = await _names(row.entry for row in rows)
    return Page(tuple(_item(row.entry, row, day, names) for row in rows), total, page, size)


async def entry(entry_id: UUID, *, on: date | None = None) -> RegisterDetail:
    """One entry, its status on a day and its whole history. Raises NotFound."""
    return await _detail(await RegisterEntry.get_or_none(id=entry_id), on)


async def entry_of_certificate(number: str, *, on: date | None = None) -> RegisterDetail:
    """The entry of a certificate of ours, however its number was typed. Raises NotFound."""
    wanted = normal_number(number)[:LONGEST_NUMBER]
    found = await RegisterEntry.get_or_none(certificate_number=wanted) if wanted else None
    return await _detail(found, on)


async def years(scheme: str = "") -> list[int]:
    """The years that have entries, newest first, for a choice."""
    rows = RegisterEntry.filter(scheme=scheme[:LONGEST_SCHEME]) if scheme else RegisterEntry.all()
    return [row["year"] for row in await rows.distinct().order_by("-year").values("year")]


async def recognised_by_place(
    place_code: str, *, scheme: str, on: date, since_year: int | None = None, until_year: int
) -> dict[str, int]:
    """How many are recognised in a place as of a day, by the division code of each, for recognition years of a span.

    Counted is what was recognised and not revoked since (see `rules.GIVEN`); public notices never are, and who renews
    was counted the first time.
    """
    found = _counting(on).filter(within(place_code), entry__scheme=scheme, entry__year__lte=until_year)
    if since_year is not None:
        found = found.filter(entry__year__gte=since_year)
    rows = await found.annotate(many=Count("id")).group_by("entry__place_code").values("entry__place_code", "many")
    return {row["entry__place_code"]: int(row["many"]) for row in rows}


async def counted_of(certificates: Collection[UUID], on: date) -> set[UUID]:
    """Which of these certificates stand for a recognition that is counted on a day (see `recognised_by_place`)."""
    found = _counting(on).filter(entry__certificate_id__in=list(certificates))
    return {UUID(str(each)) for each in await found.values_list("entry__certificate_id", flat=True)}


def _counting(on: date) -> QuerySet[RegisterPeriod]:
    return RegisterPeriod.filter(_on(on), entry__renewal=False, status__in=sorted(GIVEN))


def within(place_code: str) -> Q:
    """Periods of entries that lie in a place, by the digits that its level fixes."""
    match level_of(place_code):
        case Level.NATION:
            return Q()
        case Level.PROVINCE:
            return Q(entry__province_code=place_code)
        case Level.CITY:
            return Q(entry__place_code__startswith=place_code[:4])
        case _:
            return Q(entry__place_code=place_code)


def _on(day: date) -> Q:
    return Q(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


async def _detail(found: RegisterEntry | None, on: date | None) -> RegisterDetail:
    if found is None:
        raise NotFound("register entry")
    day = on or clock.today()
    history = await RegisterPeriod.filter(entry_id=found.id).order_by("from_on")
    current = next((p for p in history if p.from_on <= day and (p.until_on is None or day <= p.until_on)), None)
    if current is None:
        raise NotFound("register entry")
    return RegisterDetail(
        item=_item(found, current, day, await _names([found])),
        format=found.format,
        building_area_m2=found.building_area_m2,
        identifier=found.identifier,
        issuer_zh=found.issuer_zh,
        issuer_en=found.issuer_en,
        decision_document=found.decision_document,
        pdf_sha256=found.pdf_sha256,
        refreshed_at=found.refreshed_at,
        periods=tuple(_period(each) for each in history),
    )


def _period(row: RegisterPeriod) -> PeriodView:
    status = EntryStatus(row.status)
    return PeriodView(
        status=status,
        status_zh=LABELS[status]["zh"],
        status_en=LABELS[status]["en"],
        from_on=row.from_on,
        until_on=row.until_on,
        reason=reason(row.reason),
        document_number=row.document_number,
    )


PlaceNames = tuple[Mapping[str, str], Mapping[str, str]]


async def _names(entries: Iterable[RegisterEntry]) -> PlaceNames:
    codes = frozenset(code for row in entries for code in _rungs(row.place_code))
    if not codes:
        return {}, {}
    return await places.names(codes, "zh-CN"), await places.names(codes, "en")


def _rungs(code: str) -> tuple[str, ...]:
    """The province, the city and the county of a code, each once."""
    return tuple(dict.fromkeys((province_of(code), f"{code[:4]}00", code)))


def _full(row: RegisterEntry, names: Mapping[str, str], joint: str) -> str:
    parts = [names[code] for code in _rungs(row.place_code) if names.get(code, PLACEHOLDERS[0]) not in PLACEHOLDERS]
    return joint.join(parts if not joint else reversed(parts))


def _item(row: RegisterEntry, period: RegisterPeriod, day: date, names: PlaceNames) -> RegisterItem:
    status = EntryStatus(period.status)
    why = [reason(period.reason)]
    if row.demonstration:
        why.append(reason("demonstration"))
    return RegisterItem(
        id=row.id,
        scheme=row.scheme,
        year=row.year,
        level=row.level,
        province_code=row.province_code,
        place_code=row.place_code,
        place_zh=_full(row, names[0], ""),
        place_en=_full(row, names[1], ", "),
        area_text=row.area_text,
        site_name=row.site_name,
        enterprise_name=row.enterprise_name,
        uscc=row.uscc,
        certificate_number=row.certificate_number,
        on=day,
        status=status,
        status_zh=LABELS[status]["zh"],
        status_en=LABELS[status]["en"],
        outcome=outcome_of(status),
        reasons=tuple(why),
        recognised_on=row.recognised_on,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        demonstration=row.demonstration,
        origin=Origin(row.origin),
        source=row.source,
    )
