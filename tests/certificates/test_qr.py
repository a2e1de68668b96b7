import numpy as np
import pytest
import segno
import zxingcpp

from certificates import qr


def modules(symbol):
    """Height × width of 0 (dark) and 1."""
    rows = np.frombuffer(symbol.rows, np.uint8).reshape(symbol.side, -1)
    return np.unpackbits(rows, axis=1)[:, : symbol.side]


@pytest.mark.parametrize("payload", ["h", "https://lvce.example.org/verify/GM-520100-2026-0001", "商场 " + "x" * 300])
def test_a_symbol_is_segnos_with_a_white_border(payload):
    theirs = segno.make_qr(payload.encode(), error="m", mode="byte", mask=3, boost_error=False)
    assert (1 - modules(qr.symbol(payload))).tolist() == [list(row) for row in theirs.matrix_iter(border=qr.QUIET)]


def test_readers_read_symbols_whatever_was_made_before():
    for number in range(0, 3000, 61):
        text = f"https://lvce.example.org/verify/GM-520100-2026-{number:04}"
        picture = np.kron(modules(qr.symbol(text)) * 255, np.ones((3, 3))).astype(np.uint8)
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]
