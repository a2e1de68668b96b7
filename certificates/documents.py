"""Documents beside certificates: what a public notice and a score sheet say, their canonical JSON and digest.

All that is printed is in the content. The pages are `document_pages.py`'s; who asks for one `registry/documents/`.
"""

import hashlib
import json
import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from certificates.content import Sealed, Text, Uscc, forbidden, printable
from certificates.faults import Fault, Refused

CONTENT_NAME = "content.json"
"""The attachment of a printed document that holds its content, as `record.json` holds a certificate's."""
LINE, PARAGRAPH = 400, 4000
"""Characters of a `Text` and of a `LongText`."""
LongText = Annotated[str, Field(max_length=PARAGRAPH), AfterValidator(printable)]


class Bureau(Sealed):
    """The bureau that a document is from; `seal_line` stands below the star of its seal."""

    name: Text
    uscc: Uscc
    seal_line: Annotated[Text, Field(max_length=8)] = "业务专用章"


class Document(Sealed):
    """What all documents share. `dated_on` stands on the page; `demonstration` says so on each of them."""

    schema_version: Literal[1] = 1
    title: Text
    number: Text | None = None
    bureau: Bureau
    dated_on: date
    demonstration: bool = False

    def canonical_json(self) -> bytes:
        """The content as canonical JSON (sorted names, no spaces, UTF-8); absent values are left out."""
        document = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, 64 lower-case hexadecimal digits."""
        return hashlib.sha256(self.canonical_json()).hexdigest()


class NoticeEntry(Sealed):
    """One line of a notice: who, whose, where."""

    name: Text
    enterprise: Text
    place: Text


class NoticeInEnglish(Sealed):
    """What a notice says, once more for readers of English. The Chinese text is the notice, its list is not repeated."""

    title: Text
    paragraphs: Annotated[tuple[LongText, ...], Field(min_length=1, max_length=12)]
    closing: tuple[LongText, ...] = ()


class Notice(Document):
    """A public notice (公示): paragraphs, a list, how to object, signed by the bureau."""

    kind: Literal["notice"] = "notice"
    paragraphs: Annotated[tuple[LongText, ...], Field(min_length=1, max_length=12)]
    entries: Annotated[tuple[NoticeEntry, ...], Field(min_length=1)]
    closing: tuple[LongText, ...] = ()
    english: NoticeInEnglish | None = None


class ScoreRow(Sealed):
    """One item of a score sheet, as words: `points` and `obtained` may be a number, ★, ✓, ✗ or a word."""

    serial: Text
    chapter: Text
    item: Text
    requirement: LongText
    points: Text
    obtained: LongText
    reason: LongText


Facts = Annotated[tuple[tuple[Text, Text], ...], Field(min_length=1, max_length=12)]
Rows = Annotated[tuple[ScoreRow, ...], Field(min_length=1)]


class SheetInEnglish(Sealed):
    """What a score sheet says, once more for readers of English; sums, signatures and fingerprint stand once."""

    title: Text
    facts: Facts
    rows: Rows
    verdict: Text


class ScoreSheet(Document):
    """A score sheet (评分表): who was judged by what, each item with points, obtained and reason, room for signatures."""

    kind: Literal["score-sheet"] = "score-sheet"
    facts: Facts
    rows: Rows
    maximum: Text
    total: Text
    verdict: Text
    signatures: Annotated[tuple[Text, ...], Field(min_length=1, max_length=6)]
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    english: SheetInEnglish | None = None


def legible(text: str, most: int = LINE) -> str:
    """Somebody's free text as a document takes it: on one line, without invisible marks, a dash for nothing.

    Variation selectors are dropped, as the press prints standard forms; what is longer than `most` ends with `…`.
    """
    standard = (each for each in text if "VARIATION SELECTOR" not in unicodedata.name(each, ""))
    seen = "".join(each if each.isprintable() and not forbidden(each) else " " for each in standard)
    line = unicodedata.normalize("NFC", " ".join(seen.split()))
    return f"{line[: most - 1]}…" if len(line) > most else line or "–"


AnyDocument = Annotated[Notice | ScoreSheet, Field(discriminator="kind")]
_ANY: TypeAdapter[Notice | ScoreSheet] = TypeAdapter(AnyDocument)


def read(content: bytes) -> Notice | ScoreSheet:
    """The document of a JSON text. Raises Refused for anything else."""
    try:
        return _ANY.validate_json(content)
    except ValidationError as error:
        raise Refused(
            Fault("document-unreadable", "文书内容无法读取。", f"The document's content cannot be read: {error}")
        ) from error
