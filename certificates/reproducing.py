"""Prints a certificate again from what lies in it, or from what the register tells everybody, and compares the bytes.

Needs no key: the seal is a last revision behind the pages, which stay as they were. Whether the seal is good is
`verify.py`'s question.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO

import rfc8785
from pydantic import ValidationError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from certificates import revisions, seal_form
from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused
from certificates.papers import Papers
from certificates.printing import pages
from certificates.proofs import Proof
from certificates.render import PROOF_NAME, RECORD_NAME

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\r?\n?")
_TABLE = re.compile(rb"\d+ 0 obj|xref")
_PARTS = ("credential", "inclusion", "checkpoint", "qr")


class Same(StrEnum):
    """Whether the pages are the ones that the record gives."""

    SAME = "SAME"
    OTHER = "OTHER"
    CANNOT_TELL = "CANNOT TELL"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of printing again. `sealed_pages` is the SHA-256 of the file without its seal, `printed` that of the
    pages printed here; `plates` tells by which way they agree, None when they do not.
    """

    answer: Same
    sealed_pages: str = ""
    printed: str = ""
    plates: bool | None = None
    why: str = ""


_MORE = "页面之后不只是一个签章 something else than one seal stands behind the pages"


def compare(pdf: bytes) -> Comparison:
    """Prints the record and the proof of a certificate again, both ways, and compares with the pages that were sealed.

    OTHER says that this press makes other pages of them: the file was changed, or it was printed by another release.
    CANNOT TELL: no record inside, or one that cannot be printed here. Blocks for some tenths of a second.
    """
    try:
        files = PdfReader(BytesIO(pdf)).attachments
        record, papers = read_record(files[RECORD_NAME][0]), None
        if PROOF_NAME in files:
            papers = read_papers(files[PROOF_NAME][0])
        unsealed = pdf[: first_revision(pdf)]
        printed = {way: pages(record, papers, plates=way) for way in (True, False)}
    except (PyPdfError, KeyError, IndexError, ValueError) as error:
        return Comparison(Same.CANNOT_TELL, why=f"{type(error).__name__}: {error}")
    if not _sealed_and_no_more(pdf, unsealed):
        return Comparison(Same.OTHER, _sum(unsealed), _sum(printed[True]), why=_MORE)
    for way, content in printed.items():
        if content == unsealed:
            return Comparison(Same.SAME, _sum(unsealed), _sum(content), way)
    return Comparison(Same.OTHER, _sum(unsealed), _sum(printed[True]))


def _sealed_and_no_more(pdf: bytes, unsealed: bytes) -> bool:
    """Whether nothing but a seal stands behind the pages: a later revision could show others in their place."""
    if len(pdf) == len(unsealed):
        return True
    try:
        start, end = seal_form.span_of(pdf)
        named = pdf[len(unsealed) :].partition(b"/M (D:")[2][:14].decode()
        moment = datetime.strptime(named, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        seal = revisions.opened(unsealed, moment, (end - start - 2) // 2)
    except (ValueError, revisions.Unfit):  # Strange is a ValueError
        return False
    return (pdf[:start], pdf[end:]) == (seal.before, seal.after)


def first_revision(pdf: bytes) -> int:
    """How many bytes of the file are its first revision, the unsealed pages. Raises ValueError for what is no PDF."""
    for match in _END.finditer(pdf):
        # Compressed bytes may look like an end; a true one points back to a table of references.
        if _TABLE.match(pdf, int(match[1])):
            return match.end()
    raise ValueError("no revision ends in this file")


def read_record(content: bytes) -> CertificateRecord:
    """The record of a JSON text: bare, or under `record` as the register's public answer has it. Raises Refused."""
    try:
        document = json.loads(content)
        return CertificateRecord.model_validate(document.get("record", document))
    except (ValueError, AttributeError) as error:
        raise _unreadable("record", error) from error


def read_papers(content: bytes) -> Papers | None:
    """The papers of a `proof.json`, or of the register's public answer; None when it has none. Raises Refused."""
    try:
        document = json.loads(content)
        known = {name: document[name] for name in _PARTS if document.get(name) is not None}
        if not known:
            return None
        proof = Proof.model_validate(known)
        if proof.qr is None:
            raise ValueError("without the text of the code")  # noqa: TRY301 - one refusal for everything unreadable
    except (ValueError, AttributeError, ValidationError) as error:
        raise _unreadable("proof", error) from error
    return Papers(qr=proof.qr, proof=rfc8785.dumps(known))


def _unreadable(what: str, error: Exception) -> Refused:
    return Refused(
        Fault(
            f"{what}-unreadable",
            f"无法读取 {what}.json 的内容：不是本系统的记录或凭证。",
            f"What should be the {what} cannot be read: {error}",
        )
    )


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
