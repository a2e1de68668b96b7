"""Entries have one spelling each, are rebuilt from their facts alone and tell nothing else."""

import hashlib
import json
from datetime import date

from certificates import log_entries
from certificates.content import CertificateRecord
from certificates.log_entries import NoticeLine
from certificates.merkle import leaf_hash

DAY = date(2026, 3, 1)
NOTICE = {
    "scheme": "green-mall",
    "place": "520000",
    "opens_on": DAY,
    "closes_on": date(2026, 3, 7),
    "document_number": "黔商函〔2026〕12号",
    "titles": ("公示", "Notice"),
}
LINES = [NoticeLine("b", "乙商场", "乙公司", "520100"), NoticeLine("a", "甲商场", "甲公司", "520300")]


def test_an_issue_is_rebuilt_from_the_record_that_a_certificate_carries(record):
    entry = log_entries.issue_entry(record)
    again = log_entries.issue_entry(CertificateRecord.model_validate_json(record.canonical_json()))
    assert entry == again
    assert leaf_hash(entry) == hashlib.sha256(b"\0" + entry).digest()
    assert json.loads(entry) == {
        "schema": "lvce-log/1",
        "kind": "certificate-issue",
        "number": record.number,
        "version": 1,
        "record_sha256": record.digest,
    }
    assert log_entries.issue_entry(record.model_copy(update={"version": 2})) != entry
    assert log_entries.issue_entry(record.model_copy(update={"holder": "别的商场"})) != entry


def test_the_spelling_is_pinned():
    """These bytes are in logs that others hold: a change of one of them is a new schema."""
    assert (
        log_entries.status_entry(
            "黔绿商2026-0001号",
            version=1,
            ordinal=2,
            status="suspended",
            effective_on=DAY,
            reason="under-investigation",
            document_number="〔2026〕9号",
        )
        == (
            '{"document_number":"〔2026〕9号","effective_on":"2026-03-01","kind":"certificate-status",'
            '"number":"黔绿商2026-0001号","ordinal":2,"reason":"under-investigation","schema":"lvce-log/1",'
            '"status":"suspended","version":1}'
        ).encode()
    )
    assert log_entries.edition_entry(
        "green-mall", edition="2026-01-01", digest="ab" * 32, in_force_on=DAY, document_number=""
    ) == (
        b'{"document_number":"","edition":"2026-01-01","edition_sha256":"'
        + b"ab" * 32
        + b'","in_force_on":"2026-03-01",'
        b'"kind":"edition-publication","schema":"lvce-log/1","scheme":"green-mall"}'
    )
    assert log_entries.departure_entry("n", application="a", left_on=DAY) == (
        b'{"application":"a","kind":"notice-departure","left_on":"2026-03-01","notice":"n","schema":"lvce-log/1"}'
    )


def test_a_notice_covers_its_lines_whatever_their_order():
    entry = log_entries.notice_entry("n", **NOTICE, lines=LINES)
    assert entry == log_entries.notice_entry("n", **NOTICE, lines=LINES[::-1])
    assert entry != log_entries.notice_entry("n", **NOTICE, lines=LINES[:1])
    assert entry != log_entries.notice_entry("n", **NOTICE | {"titles": ("公示", "")}, lines=LINES)
    said = json.loads(entry)
    content = (
        '{"lines":[{"application":"a","enterprise_name":"甲公司","place":"520300","site_name":"甲商场"},'
        '{"application":"b","enterprise_name":"乙公司","place":"520100","site_name":"乙商场"}],'
        '"title_en":"Notice","title_zh":"公示"}'
    )
    assert said["content_sha256"] == hashlib.sha256(content.encode()).hexdigest()
    assert "甲" not in entry.decode()
