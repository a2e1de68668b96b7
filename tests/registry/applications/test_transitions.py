"""A step is taken once, inside its action's transaction, and written down."""

import asyncio
from datetime import date

import pytest
from tortoise.exceptions import TransactionManagementError

from registry.applications import transitions
from registry.applications.models import Application, StateChange
from registry.applications.rules import State, Transition
from registry.db.transactions import transaction
from registry.errors import Conflict, LvceError, NotFound, NotNow
from registry.identifiers import new_id
from tests.factories import people
from tests.factories.applications import draft

pytestmark = pytest.mark.usefixtures("db")

DAY = date(2026, 3, 2)
OFFICER = people.city_officer()


async def test_a_step_moves_the_state_and_joins_the_history():
    made = await draft()
    async with transaction():
        assert await transitions.apply(made.id, Transition.SUBMIT, on=DAY, actor=made.member) is State.SUBMITTED
        due = date(2026, 3, 9)
        await transitions.apply(made.id, Transition.RETURN_FOR_CHANGES, on=DAY, actor=OFFICER, due_on=due)
    row = await Application.get(id=made.id)
    assert (row.state, row.due_on, row.revision) == ("returned", due, 3)
    changes = await StateChange.filter(application_id=made.id).order_by("at", "id")
    assert [(change.from_state, change.to_state, change.actor_id) for change in changes] == [
        ("draft", "submitted", made.member.account_id),
        ("submitted", "returned", OFFICER.account_id),
    ]
    async with transaction():
        await transitions.apply(made.id, Transition.RESUBMIT, on=DAY, actor=made.member)
    assert (await Application.get(id=made.id)).due_on is None


async def test_a_step_from_the_wrong_state_changes_nothing():
    made = await draft()
    with pytest.raises(NotNow):
        async with transaction():
            await transitions.apply(made.id, Transition.ACCEPT, on=DAY, actor=OFFICER)
    assert (await Application.get(id=made.id)).state == State.DRAFT
    assert await StateChange.all().count() == 0


async def test_there_is_no_step_without_an_application_or_a_transaction():
    with pytest.raises(NotFound):
        async with transaction():
            await transitions.apply(new_id(), Transition.ACCEPT, on=DAY, actor=OFFICER)
    with pytest.raises(TransactionManagementError):
        await transitions.apply(new_id(), Transition.ACCEPT, on=DAY, actor=OFFICER)


async def test_of_two_at_once_one_takes_the_step():
    made = await draft()

    async def step():
        async with transaction():
            await transitions.apply(made.id, Transition.SUBMIT, on=DAY, actor=made.member)

    outcomes = await asyncio.gather(*(step() for _ in range(4)), return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert all(isinstance(outcome, (LvceError, type(None))) for outcome in outcomes)
    assert await StateChange.all().count() == 1


async def test_somebody_who_was_faster_is_reported(monkeypatch):
    made = await draft()
    stale = await Application.get(id=made.id)
    await Application.filter(id=made.id).update(state=State.WITHDRAWN)

    async def remembered(**_):
        return stale

    monkeypatch.setattr(Application, "get_or_none", remembered)
    with pytest.raises(Conflict) as refusal:
        async with transaction():
            await transitions.apply(made.id, Transition.SUBMIT, on=DAY, actor=made.member)
    assert refusal.value.code == "application-moved"
