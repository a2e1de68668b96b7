"""Every byte that no signature covers: the wrapping of the CMS and the padding behind it."""

import random
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates import seal_form
from certificates.verify import Outcome, verify


def field_of(pdf):
    _, before, after, _ = PdfFileReader(BytesIO(pdf)).embedded_signatures[0].byte_range
    return int(before), int(after)


def test_our_own_seal_is_exact(sealed):
    assert seal_form.is_exact(sealed.pdf, PdfFileReader(BytesIO(sealed.pdf)).embedded_signatures[0])


def test_a_byte_range_that_leaves_something_out_is_not_exact(sealed):
    signature = PdfFileReader(BytesIO(sealed.pdf)).embedded_signatures[0]
    assert not seal_form.is_exact(sealed.pdf + b"\n", signature)


@pytest.mark.parametrize("part", ["head", "certificate", "attributes", "padding", "case"])
def test_one_changed_byte_of_the_seal_is_not_valid(sealed, signer, part):
    before, after = field_of(sealed.pdf)
    end = before + len(sealed.pdf[before:after].rstrip(b"0>"))
    chance = random.Random(part)  # noqa: S311 - the same bytes every time
    spans = {
        "head": range(before, before + 130),
        "certificate": range(before + 130, before + 2000),
        "attributes": range(end - 900, end),
        "padding": range(end + 8, after),
        "case": [i for i in range(before, end) if sealed.pdf[i] in b"ABCDEF"],
    }
    for place in [spans[part][0], *chance.sample(list(spans[part]), 8)]:
        changed = bytearray(sealed.pdf)
        changed[place] ^= 0x20 if part == "case" else 0x01
        verdict = verify(bytes(changed), signer.anchors_pem)
        assert verdict.outcome is Outcome.NOT_VALID, (part, place, verdict)
