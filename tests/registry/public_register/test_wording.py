"""Every status and reason has words in both languages; not knowing is never turned into an answer."""

import pytest

from registry.issuance.schemas import Outcome
from registry.public_register.rules import EntryStatus
from registry.public_register.wording import LABELS, WORDS, outcome_of, reason


def test_every_status_has_a_label():
    assert all(LABELS[status]["zh"] and LABELS[status]["en"] for status in EntryStatus)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (EntryStatus.VALID, Outcome.VALID),
        (EntryStatus.REVOKED, Outcome.NOT_VALID),
        (EntryStatus.EXPIRED, Outcome.NOT_VALID),
        (EntryStatus.LISTED, Outcome.CANNOT_TELL),
        (EntryStatus.PUBLICITY, Outcome.CANNOT_TELL),
    ],
)
def test_the_answer(status, outcome):
    assert outcome_of(status) is outcome


def test_reasons_of_both_houses():
    assert reason("listed-elsewhere").zh == WORDS["reason"]["listed-elsewhere"]["zh"]
    assert reason("within-window").en
    assert reason("false-material").zh == "提供虚假材料"
