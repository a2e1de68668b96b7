"""Periods of validity: every scheme has one that says whose it is; without a row nothing is guessed."""

from datetime import date

import pytest

from registry.applications.criteria import OFFERED
from registry.errors import Misconfigured
from registry.issuance.validity import in_force


@pytest.mark.parametrize("scheme", OFFERED)
def test_every_scheme_that_a_round_can_be_opened_for_has_a_period(scheme):
    found = in_force(scheme, "520102", date(2026, 3, 2))
    assert (found.years, found.status) == (3, "local")


def test_without_a_row_nothing_is_guessed():
    with pytest.raises(Misconfigured) as caught:
        in_force("recycler-filing", "520102", date(2026, 3, 2))
    assert caught.value.code == "validity-unknown"
