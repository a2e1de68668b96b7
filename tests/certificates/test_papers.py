"""Papers: the same each time, and each part of them stands on its own."""

import json

import pytest

from certificates import checkpoints
from certificates.credential import is_signed
from certificates.faults import Refused
from certificates.log_entries import issue_entry
from certificates.merkle import Inclusion, leaf_hash, verify_inclusion
from certificates.papers import CertificateOrder, papers_for
from certificates.qr_payload import read
from tests.certificates.wallets import logged, statement_key


def test_with_a_log_they_prove_that_it_knows_the_record(record):
    key = statement_key()
    tree, inclusion = logged(record)
    papers = papers_for(record, key, inclusion)
    assert papers == papers_for(record, key, inclusion)
    assert read(papers.qr).signed_by([key.public])
    proof = json.loads(papers.proof)
    assert is_signed(proof["credential"], key.public)
    assert proof["credential"]["credentialStatus"][0]["statusListIndex"] == str(inclusion.index)
    checkpoint = checkpoints.read_and_verify(proof["checkpoint"], [key.public])
    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == ("lvce.example.org/log", tree.size, tree.root)
    assert verify_inclusion(leaf_hash(issue_entry(record)), Inclusion.model_validate(proof["inclusion"]))


def test_another_record_s_place_is_refused(record, make_record):
    _, inclusion = logged(record)
    with pytest.raises(Refused, match="inclusion-differs"):
        papers_for(make_record(holder="另一商场"), statement_key(), inclusion)


def test_an_order_is_read_as_it_was_written(record):
    for inclusion in (None, logged(record)[1]):
        order = CertificateOrder(record=record, inclusion=inclusion)
        assert CertificateOrder.model_validate_json(order.content()) == order


def test_without_a_log_they_say_nothing_of_it(record):
    assert sorted(json.loads(papers_for(record, statement_key()).proof)) == ["credential", "qr"]
