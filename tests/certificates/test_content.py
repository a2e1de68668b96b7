import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from certificates.content import CertificateRecord, printable
from certificates.faults import Refused


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\n",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\u2028",
        "\ue000",
        "\ufe0f",
        "\U000e0100",
    ],
)
def test_characters_that_nobody_sees_are_refused_and_named(character):
    with pytest.raises(Refused) as refusal:
        printable(f"绿色{character}商场")
    fault = refusal.value.faults[0]
    assert fault.code == "unprintable-character"
    assert f"U+{ord(character):04X}" in fault.zh
    assert f"U+{ord(character):04X}" in fault.en
    assert "3" in fault.en


def test_text_is_normal_and_trimmed():
    assert printable("  e\u0301cole 䶮𬭎 ") == "école 䶮𬭎"


@given(st.text())
def test_printable_is_stable(text):
    try:
        once = printable(text)
    except Refused:
        return
    assert printable(once) == once


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("holder", "商\u202e场"),
        ("holder", ""),
        ("holder", "商" * 401),
        ("uscc", "91520000MA6DXY8K1X"),
        ("verify_url", "javascript:alert(1)"),
        ("place", {"code": "5201", "name": {"zh": "贵阳市", "en": "Guiyang"}}),
        ("version", 0),
        ("valid_until", date(2026, 3, 17)),
        ("issued_on", date(2026, 3, 15)),
        ("schema_version", 2),
        ("unknown", "x"),
    ],
)
def test_a_record_refuses_what_cannot_be_true(make_record, field, value):
    with pytest.raises(ValidationError):
        make_record(**{field: value})


def test_a_record_never_changes(record):
    with pytest.raises(ValidationError):
        record.holder = "别的商场"


def test_canonical_json_is_sorted_compact_and_complete(record):
    text = record.canonical_json()
    document = json.loads(text)
    assert text == json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert CertificateRecord.model_validate_json(text) == record
    assert "䶮".encode() in text


def test_absent_values_are_left_out_so_that_later_fields_do_not_change_old_digests(make_record):
    record = make_record(holder_en=None, valid_until=None)
    assert "holder_en" not in json.loads(record.canonical_json())
    assert CertificateRecord.model_validate_json(record.canonical_json()).digest == record.digest


def test_the_digest_depends_on_every_word(make_record, record):
    assert len(record.digest) == 64
    assert make_record().digest == record.digest
    assert make_record(address="贵州省贵阳市观山湖区林城东路169号").digest != record.digest


def test_the_digest_of_a_published_record_never_changes(record):
    """A change here means that certificates already issued could no longer be recomputed."""
    assert record.digest == "032ec20d4480b1575926c503ac758eb65d26460356b500db6adecfe2fcde1f65"
