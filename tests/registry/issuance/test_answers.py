"""Every reason has words; an answer consults the window and the whole history."""

from datetime import UTC, date, datetime

import pytest

from certificates.kinds import kind
from certificates.lifecycle import Status
from registry.identifiers import new_id
from registry.issuance.answers import CHANGES, WORDS, answer, reason, unavailable, unknown
from registry.issuance.queries import public_record
from registry.issuance.records import Numbered, PlaceNames, compose
from registry.issuance.schemas import CertificateFacts, Outcome, StatusChangeView
from tests.factories.certificates import DAY, bureau, recognition

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
TODAY = date(2026, 6, 1)


def facts(*changes: tuple[Status, date, str], printed_at: datetime | None = NOW, demonstration: bool = False):
    record = compose(
        recognition(),
        sort=kind("green-mall"),
        numbered=Numbered("520000", 2026, 1),
        bureau=bureau(demonstration=demonstration),
        place=PlaceNames("贵州省贵阳市", "Guiyang, Guizhou"),
        on=DAY,
        until=date(2029, 3, 1),
    )
    ident = new_id()
    history = tuple(
        StatusChangeView(ident, n, status, on, why, "", "", NOW) for n, (status, on, why) in enumerate(changes, 1)
    )
    return CertificateFacts(
        id=ident,
        application_id=new_id(),
        enterprise_id=new_id(),
        site_id=new_id(),
        place_code="520102",
        replaced_by_id=None,
        renews_id=None,
        record=record,
        record_sha256=record.digest,
        log_index=None,
        year=2026,
        level="provincial",
        site_format="",
        building_area_m2=None,
        printed_at=printed_at,
        pdf_sha256="0" * 64,
        changes=history,
    )


def ask(known: CertificateFacts, on: date = TODAY):
    return answer(known, public_record(known.record, known.pdf_sha256), on=on, today=TODAY, at=NOW)


@pytest.mark.parametrize(
    ("on", "outcome", "status", "codes"),
    [
        (date(2026, 3, 1), Outcome.NOT_VALID, Status.NOT_YET_VALID, ["before-window"]),
        (date(2026, 3, 2), Outcome.VALID, Status.VALID, ["within-window"]),
        (date(2029, 3, 1), Outcome.VALID, Status.VALID, ["within-window", "future-day"]),
        (date(2029, 3, 2), Outcome.NOT_VALID, Status.EXPIRED, ["after-window", "future-day"]),
    ],
)
def test_the_window_is_consulted(on, outcome, status, codes):
    got = ask(facts(), on)
    assert (got.outcome, got.status, [each.code for each in got.reasons]) == (outcome, status, codes)


def test_the_history_is_consulted_for_each_day():
    known = facts(
        (Status.SUSPENDED, date(2026, 4, 1), "under-inquiry"), (Status.REVOKED, date(2026, 5, 1), "false-material")
    )
    assert ask(known, date(2026, 3, 31)).outcome is Outcome.VALID
    assert ask(known, date(2026, 4, 1)).status is Status.SUSPENDED
    assert ask(known, date(2026, 5, 1)).reasons[0].code == "false-material"


def test_a_demonstration_says_so():
    assert [each.code for each in ask(facts(demonstration=True)).reasons] == ["within-window", "demonstration"]


def test_before_it_is_sealed_nothing_of_it_is_told():
    got = ask(facts(printed_at=None))
    assert (got.outcome, got.record) == (Outcome.CANNOT_TELL, None)
    assert got.reasons[0].code == "not-printed-yet"


def test_not_knowing_and_not_reaching_are_told_apart():
    assert unknown("X", TODAY, NOW).outcome is Outcome.NOT_VALID
    assert unavailable("X", TODAY, NOW).outcome is Outcome.CANNOT_TELL


def test_every_reason_has_both_languages():
    for code in [*WORDS, *CHANGES]:
        found = reason(code)
        assert found.zh
        assert found.en
    assert reason("of-a-later-version").zh == "of-a-later-version"
