"""QR codes, fast: the modules of a symbol as packed bits. segno draws each size once; what a payload changes is ours.

How a code looks on the page is `drawing.py`'s.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any

import segno
from segno import consts

_MASK = 3
"""One mask for every symbol, so that a size is drawn once; readers undo any of the eight alike."""
QUIET = 4  # modules of white that readers need around a symbol
_SHORT = 9  # up to this version a payload's length is written in 8 bits, after it in 16
_BYTE_MODE = 0b0100
_FILLING = b"\xec\x11" * 1500
_DIGITS = b"01" + bytes(254)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol with its quiet zone: `side` modules across, rows of bits padded to whole bytes, 0 is dark."""

    side: int
    rows: bytes


def symbol(payload: str) -> Symbol:
    """The payload as a QR code of error level M in byte mode, in a tenth of segno's time.

    Raises segno's DataOverflowError for more than 2331 bytes.
    """
    content = payload.encode()
    size = _size(_version(len(content)))
    return _framed(size.side, size.drawn(content))


@cache
def _version(length: int) -> int:
    """The smallest version that holds so many bytes."""
    return int(_by_segno(bytes(length), None).version)


def _by_segno(content: bytes, version: int | None) -> Any:
    return segno.make_qr(content, error="m", mode="byte", mask=_MASK, boost_error=False, version=version)


class _Size:
    """The symbols of one version: all that does not depend on the payload, worked out once."""

    def __init__(self, version: int) -> None:
        self._length_bits = 8 if version <= _SHORT else 16
        table: Any = consts.ECC
        groups = table[version][consts.ERROR_LEVEL_M]
        self._blocks = [group.num_data for group in groups for _ in range(group.num_blocks)]
        check = groups[0].num_total - groups[0].num_data
        self._checks = _Checks(check)
        self._data = sum(self._blocks)
        self._bits = 8 * (self._data + check * len(self._blocks))
        full = bytes(self._data - 1 - self._length_bits // 8)  # segno fills what is free otherwise than the standard
        code = _by_segno(full, version)
        self.side = len(code.matrix)
        bit_of = dict(zip(_walk(code), range(self._bits), strict=False))
        # A module without a bit of a codeword takes the 0 that `drawn` writes after them all.
        self._spread: Callable[[str], tuple[str, ...]] = itemgetter(
            *(bit_of.get(divmod(place, self.side), self._bits) for place in range(self.side**2))
        )
        self._constant = 0
        seen = int(b"".join(map(bytes, code.matrix)).translate(_DIGITS), 2)
        self._constant = seen ^ self.drawn(full)  # patterns, format and mask

    def drawn(self, content: bytes) -> int:
        """The modules as one number, the first module highest; 1 is dark."""
        bits = f"{int.from_bytes(self._codewords(content)):0{self._bits}b}0"
        return int("".join(self._spread(bits)), 2) ^ self._constant

    def _codewords(self, content: bytes) -> bytes:
        """Mode, length, payload, an end of four zeros and filling, cut into blocks, with checks, interleaved."""
        head = _BYTE_MODE << self._length_bits | len(content)
        written = head << 8 * len(content) + 4 | int.from_bytes(content) << 4
        data = written.to_bytes((8 + self._length_bits) // 8 + len(content))
        data += _FILLING[: self._data - len(data)]
        blocks, place = [], 0
        for length in self._blocks:
            blocks.append(data[place : place + length])
            place += length
        interleaved = (byte for column in zip_longest(*blocks) for byte in column if byte is not None)
        checks = zip(*map(self._checks.of, blocks), strict=True)
        return bytes(chain(interleaved, chain.from_iterable(checks)))


_size = cache(_Size)


class _Checks:
    """Reed-Solomon check bytes, so many to a block."""

    def __init__(self, count: int) -> None:
        self._count = count
        generator = [1]
        root = 1
        for _ in range(count):
            generator = [
                one ^ _product(other, root) for one, other in zip([*generator, 0], [0, *generator], strict=True)
            ]
            root = _product(root, 2)
        self._multiples = [
            int.from_bytes(bytes(_product(factor, part) for part in generator[1:])) for factor in range(256)
        ]

    def of(self, block: bytes) -> bytes:
        """The remainder of the block's division by the generator."""
        rest, top, light = 0, 8 * (self._count - 1), (1 << 8 * (self._count - 1)) - 1
        for byte in block:
            rest = ((rest & light) << 8) ^ self._multiples[byte ^ (rest >> top)]
        return rest.to_bytes(self._count)


def _product(one: int, other: int) -> int:
    """In GF(256) of QR codes, reduced by x⁸ + x⁴ + x³ + x² + 1."""
    result = 0
    while other:
        if other & 1:
            result ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return result


def _walk(code: Any) -> Iterator[tuple[int, int]]:
    """Row and column of the modules for codewords, in their order: up and down by pairs of columns from the right."""
    kinds = [list(row) for row in code.matrix_iter(border=0, verbose=True)]
    side = len(kinds)
    kinds[8][side - 9] = consts.TYPE_DATA_LIGHT  # segno takes it for a module of the format
    upward = True
    for right in [*range(side - 1, 6, -2), 5, 3, 1]:  # column 6 is the timing pattern
        for row in range(side - 1, -1, -1) if upward else range(side):
            for column in (right, right - 1):
                if kinds[row][column] in {consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT}:
                    yield row, column
        upward = not upward


def _framed(side: int, bits: int) -> Symbol:
    whole = side + 2 * QUIET
    padded = -(-whole // 8) * 8
    light = (1 << side) - 1
    rows = [(1 << padded) - 1] * whole
    for row in range(side):
        dark = bits >> (side * (side - 1 - row)) & light
        rows[QUIET + row] ^= dark << (padded - QUIET - side)
    return Symbol(whole, b"".join(row.to_bytes(padded // 8, "big") for row in rows))
