"""Setting targets: by whom, once, corrected."""

from datetime import date
from decimal import Decimal

import pytest

from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.errors import Forbidden
from registry.targets.actions import load_targets, set_target
from registry.targets.documents import DATA
from registry.targets.models import Target
from registry.targets.rules import Counting, Indicator
from registry.targets.schemas import TargetForm
from tests.factories.people import SICHUAN, city_officer, province_officer

pytestmark = pytest.mark.usefixtures("db")
FILE = DATA / "guizhou-2023.toml"
FORM = TargetForm(
    year=2026,
    indicator=Indicator.GREEN_MALL,
    counting=Counting.NEW,
    place_code="520000",
    amount=Decimal(4),
    unit_zh="家",
    unit_en="malls",
    source_title="某文件",
    source_clause="一",
    source_on=date(2026, 1, 5),
)


async def test_a_document_is_loaded_once():
    first = await load_targets(FILE, actor=province_officer())
    again = await load_targets(FILE, actor=SYSTEM)
    assert ((first.written, first.unchanged), (again.written, again.unchanged)) == ((15, 0), (0, 15))
    assert await Target.all().count() == 15
    assert await AuditEntry.filter(tag="target:set").count() == 15


async def test_a_target_is_corrected():
    officer = province_officer()
    assert await set_target(FORM, actor=officer)
    assert not await set_target(FORM, actor=officer)
    assert await set_target(FORM.model_copy(update={"amount": Decimal(5)}), actor=officer)
    assert [row.amount for row in await Target.all()] == [Decimal(5)]


@pytest.mark.parametrize("actor", [province_officer(SICHUAN), city_officer()], ids=["another province", "a city"])
async def test_others_set_nothing(actor):
    with pytest.raises(Forbidden):
        await set_target(FORM, actor=actor)
    with pytest.raises(Forbidden):
        await load_targets(FILE, actor=actor)
    assert await Target.all().count() == 0
