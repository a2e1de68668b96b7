"""The small values everything here is made of: texts in two languages, exact amounts, frozen records.

How they become criteria is in `editions.py`; how facts are read is in `facts.py`.
"""

import re
from decimal import Decimal
from typing import Annotated, Any, TypedDict

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def _seen(text: str) -> str:
    """Refuse signs that nobody sees: they turn words around, and spreadsheets and PDFs cannot hold them."""
    if _UNSEEN.search(text):
        raise PydanticCustomError("unseen_signs", "the text holds control characters")
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_seen)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


class Words(TypedDict):
    """A sentence in both languages, as it goes out in JSON."""

    zh: str
    en: str


class Data(BaseModel):
    """Something written in a criteria file: frozen, and a key that nobody knows is an error.

    A default is part of the file format: digests leave defaults out, so a default must never change.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Data):
    """The same sentence in Chinese and English, as an author wrote it."""

    zh: Line
    en: Line

    def words(self) -> Words:
        """The sentence as plain data."""
        return {"zh": self.zh, "en": self.en}


def _exact(value: Any) -> Any:
    """Refuse what only looks like an exact number: floats carry rounding, booleans are answers."""
    if isinstance(value, (bool, float)):
        raise ValueError("write an exact number")  # noqa: TRY004 - pydantic turns ValueError, not TypeError, into a fault
    return value


Amount = Annotated[Decimal, BeforeValidator(_exact), Field(max_digits=18, decimal_places=6)]
Points = Annotated[Amount, Field(ge=0)]


def amount(value: Decimal) -> str:
    """The one spelling of an exact number: no exponent, no trailing zeros, no minus before zero."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def points_en(value: Decimal) -> str:
    """`1 point`, `2.5 points`."""
    return f"{amount(value)} point" if value == 1 else f"{amount(value)} points"
