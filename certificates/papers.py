"""The papers that travel with a certificate beside its record: the text of its QR code and its proof.

How they are printed is `render.py`'s and `plates.py`'s.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Papers:
    """`qr` stands in the QR code in the place of the bare address; `proof` is embedded as `proof.json`."""

    qr: str
    proof: bytes
