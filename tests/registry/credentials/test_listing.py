"""Lists are signed when something changed and when they grow old, and stay when the press is down."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from certificates.credential import is_signed
from certificates.status_list import ListOrder, read_list, signed_list
from registry import clock
from registry.accounts.schemas import SYSTEM
from registry.credentials.listing import daily, sign_lists
from registry.credentials.queries import status_list
from registry.errors import Unavailable
from registry.issuance.actions import revoke, suspend
from registry.issuance.models import Certificate
from registry.jobs.models import Job
from tests.certificates.wallets import statement_key
from tests.factories.certificates import office, reserved

pytestmark = pytest.mark.usefixtures("db")
BASE = "https://lvce.example.org"


class OneKey:
    """A press that signs lists, and can be down."""

    def __init__(self) -> None:
        self.down = False
        self.made = 0

    async def order(self, wanted: str, content: bytes, /) -> SimpleNamespace:
        assert wanted == "status-list"
        if self.down:
            raise Unavailable("press-unavailable", "down")
        self.made += 1
        return SimpleNamespace(
            content=json.dumps(signed_list(ListOrder.model_validate_json(content), statement_key())).encode()
        )


async def is_set(purpose: str, place: int) -> bool:
    document = json.loads((await status_list(f"{purpose}-1")).content)
    assert is_signed(document, statement_key().public)
    return read_list(document).is_set(place)


async def index_of(certificate_id) -> int:
    index = (await Certificate.get(id=certificate_id)).log_index
    assert index is not None
    return index


async def test_a_change_of_status_shows_in_its_list_and_touches_no_other():
    await office()
    first, second = await reserved(), await reserved()
    press = OneKey()
    await sign_lists(press=press, base=BASE)
    assert press.made == 2
    await sign_lists(press=press, base=BASE)
    assert press.made == 2
    today = clock.today()
    await suspend(first.certificate_id, actor=SYSTEM, effective_on=today, reason="under-inquiry")
    await sign_lists(press=press, base=BASE)
    assert press.made == 3
    assert await is_set("suspension", await index_of(first.certificate_id))
    step = {"effective_on": today, "reason": "false-material", "document_number": "黔商发〔2026〕9号"}
    await revoke(first.certificate_id, actor=SYSTEM, **step)
    await sign_lists(press=press, base=BASE)
    assert await is_set("revocation", await index_of(first.certificate_id))
    assert not await is_set("suspension", await index_of(first.certificate_id))
    assert not await is_set("revocation", await index_of(second.certificate_id))


class Slow(OneKey):
    """A press during whose work something happens, once."""

    def __init__(self, meanwhile) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    async def order(self, wanted: str, content: bytes, /) -> SimpleNamespace:
        made = await super().order(wanted, content)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return made


async def test_who_looked_earlier_does_not_undo_what_was_signed_later():
    await office()
    done = await reserved()

    async def another_worker() -> None:
        step = {"effective_on": clock.today(), "reason": "false-material", "document_number": "黔商发〔2026〕9号"}
        await revoke(done.certificate_id, actor=SYSTEM, **step)
        await sign_lists(press=OneKey(), base=BASE)

    await sign_lists(press=Slow(another_worker), base=BASE)
    assert await is_set("revocation", await index_of(done.certificate_id))


async def test_a_change_takes_effect_on_its_day():
    await office()
    done = await reserved()
    later = clock.today() + timedelta(days=10)
    await suspend(done.certificate_id, actor=SYSTEM, effective_on=later, reason="under-inquiry")
    await sign_lists(press=OneKey(), base=BASE)
    place = await index_of(done.certificate_id)
    assert not await is_set("suspension", place)
    with time_machine.travel(clock.start_of(later) + timedelta(hours=1), tick=False):
        await sign_lists(press=OneKey(), base=BASE)
        assert await is_set("suspension", place)


async def test_lists_that_grow_old_are_signed_again_and_tell_their_age():
    press = OneKey()
    await sign_lists(press=press, base=BASE)
    with time_machine.travel(clock.now() + timedelta(hours=21), tick=False):
        assert (await status_list("revocation-1")).age >= timedelta(hours=20)
        press.down = True
        with pytest.raises(Unavailable):
            await sign_lists(press=press, base=BASE)
        assert not await is_set("revocation", 0)
        press.down = False
        await sign_lists(press=press, base=BASE)
        assert (await status_list("revocation-1")).age < timedelta(minutes=1)
    assert press.made == 4


async def test_each_day_orders_it_once():
    await daily()
    await daily()
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        await daily()
    assert await Job.filter(name="credentials.lists").count() == 2
