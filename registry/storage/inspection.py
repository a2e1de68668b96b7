"""What a file really is, told from its content, and whether it is fit to be kept. Runs in a thread; touches no database.

The client's name and media type are never believed. Each kind is opened by the library that knows it, within limits.
"""

import codecs
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filetype  # type: ignore[import-untyped]  # the package ships no types
from PIL import Image
from pypdf import PdfReader

from registry.errors import Invalid, LvceError, TooLarge

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv"
ZIP = "application/zip"

LABELS = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG", XLSX: "XLSX", DOCX: "DOCX", CSV: "CSV"}
EVIDENCE_TYPES = frozenset({PDF, PNG, JPEG, XLSX, DOCX})
"""What an applicant may hand in as evidence."""

MAX_PIXELS = 60_000_000
MAX_PAGES = 2_000
MAX_ENTRIES = 2_000
MAX_INFLATED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 150
RATIO_COUNTS_FROM_BYTES = 10 * 1024 * 1024
"""A small file may be mostly repetition; only what inflates beyond this is judged by its ratio."""

_ENTRY_MARK = b"PK\x01\x02"
_PIECE = 256 * 1024


def inspect(path: Path, allowed: frozenset[str]) -> str:
    """The media type of a file whose content is one of the allowed kinds and in order.

    Raises Invalid (`file-empty`, `file-type`, `file-unknown`, `file-damaged`, `file-encrypted`, `file-macros`) or
    TooLarge (`file-unpacks`, `file-pixels`, `file-pages`).
    """
    if path.stat().st_size == 0:
        raise Invalid("file-empty", "The file is empty.", hint="Choose the file again.")
    kind = sniff(path)
    if kind not in allowed:
        raise _wrong_type(path, kind, allowed)
    look = _LOOK.get(kind)
    if look is not None:
        look(path)
    return kind


def sniff(path: Path) -> str:
    """The media type that the content shows; empty if it shows none."""
    guess = filetype.guess(str(path))
    kind = guess.mime if guess is not None else ""
    if kind == ZIP or kind.startswith("application/vnd.openxmlformats"):
        return _office(path)
    return kind or (CSV if _is_text(path) else "")


def _office(path: Path) -> str:
    """Which kind of office file a ZIP is, by the part that only that kind has."""
    _check_directory(path)
    with _foreign_faults(), zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX
    return ZIP


def _is_text(path: Path) -> bool:
    """Whether the file is text in UTF-8 or GB 18030, as spreadsheets export it; control characters are not text."""
    with path.open("rb") as file:
        start = file.read(_PIECE)
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in start):  # noqa: PLR2004 - the control characters of ASCII
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            # The piece may end within a character.
            codecs.getincrementaldecoder(encoding)().decode(start, final=len(start) < _PIECE)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _wrong_type(path: Path, kind: str, allowed: frozenset[str]) -> Invalid:
    accepted = ", ".join(sorted(LABELS.get(each, each) for each in allowed))
    if not kind:
        return Invalid(
            "file-unknown",
            "What kind of file this is cannot be told from its content. Accepted are {accepted}.",
            hint="Save it again in one of these formats.",
            accepted=accepted,
        )
    guess = filetype.guess(str(path))
    actual = LABELS.get(kind) or (guess.extension.upper() if guess is not None else kind)
    return Invalid(
        "file-type",
        "This file is really {actual}, whatever its name says. Accepted are {accepted}.",
        hint="Save or scan the document in one of these formats; renaming a file does not change it.",
        actual=actual,
        accepted=accepted,
    )


def _check_directory(path: Path) -> None:
    """Refuse an archive whose directory alone would fill the memory, before any library reads it.

    Each entry of the directory begins with its mark, so counting marks cannot be deceived by what the archive declares.
    """
    marks, before = 0, b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            marks += (before + piece).count(_ENTRY_MARK)
            before = piece[1 - len(_ENTRY_MARK) :]
    if marks > MAX_ENTRIES:
        raise _unpacks()


@contextmanager
def _foreign_faults() -> Iterator[None]:
    """A crafted file can make a parser raise nearly anything; each means that the file is damaged."""
    try:
        yield
    except LvceError:
        raise
    except Exception:  # noqa: BLE001 - see above
        raise damaged() from None


def _look_office(path: Path) -> None:
    """Inflate every entry in pieces, counting what really comes out; what the directory declares may lie."""
    most = min(MAX_INFLATED_BYTES, max(path.stat().st_size * MAX_RATIO, RATIO_COUNTS_FROM_BYTES))
    with _foreign_faults(), zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > most:
            raise _unpacks()
        inflated = 0
        for entry in entries:
            if entry.flag_bits & 1:
                raise encrypted()
            if entry.filename.endswith("vbaProject.bin"):
                raise Invalid(
                    "file-macros",
                    "The file contains macros, which could run by themselves.",
                    hint="Save it without macros, as .xlsx or .docx.",
                )
            inflated = _inflate(archive, entry, inflated, most)


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inflated: int, most: int) -> int:
    with archive.open(entry) as content:
        while piece := content.read(_PIECE):
            inflated += len(piece)
            if inflated > most:
                raise _unpacks()
    return inflated


def _look_pdf(path: Path) -> None:
    with _foreign_faults(), path.open("rb") as file:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise encrypted()
        pages = len(reader.pages)
    if pages == 0:
        raise damaged()
    if pages > MAX_PAGES:
        raise TooLarge(
            "file-pages",
            "The document has more than {maximum} pages.",
            hint="Hand in only the pages that are evidence.",
            maximum=MAX_PAGES,
        )


def _look_image(path: Path) -> None:
    with _foreign_faults():
        try:
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise _pixels()
                image.verify()
        # Beyond about 90 million pixels Pillow speaks up itself, before the size can be asked.
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _pixels() from None


_LOOK: dict[str, Callable[[Path], None]] = {
    PDF: _look_pdf,
    PNG: _look_image,
    JPEG: _look_image,
    XLSX: _look_office,
    DOCX: _look_office,
}


def damaged() -> Invalid:
    """The error of a file that its own kind's reader cannot read."""
    return Invalid(
        "file-damaged",
        "The file is damaged or incomplete and cannot be opened.",
        hint="Open it on your own computer, save it again and choose the new file.",
    )


def encrypted() -> Invalid:
    """The error of a file that asks for a password."""
    return Invalid(
        "file-encrypted",
        "The file is protected by a password, so reviewers could not open it.",
        hint="Save it without a password and choose the new file.",
    )


def _unpacks() -> TooLarge:
    return TooLarge(
        "file-unpacks",
        "Unpacked, the file would become far larger than it is, as files do that are made to harm.",
        hint="Remove large empty areas and embedded files, then save it again.",
    )


def _pixels() -> TooLarge:
    return TooLarge(
        "file-pixels",
        "The picture has more than {maximum} million pixels.",
        hint="Reduce its resolution; 200 dots per inch are enough for an A4 page.",
        maximum=MAX_PIXELS // 1_000_000,
    )
