"""Fills an empty installation with the demonstration province. Every step is an action of the product.

What there is to fill in is `province.toml`; how each mall comes to its stage is `way.py`; serving it is
`registry/commands/demonstrating.py`'s.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from pydantic import SecretStr

from registry import clock
from registry.accounts import actions as accounts
from registry.accounts.queries import account_viewer
from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM
from registry.applications import actions as applications
from registry.applications.schemas import RoundForm
from registry.demonstration.draft import write_draft
from registry.demonstration.plan import NO_CALENDAR, PASSWORD, PAST_YEAR, SCHEME, Province, plan
from registry.demonstration.way import settled, walk
from registry.duties.actions import remind
from registry.enterprises import actions as enterprises
from registry.enterprises.schemas import SignUp
from registry.issuance import actions as issuance
from registry.issuance.schemas import Bureau
from registry.jurisdictions import actions as jurisdictions
from registry.public_register.actions import import_green_malls
from registry.public_register.schemas import ListRow
from registry.settings import Settings
from registry.targets.actions import load_targets
from registry.workdays import actions as workdays
from registry.workdays.queries import years as calendar_years

FOLDER = Path(__file__).parent
TARGETS = FOLDER.parent / "targets" / "data" / "guizhou-2023.toml"
LISTS = FOLDER / "green_mall_lists.csv"
LISTS_SOURCE = "各省商务主管部门公布的名单（2020—2023） / lists published by provincial commerce departments, 2020–2023"

Told = Callable[[str], None]


async def fill(settings: Settings, *, told: Told = lambda _: None) -> None:
    """Fill an empty, migrated, connected installation whose job loop is running.

    `told` hears what is being done. The malls' days lie back from today by the official working days.
    """
    province = Province(settings, clock.today())
    told("places, calendar, targets")
    await _ground(province)
    told("people")
    await _people(province)
    await _enterprises(province)
    await _rounds(province)
    told("lists of other provinces")
    await _lists()
    for mall in plan()["mall"]:
        told(f"{mall['name']} ({mall['stage']})")
        await walk(province, mall)
    told("a draft of criteria")
    await write_draft(province)
    await settled()
    told("reminders")
    await remind()


async def _ground(province: Province) -> None:
    await jurisdictions.seed(actor=SYSTEM)
    await workdays.seed(actor=SYSTEM)
    known = {each.year for each in await calendar_years()}
    for year in range(province.today.year - 3, province.today.year + 2):
        if year not in known:
            # The State Council announces a year's arrangement late in the year before. Weekends alone are nobody's
            # official calendar, and it says so wherever its source is shown.
            rows = [{"day": f"{year}-01-01", "kind": "off", "name_zh": "元旦", "name_en": "New Year's Day"}]
            await workdays.import_year(year, rows, document_no="演示（非官方）", source=NO_CALENDAR, actor=SYSTEM)
    await load_targets(TARGETS, actor=SYSTEM)
    bureau = Bureau(
        **plan()["bureau"], verify_base_url=province.settings.base_url, demonstration=True, valid_until=None
    )
    await issuance.register_bureau(bureau, actor=SYSTEM)


async def _people(province: Province) -> None:
    """One account a role, and an officer for each other prefecture."""
    wanted = [dict(account) for account in plan()["account"]]
    wanted += [
        {"login": f"city-{code}", "name": f"{name}市州（演示）", "role": Role.CITY_OFFICER.value, "place_code": code}
        for code, name in plan()["other_cities"].items()
    ]
    for account in wanted:
        account_id = await accounts.create_account(
            account["login"], password=PASSWORD, name=account["name"], actor=SYSTEM
        )
        place = account.get("place_code")
        await accounts.grant_role(
            account_id, Role(account["role"]), place_code=place, on=date(PAST_YEAR, 1, 1), actor=SYSTEM
        )
        viewer = await account_viewer(account_id)
        province.people[account["login"]] = viewer
        if account["role"] == Role.CITY_OFFICER:
            province.people[f"city-{place}"] = viewer


async def _enterprises(province: Province) -> None:
    for enterprise in plan()["enterprise"]:
        made = await enterprises.sign_up(SignUp(**enterprise, password=SecretStr(PASSWORD)))
        province.people[enterprise["login"]] = await account_viewer(made.account_id)
        province.enterprises[enterprise["login"]] = made.enterprise_id


async def _rounds(province: Province) -> None:
    """Open the present year's round now; the others are long over, one for each year in which a mall's way begins."""
    half_a_year, today = timedelta(weeks=26), province.today
    open_now = (today - half_a_year, today + half_a_year)
    opened: dict[int, UUID] = {}
    for name, first in province.starts.items():
        year = first.year if name != "present" else today.year
        window = open_now if name == "present" else (date(year, 1, 1), date(year, 12, 31))
        if year not in opened:
            opened[year] = await _round(province, year, *window)
        province.rounds[name] = opened[year]


async def _round(province: Province, year: int, opens_on: date, closes_on: date) -> UUID:
    return await applications.open_round(
        RoundForm(
            scheme=SCHEME,
            year=year,
            place_code=province.settings.province,
            title_zh=f"{year}年绿色商场创建（演示）",
            title_en=f"Green malls {year} (demonstration)",
            opens_on=opens_on,
            closes_on=closes_on,
            document_number=f"演示〔{year}〕1号",
        ),
        actor=province.people["province"],
    )


async def _lists() -> None:
    """Really published malls of other provinces, without a certificate of ours and marked so."""
    lines = LISTS.read_text(encoding="utf-8-sig").splitlines()
    names, rows = lines[0].split(","), [line.split(",") for line in lines[1:]]
    await import_green_malls(
        [ListRow(number, dict(zip(names, row, strict=True))) for number, row in enumerate(rows, 2)],
        actor=SYSTEM,
        source=LISTS_SOURCE,
    )
