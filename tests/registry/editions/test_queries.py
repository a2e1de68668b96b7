"""Which edition judges where and when, and that what was published is what judges."""

from datetime import date

import pytest

from registry import clock
from registry.editions import queries
from registry.editions.models import PublishedEdition
from registry.errors import Misconfigured
from registry.identifiers import new_id
from scoring.digest import plain
from scoring.editions import Edition
from scoring.faults import NoEdition
from scoring.in_force import edition_on

pytestmark = pytest.mark.usefixtures("db")

SCHEME = "green-mall"
SHIPPED = edition_on(SCHEME, date(2026, 3, 1))


async def put(first: date, *, place: str = "520000", last: date | None = None) -> Edition:
    """A province's edition as publishing writes it."""
    name = f"{place}-{first}"
    content = SHIPPED.model_dump() | {"edition": name, "in_force_from": first, "in_force_until": last}
    edition = Edition.model_validate(content)
    await PublishedEdition.create(
        scheme=SCHEME,
        edition=name,
        place_code=place,
        in_force_from=first,
        document_number="黔商发〔2026〕1号",
        content=plain(edition.model_dump(exclude_defaults=True)),
        cases=[],
        digest=edition.digest,
        draft_id=new_id(),
        proposed_by=new_id(),
        published_by=new_id(),
        published_on=first,
        published_at=clock.now(),
    )
    return edition


async def test_without_any_publication_the_shipped_ones_are_all_there_are():
    assert (await queries.library()).editions == queries.SHIPPED.editions
    assert await queries.edition_in_force(SCHEME, date(2026, 3, 1), "520100") == SHIPPED


async def test_a_province_is_judged_by_its_own_edition_from_its_day_on():
    own = await put(date(2026, 4, 1))
    assert await queries.edition_in_force(SCHEME, date(2026, 3, 31), "520102") == SHIPPED
    assert (await queries.edition_in_force(SCHEME, date(2026, 4, 1), "520102")).digest == own.digest
    assert await queries.edition_in_force(SCHEME, date(2026, 4, 1), "370100") == SHIPPED
    assert (await queries.edition_named(SCHEME, own.edition)).digest == own.digest
    assert own.digest == (await queries.library()).by_digest(own.digest).digest


async def test_a_successor_ends_its_predecessor_the_day_before():
    await put(date(2026, 4, 1))
    await put(date(2027, 4, 1))
    await put(date(2026, 9, 1), place="370000")
    untils = [(each.edition.edition, each.edition.in_force_until) for each in await queries.published()]
    assert untils == [
        ("370000-2026-09-01", None),
        ("520000-2026-04-01", date(2027, 3, 31)),
        ("520000-2027-04-01", None),
    ]
    assert (await queries.edition_in_force(SCHEME, date(2027, 3, 31), "520100")).edition == "520000-2026-04-01"


async def test_an_end_of_its_own_stands_and_then_the_shipped_one_judges_again():
    await put(date(2026, 4, 1), last=date(2026, 6, 30))
    await put(date(2027, 4, 1))
    assert (await queries.published())[0].edition.in_force_until == date(2026, 6, 30)
    assert await queries.edition_in_force(SCHEME, date(2026, 7, 1), "520100") == SHIPPED


async def test_what_is_unknown_is_told():
    with pytest.raises(NoEdition, match="unknown-edition"):
        await queries.edition_named(SCHEME, "520000-2026-04-01")
    with pytest.raises(NoEdition, match="unknown-scheme"):
        await queries.edition_in_force("green-moon", date(2026, 3, 1), "520100")


async def test_a_row_changed_behind_our_back_judges_nobody():
    await put(date(2026, 4, 1))
    row = await PublishedEdition.get()
    row.content["pass_mark"]["share"] = "0.1"
    await row.save()
    with pytest.raises(Misconfigured, match="edition-changed"):
        await queries.edition_in_force(SCHEME, date(2026, 4, 1), "520100")
