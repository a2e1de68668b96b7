import random

import numpy as np
import pytest
import segno

from certificates import qr
from tests.certificates.looking import codes


def modules(symbol):
    """Height × width of 0 (dark) and 1."""
    rows = np.frombuffer(symbol.rows, np.uint8).reshape(symbol.side, -1)
    return np.unpackbits(rows, axis=1)[:, : symbol.side]


@pytest.mark.parametrize("version", range(1, 41))
def test_a_full_symbol_is_segnos_with_a_white_border(version):
    length = segno.consts.SYMBOL_CAPACITY[version][segno.consts.ERROR_LEVEL_M] // 8 - (2 if version < 10 else 3)
    payload = "".join(random.Random(version).choices("abcXYZ0189-_/:#.", k=length))  # noqa: S311 - sample data
    theirs = segno.make_qr(payload.encode(), error="m", mode="byte", mask=3, boost_error=False)
    assert theirs.version == version
    assert (1 - modules(qr.symbol(payload))).tolist() == [list(row) for row in theirs.matrix_iter(border=qr.QUIET)]


@pytest.mark.parametrize(
    "payload",
    [
        "https://lvce.example.org/verify/GM-520100-2026-0001",
        "商场",
        "x",
        *("x" * length for length in (13, 150, 180, 181, 182, 230, 260)),
    ],
)
def test_readers_read_symbols(payload):
    picture = np.kron(modules(qr.symbol(payload)) * 255, np.ones((3, 3))).astype(np.uint8)
    assert codes(picture) == [payload]


def test_a_text_that_no_symbol_holds_is_an_error():
    with pytest.raises(segno.DataOverflowError):
        qr.symbol("x" * 2332)
