"""Which bits are set, from what certificates are."""

import pytest

from certificates.credential import LIST_BITS
from certificates.lifecycle import Status
from registry.credentials.rules import places_of


@pytest.mark.parametrize(
    ("status", "revoked", "suspended"),
    [
        (Status.VALID, (), ()),
        (Status.SUSPENDED, (), (7,)),
        (Status.REVOKED, (7,), ()),
        (Status.CANCELLED, (7,), ()),
        (Status.SUPERSEDED, (7,), ()),
        (Status.EXPIRED, (), ()),
        (Status.NOT_YET_VALID, (), ()),
    ],
)
def test_what_each_status_sets(status, revoked, suspended):
    assert places_of([(7, status)], 10) == {("revocation", 1): revoked, ("suspension", 1): suspended}


def test_a_long_log_needs_more_lists():
    found = places_of([(LIST_BITS + 2, Status.REVOKED), (LIST_BITS, Status.REVOKED)], LIST_BITS + 3)
    assert found["revocation", 2] == (0, 2)
    assert set(found) == {(purpose, number) for purpose in ("revocation", "suspension") for number in (1, 2)}
    assert set(places_of([], 0)) == set(places_of([], LIST_BITS)) == {("revocation", 1), ("suspension", 1)}
