"""Moves set against targets: which year's they are, and when one would be missed."""

from collections import Counter
from decimal import Decimal

import pytest
import time_machine

from registry.accounts.schemas import SYSTEM
from registry.simulations.impact import on_place, targets_of
from registry.simulations.rules import PlaceTally
from registry.simulations.schemas import TargetImpact
from registry.targets.actions import load_targets
from registry.targets.documents import DATA
from registry.targets.rules import Counting
from tests.factories import people
from tests.factories.enterprises import places

pytestmark = pytest.mark.usefixtures("db")


def touched(**changes):
    fields = {
        "label": {"zh": "", "en": ""}, "counting": Counting.NEW, "year": 2023, "amount": Decimal(3),
        "unit": {"zh": "", "en": ""}, "reached": 3, "lost": 1, "won": 0, "doubtful": 0,
    }  # fmt: skip
    return TargetImpact(**(fields | changes))


def test_a_target_is_missed_when_it_was_reached_and_no_longer_is():
    assert touched().missed
    assert (touched(won=1).after, touched(won=1).missed) == (3, False)
    assert not touched(reached=2).missed
    assert not touched(amount=None).missed
    assert (touched(reached=None).after, touched(reached=None).missed) == (None, False)


async def test_the_targets_of_the_year_that_has_some():
    await places()
    assert await targets_of("green-mall", people.GUIYANG) == ()
    await load_targets(DATA / "guizhou-2023.toml", actor=SYSTEM)
    for day, expected in (("2023-05-15", 2023), ("2026-05-15", 2023)):
        with time_machine.travel(f"{day}T03:00:00Z"):
            asked = await targets_of("green-mall", people.ZUNYI)
        assert [(each.year, each.progress.counting) for each in asked] == [(expected, "new"), (expected, "cumulative")]
    with time_machine.travel("2022-05-15T03:00:00Z"):
        assert await targets_of("green-mall", people.GUIZHOU) == ()
    assert await targets_of("green-ecommerce", people.GUIZHOU) == ()
    counted = PlaceTally(lost=Counter({"2022": 1, "2023": 2}), won=Counter({"2024": 1}))
    new, cumulative = on_place(asked, people.GUIZHOU, counted)
    assert (new.amount, new.lost, cumulative.amount, cumulative.lost, cumulative.won) == (3, 2, 13, 3, 0)
    assert list(on_place(asked, "510000", counted)) == []
