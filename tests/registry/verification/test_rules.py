"""Two answers become one; not knowing stays not knowing."""

import pytest

from registry.issuance.schemas import Outcome
from registry.verification.rules import as_far_as_known, together
from registry.verification.schemas import Said


@pytest.mark.parametrize(
    ("file", "register", "whole"),
    [
        ("VALID", None, "VALID"),
        ("VALID", Outcome.VALID, "VALID"),
        ("VALID", Outcome.NOT_VALID, "NOT VALID"),
        ("VALID", Outcome.CANNOT_TELL, "CANNOT TELL"),
        ("CANNOT TELL", None, "CANNOT TELL"),
        ("CANNOT TELL", Outcome.VALID, "CANNOT TELL"),
        ("CANNOT TELL", Outcome.NOT_VALID, "NOT VALID"),
        ("CANNOT TELL", Outcome.CANNOT_TELL, "CANNOT TELL"),
        ("NOT VALID", None, "NOT VALID"),
        ("NOT VALID", Outcome.VALID, "NOT VALID"),
        ("NOT VALID", Outcome.CANNOT_TELL, "NOT VALID"),
    ],
)
def test_the_one_word(file, register, whole):
    assert together(file, register) == whole


def test_when_the_register_was_asked_the_note_that_it_was_not_goes():
    notes = [Said("register-not-asked", "note", "未查", "not asked"), Said("seal-intact", "pass", "好", "good")]
    assert as_far_as_known(notes, asked=False) == tuple(notes)
    assert as_far_as_known(notes, asked=True) == (notes[1],)
