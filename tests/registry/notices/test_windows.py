"""Windows of notices: every scheme has one, and without a row nothing is noticed."""

from datetime import date

import pytest

from registry.applications.criteria import OFFERED
from registry.errors import Misconfigured
from registry.notices.windows import in_force
from registry.workdays.rules import Unit


@pytest.mark.parametrize("scheme", OFFERED)
def test_every_scheme_that_a_round_can_be_opened_for_has_a_window(scheme):
    assert in_force(scheme, "520000", date(2026, 3, 2)).days == 5


def test_green_malls_of_guizhou_stand_five_working_days():
    rule = in_force("green-mall", "520000", date(2023, 6, 5))
    assert (rule.window.count, rule.window.unit, rule.status) == (5, Unit.WORKING, "reference")


def test_a_scheme_without_a_row_cannot_be_noticed():
    with pytest.raises(Misconfigured, match="window-unknown"):
        in_force("key-recycler", "520000", date(2023, 1, 1))
