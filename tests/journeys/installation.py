"""A small installation as a province would make it on its first day: tables, places, calendar, bureau, officials, round.

Everything by the real actions, before any server runs. Enterprises come over the network, as they do in life.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import time_machine

from registry import clock
from registry.accounts.actions import appoint
from registry.accounts.queries import account_viewer
from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM
from registry.accounts.signing_in import issue_token
from registry.applications.actions import open_round
from registry.applications.schemas import RoundForm
from registry.db.lifecycle import connected
from registry.db.migrate import migrate
from registry.issuance.actions import register_bureau
from registry.settings import Settings
from registry.workdays.actions import seed
from tests.factories.certificates import bureau
from tests.factories.enterprises import cheap_hashing, places
from tests.factories.people import GUIYANG, GUIZHOU

DAY = date(2026, 3, 2)
"""A Monday whose year's arrangement of working days is known."""

PASSWORD = "a short sentence for tests"
SCHEME = "green-mall"
OFFICIALS = {
    "city": (Role.CITY_OFFICER, GUIYANG),
    "province": (Role.PROVINCE_OFFICER, GUIZHOU),
    "decider": (Role.PROVINCE_DECIDER, GUIZHOU),
    "expert": (Role.EXPERT, None),
}


@dataclass(frozen=True)
class Installation:
    """What a journey must know: tokens and account ids by the logins of `OFFICIALS`, and the round."""

    tokens: dict[str, str]
    accounts: dict[str, str]
    round_id: str


async def install_for(settings: Settings) -> Installation:
    """Fill the empty database of these settings, as on the evening before `DAY`."""
    tokens, accounts = {}, {}
    with time_machine.travel(clock.start_of(DAY) - timedelta(hours=4)), cheap_hashing():
        async with connected(settings):
            await migrate(settings)
            await places()
            await seed(actor=SYSTEM)
            await register_bureau(bureau(verify_base_url=settings.base_url), actor=SYSTEM)
            for login, (role, place) in OFFICIALS.items():
                account_id = await appoint(
                    login, password=PASSWORD, name=login, role=role, place_code=place, on=date(2026, 1, 1), actor=SYSTEM
                )
                viewer = await account_viewer(account_id)
                allowed = frozenset(each.value for each in viewer.permissions)
                until = DAY + timedelta(days=200)
                tokens[login] = await issue_token("journey", permissions=allowed, expires_on=until, actor=viewer)
                accounts[login] = str(account_id)
                if role is Role.PROVINCE_OFFICER:
                    round_id = await open_round(ROUND, actor=viewer)
    return Installation(tokens, accounts, str(round_id))


ROUND = RoundForm(
    scheme=SCHEME,
    year=DAY.year,
    place_code=GUIZHOU,
    title_zh="2026年绿色商场创建",
    title_en="Green malls 2026",
    opens_on=date(2026, 1, 1),
    closes_on=date(2026, 12, 31),
)
