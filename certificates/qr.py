"""QR codes, fast: the modules of a symbol as packed bits. segno makes each symbol's parts once; they are added up.

How a code looks on the page is `drawing.py`'s.
"""

from dataclasses import dataclass
from functools import lru_cache

import segno

_MASK = "011"
"""One mask for every symbol, so that symbols can be added; readers undo any of the eight alike."""
QUIET = 4  # modules of white that readers need around a symbol


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol with its quiet zone: `side` modules across, rows of bits padded to whole bytes, 0 is dark."""

    side: int
    rows: bytes


def symbol(payload: str) -> Symbol:
    """The payload as a QR code of error level M in byte mode.

    With version and mask fixed a symbol is affine in its payload over GF(2), the error correction included: the
    symbol of a text is the symbol of zeros plus, for each byte, what that byte alone changes. Those changes are
    kept, and texts that share most of their bytes, as the addresses of one register do, cost almost nothing.
    """
    content = payload.encode()
    side, zeros = _zeros(len(content))
    bits = zeros
    for place, byte in enumerate(content):
        bits ^= _change(len(content), place, byte)
    return _framed(side, bits)


@lru_cache(maxsize=64)
def _zeros(length: int) -> tuple[int, int]:
    """Modules across and the bits of the symbol of `length` zero bytes; 1 is dark, the first module is the highest."""
    return _made(bytes(length))


@lru_cache(maxsize=8192)
def _change(length: int, place: int, byte: int) -> int:
    content = bytearray(length)
    content[place] = byte
    return _made(bytes(content))[1] ^ _zeros(length)[1]


def _made(content: bytes) -> tuple[int, int]:
    code = segno.make_qr(content, error="m", mode="byte", mask=int(_MASK, 2), boost_error=False)
    modules = b"".join(bytes(row) for row in code.matrix)
    return len(code.matrix), int(modules.translate(_DIGITS), 2)


_DIGITS = b"01" + bytes(254)


def _framed(side: int, bits: int) -> Symbol:
    whole = side + 2 * QUIET
    padded = -(-whole // 8) * 8
    light = (1 << side) - 1
    rows = [(1 << padded) - 1] * whole
    for row in range(side):
        dark = bits >> (side * (side - 1 - row)) & light
        rows[QUIET + row] ^= dark << (padded - QUIET - side)
    return Symbol(whole, b"".join(row.to_bytes(padded // 8, "big") for row in rows))
