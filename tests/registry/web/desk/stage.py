"""People of the desk and applications at each stage, for the tests of its pages."""

from datetime import date
from uuid import UUID

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant, Viewer
from registry.decisions.actions import propose
from registry.decisions.rules import Outcome
from registry.notices.actions import publish
from registry.workdays.actions import seed
from tests.factories.people import GUIYANG, GUIZHOU
from tests.factories.reviewing import HandedIn, account, reviewed

OPENS, CLOSES, AFTER = date(2023, 6, 5), date(2023, 6, 9), date(2023, 6, 12)
"""A Monday, the Friday of its five working days, and the Monday after."""
DOCUMENT = "黔商办发〔2023〕12号"


async def city_officer(place_code: str = GUIYANG) -> Viewer:
    """An officer of Guiyang with an account."""
    return await account(Grant(Role.CITY_OFFICER, place_code), name="贵阳经办")


async def province_officer(place_code: str = GUIZHOU) -> Viewer:
    """An officer of Guizhou with an account."""
    return await account(Grant(Role.PROVINCE_OFFICER, place_code), name="省厅经办")


async def decider(place_code: str = GUIZHOU) -> Viewer:
    """The second pair of eyes with an account."""
    return await account(Grant(Role.PROVINCE_DECIDER, place_code), name="省厅审定")


async def noticed(officer: Viewer | None = None, **site: object) -> tuple[HandedIn, UUID]:
    """A reviewed application in a notice, and the notice."""
    await seed(actor=SYSTEM)
    application = await reviewed(**site)
    notice_id = await publish(
        [application.id],
        actor=officer or await province_officer(),
        opens_on=OPENS,
        on=OPENS,
        title_zh="关于拟认定绿色商场的公示",
        title_en="Malls to be recognised",
    )
    return application, notice_id


async def proposed(officer: Viewer | None = None, **site: object) -> tuple[HandedIn, UUID]:
    """A noticed application whose recognition is proposed after the window, and the proposal."""
    officer = officer or await province_officer()
    application, _ = await noticed(officer, **site)
    decision_id = await propose(
        application.id, actor=officer, outcome=Outcome.RECOGNISE, document_number=DOCUMENT, on=AFTER
    )
    return application, decision_id
