"""Status lists: the form of the specification, read back by us and by an independent library."""

import base64
import gzip
from datetime import UTC, datetime, timedelta

import pytest
from openvc.status.bitstring import decode_bitstring, get_status_bit
from pydantic import ValidationError

from certificates.credential import LIST_BITS, is_signed
from certificates.faults import Refused
from certificates.status_list import FRESH, ListOrder, encoded, read_list, signed_list
from tests.certificates.wallets import by_openvc, statement_key

BASE = "https://lvce.example.org"
AT = datetime(2026, 11, 1, 8, 30, 5, 123, tzinfo=UTC)


def an_order(**changes):
    return ListOrder(
        **{"base": BASE, "purpose": "revocation", "number": 1, "set_places": (0, 7, 94567), "made_at": AT} | changes
    )


def test_it_is_read_back_by_us_and_by_others():
    document = signed_list(an_order(), statement_key())
    assert is_signed(document, statement_key().public)
    found = read_list(document)
    assert (found.purpose, found.address) == ("revocation", f"{BASE}/credentials/status/revocation-1")
    assert (found.valid_from, found.valid_until) == (AT.replace(microsecond=0), AT.replace(microsecond=0) + FRESH)
    bits = decode_bitstring(document["credentialSubject"]["encodedList"])
    assert 8 * len(bits) == LIST_BITS
    for place in (0, 1, 7, 8, 94567, LIST_BITS - 1):
        assert found.is_set(place) == bool(get_status_bit(bits, place)) == (place in {0, 7, 94567})
    with pytest.raises(Refused):
        found.is_set(LIST_BITS)
    by_openvc(document, statement_key(), base=BASE, now=AT + timedelta(days=1))


def test_the_empty_list_of_the_specification_is_read():
    document = signed_list(an_order(), statement_key())
    said = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    found = read_list({**document, "credentialSubject": {**document["credentialSubject"], "encodedList": said}})
    assert found.bits == bytes(LIST_BITS // 8)


def packed(content: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(content).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"type": ["VerifiableCredential"]},
        {"credentialSubject": "x"},
        {"credentialSubject": {}},
        {"validUntil": "soon"},
        {"validUntil": "2026-11-01T08:30:05"},
        {"list": encoded(())[1:]},
        {"list": packed(b"junk")},
        {"list": packed(gzip.compress(bytes(100)))},
        {"list": packed(gzip.compress(bytes(50_000_000)))},
        {"list": packed(gzip.compress(bytes(LIST_BITS // 8)))[:-8]},
    ],
)
def test_what_is_no_list_is_refused(changes):
    document = signed_list(an_order(), statement_key())
    if "list" in changes:
        changes = {"credentialSubject": {**document["credentialSubject"], "encodedList": changes["list"]}}
    with pytest.raises(Refused, match="status-list-unreadable"):
        read_list({**document, **changes})


@pytest.mark.parametrize(
    "changes",
    [{"purpose": "refresh"}, {"number": 0}, {"set_places": (LIST_BITS,)}, {"base": "ftp://x"}, {"base": f"{BASE}/"},
     {"made_at": datetime(2026, 1, 1)}, {"surprise": 1}],  # noqa: DTZ001 - what is refused
)  # fmt: skip
def test_the_press_signs_no_other_shape(changes):
    with pytest.raises(ValidationError):
        an_order(**changes)
