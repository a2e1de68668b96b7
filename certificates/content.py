"""What a certificate says: the record, its canonical JSON and its digest.

The wording of a kind is `kinds.py`'s, the page is `render.py`'s. Everything printed is in the record.
"""

import hashlib
import json
import unicodedata
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, model_validator
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import ValidationError as NumberError

from certificates.faults import Fault, Refused

# Cc control, Cf format (bidirectional overrides, zero-width), Cs surrogate, Co private use, Zl and Zp line breaks.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_URL: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


def forbidden(character: str) -> bool:
    """Whether a character is never printed: invisible, or it changes how others are drawn."""
    variation_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return variation_selector or unicodedata.category(character) in _UNPRINTABLE


def printable(text: str) -> str:
    """The text in NFC, one line, without blank ends, ready to be printed.

    Raises Refused naming the first character that must not stand on a certificate: control characters, line
    breaks, bidirectional and invisible marks, variation selectors, private-use characters.
    """
    normal = unicodedata.normalize("NFC", text).strip()
    for position, character in enumerate(normal, start=1):
        if forbidden(character):
            point = f"U+{ord(character):04X}"
            raise Refused(
                Fault(
                    "unprintable-character",
                    f"第 {position} 个字符（{point}）是控制字符或不可见字符，不能印在证书上。请删除后重新输入。",
                    f"Character {position} ({point}) is a control or invisible character and cannot be printed."
                    " Delete it and type the text again.",
                )
            )
    return normal


def _web_address(text: str) -> str:
    _URL.validate_python(text)
    return text


def _sound_uscc(text: str) -> str:
    try:
        return str(stdnum_uscc.validate(text))
    except NumberError as error:
        raise ValueError("not a unified social credit code") from error


Text = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(printable)]
Uscc = Annotated[str, AfterValidator(_sound_uscc)]


class Sealed(BaseModel):
    """A value that never changes and refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Sealed):
    """The same words in Chinese and English."""

    zh: Text
    en: Text


class Place(Sealed):
    """A GB/T 2260 division and its names."""

    code: Annotated[str, Field(pattern=r"^[1-9][0-9]{5}$")]
    name: Bilingual


class Issuer(Sealed):
    """The bureau that issues; its Chinese name is the one in the seal."""

    name: Bilingual
    uscc: Uscc


class Edition(Sealed):
    """The edition of criteria that the holder was judged by, and how a document cites it."""

    code: Text
    citation: Bilingual


class Filing(Sealed):
    """What a filing certificate (备案证明) states beside the rest: what the holder handles, and who answers for it.

    The number of the filing is the record's `decision_document`, the day on which it was filed `decided_on`.
    """

    categories: Annotated[tuple[Bilingual, ...], Field(min_length=1, max_length=20)]
    legal_representative: Text | None = None

    @property
    def listed(self) -> str:
        """The categories as they are printed."""
        return "、".join(category.zh for category in self.categories)


class CertificateRecord(Sealed):
    """Everything printed on one certificate. Two equal records give the same bytes.

    `version` counts issues of the same number: a re-issue raises it and keeps the number. `valid_until` is the
    last valid day; None means no end is stated. `grade` is what the score reached beside the level, where an
    edition has grades; `signatory` the person who signs for the bureau; `layout` a name of `layouts.py`, None for
    the first one there was; `filing` stands on filing certificates only. `schema_version` changes when a reader
    must read differently.
    """

    schema_version: Literal[1] = 1
    number: Annotated[Text, Field(max_length=40)]
    identifier: Annotated[Text, Field(max_length=120)]
    version: Annotated[int, Field(ge=1, le=999)] = 1
    scheme: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    kind: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    title: Bilingual
    statement: Bilingual
    holder: Text
    holder_en: Text | None = None
    enterprise: Text
    uscc: Uscc
    address: Text
    place: Place
    level: Bilingual
    grade: Bilingual | None = None
    edition: Edition
    decision_document: Text
    decided_on: date
    issuer: Issuer
    signatory: Annotated[Text, Field(max_length=40)] | None = None
    seal_line: Annotated[Text, Field(max_length=8)] = "证书专用章"
    issued_on: date
    valid_from: date
    valid_until: date | None = None
    verify_url: Annotated[str, Field(max_length=300), AfterValidator(_web_address), AfterValidator(printable)]
    demonstration: bool = False
    layout: Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,39}$")] | None = None
    filing: Filing | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("valid_until is before valid_from")
        if self.issued_on < self.decided_on:
            raise ValueError("issued_on is before decided_on")
        return self

    def canonical_json(self) -> bytes:
        """The record as canonical JSON (RFC 8785: sorted names, no spaces, UTF-8); absent values are left out."""
        document = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, 64 lower-case hexadecimal digits."""
        return hashlib.sha256(self.canonical_json()).hexdigest()
