"""Progress in percent, and what is unknown stays unknown."""

from decimal import Decimal

import pytest

from registry.targets.rules import COUNTED, LABELS, Indicator, share_of


@pytest.mark.parametrize(
    ("reached", "amount", "share"),
    [(None, 3, None), (0, 3, 0), (1, 3, 33), (2, 3, 67), (3, 3, 100), (4, 3, 133), (0, 0, 100), (1, 200, 1)],
)
def test_share(reached, amount, share):
    assert share_of(reached, Decimal(amount)) == (None if share is None else Decimal(share))


def test_every_indicator_has_words_and_only_counted_ones_have_data():
    assert set(LABELS) == set(Indicator)
    assert {Indicator.GREEN_MALL} == COUNTED
