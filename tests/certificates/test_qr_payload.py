"""The QR code's text: short, signed, and of nobody else's making."""

from datetime import date

import pytest

from certificates.faults import Refused
from certificates.qr_payload import make, read
from tests.certificates.wallets import statement_key


def test_it_is_read_back_and_checked(record):
    text = make(record, statement_key())
    assert text == make(record, statement_key())
    assert text.startswith(f"{record.verify_url}#")
    assert len(text) - len(record.verify_url) == 171
    said = read(f" {text}\n")
    assert (said.verify_url, said.holder) == (record.verify_url, record.holder)
    assert (said.valid_from, said.valid_until) == (record.valid_from, record.valid_until)
    assert said.speaks_of(record)
    keys = [statement_key(2).public, statement_key().public]
    assert said.signed_by(keys) is keys[1]
    assert said.signed_by(keys[:1]) is None


def test_another_record_is_not_spoken_of(record, make_record):
    said = read(make(record, statement_key()))
    assert not said.speaks_of(make_record(holder="另一商场"))
    assert not said.speaks_of(make_record(verify_url="https://lvce.example.org/verify/X"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("商" * 12, "商" * 12),
        ("商" * 13, "商" * 11 + "…"),
        ("a" + "商" * 12, "a" + "商" * 10 + "…"),
        ("𬭎" * 20, "𬭎" * 8 + "…"),
    ],
)
def test_long_names_are_cut_and_every_code_is_of_one_length(make_record, name, shown):
    text = make(make_record(holder=name, valid_until=None), statement_key())
    said = read(text)
    assert (said.holder, said.valid_until) == (shown, None)
    assert len(text) == len(make(make_record(), statement_key()))


def test_each_changed_character_is_seen(record):
    text = make(record, statement_key())
    for place in range(len(text) - 1):  # the last one also holds bits of no meaning
        other = "A" if text[place] != "A" else "B"
        try:
            said = read(text[:place] + other + text[place + 1 :])
        except Refused:
            continue
        assert said.signed_by([statement_key().public]) is None, place


@pytest.mark.parametrize(
    "text", ["", "https://x/verify/1", "https://x/verify/1#AAAA", "#" + "A" * 170, "x#" + "商" * 170]
)
def test_other_texts_are_refused(text):
    with pytest.raises(Refused, match="qr-unreadable"):
        read(text)


def test_a_payload_of_a_later_version_or_another_length_is_refused(record):
    text = make(record, statement_key())
    address, payload = text.split("#")
    for other in ("Ag" + payload[2:], payload + "AAAA"):
        with pytest.raises(Refused):
            read(f"{address}#{other}")


def test_days_are_kept_whatever_they_are(make_record):
    days = {"decided_on": date(1, 1, 2), "issued_on": date(1, 1, 2), "valid_from": date(1, 1, 2)}
    said = read(make(make_record(valid_until=date(9999, 12, 31), **days), statement_key()))
    assert (said.valid_from, said.valid_until) == (date(1, 1, 2), date(9999, 12, 31))
