"""Two answers become one; not knowing stays not knowing."""

from datetime import UTC, date, datetime

import pytest

from certificates.lifecycle import Status
from registry.issuance.schemas import Outcome, Reason, StatusAnswer
from registry.verification.rules import together, with_status
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


OWN = (
    Said("seal-intact", "pass", "好", "good"),
    Said("status-valid", "pass", "好", "good"),
    Said("register-not-asked", "note", "未查", "not asked"),
)


def answered(outcome, status, *codes):
    reasons = tuple(Reason(code, code, code) for code in codes)
    return StatusAnswer(outcome, status, reasons, "GM-1", date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC))


def test_without_the_register_a_file_that_is_over_stays_over():
    expired = Said("status-expired", "fail", "过期", "over")
    away = answered(Outcome.CANNOT_TELL, None, "register-unavailable")
    assert [each.code for each in with_status((*OWN, expired), away)][1:] == ["status-expired", "register-unavailable"]
    known = answered(Outcome.NOT_VALID, Status.REVOKED)
    assert [each.code for each in with_status((*OWN, expired), known)][1:] == ["status-revoked"]


@pytest.mark.parametrize(
    ("register", "codes"),
    [
        (None, [("seal-intact", "pass"), ("status-valid", "pass"), ("register-not-asked", "note")]),
        (answered(Outcome.VALID, Status.VALID), [("seal-intact", "pass"), ("status-valid", "pass")]),
        (
            answered(Outcome.NOT_VALID, Status.SUSPENDED, "under-inquiry"),
            [("seal-intact", "pass"), ("status-suspended", "fail")],
        ),
        (answered(Outcome.NOT_VALID, None, "unknown-number"), [("seal-intact", "pass"), ("unknown-number", "fail")]),
        (
            answered(Outcome.CANNOT_TELL, None, "register-unavailable"),
            [("seal-intact", "pass"), ("register-unavailable", "unknown")],
        ),
    ],
)
def test_the_register_knows_the_status_better_than_the_file(register, codes):
    assert [(each.code, each.says) for each in with_status(OWN, register)] == codes
