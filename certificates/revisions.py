"""A last revision with a seal for a file that has one revision so far, written without reading more than it needs.

Only for files in the form in which plates and WeasyPrint write them (a cross-reference stream, a catalog without a
form, a first page without annotations); anything else is Unfit, and `signing.py` takes pyHanko instead. The file
before stays as it is, byte for byte, in front of the revision: it can be printed again and compared.
"""

import hashlib
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime

FIELD = "Seal"
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_STREAM = re.compile(rb"\d+ 0 obj\s*(<<.*?>>)\s*stream\r?\n", re.DOTALL)
_OBJECT = re.compile(rb"\d+ 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_NAME = re.compile(rb"/ID\s*\[\s*(<[0-9A-Fa-f]*>|\((?:[^()\\]|\\.)*\))", re.DOTALL)
_WIDTHS = re.compile(rb"/W\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s*\]")
_INDEX = re.compile(rb"/Index\s*\[([^]]*)\]")
_SIZE = re.compile(rb"/Size\s+(\d+)")
_ASSOCIATED = re.compile(rb"/AF\s*\[([^]]*)\]")
_FIRST = re.compile(rb"/First\s+(\d+)")
_LENGTH = re.compile(rb"/Length\s+(\d+)")
_ENTRY = struct.Struct(">BIH")
_IN_FILE, _IN_STREAM = 1, 2  # kinds of entries of a cross-reference stream
_RANGE_ROOM, _TAIL_ROOM = 44, 64


class Unfit(Exception):
    """The file is not in the form that this writer knows."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose seal is still missing: `before` and `after` are all its bytes but the seal between < and >."""

    before: bytes
    after: bytes
    digest: bytes
    """SHA-256 of all these bytes."""

    def closed(self, seal: bytes, room: int) -> bytes:
        """The whole file; `room` is the number of bytes that `opened` left. Raises ValueError for a longer seal."""
        if len(seal) > room:
            raise ValueError(f"a seal of {len(seal)} bytes does not fit in {room}")
        return b"".join([self.before, b"<", seal.hex().upper().encode().ljust(2 * room, b"0"), b">", self.after])


def opened(pdf: bytes, at: datetime, room: int) -> Opened:
    """The file with a revision that holds everything but `room` bytes of seal. `at`: the moment it names, UTC.

    Raises Unfit.
    """
    file = _File(pdf)
    root = file.reference(file.about, b"/Root ")
    catalog = file.dictionary(root)
    first = file.reference(file.dictionary(file.reference(catalog, b"/Pages ")), b"/Kids [")
    page = file.dictionary(first)
    if b"/AcroForm" in catalog or b"/Perms" in catalog or b"/Annots" in page or b"/Kids" in page:
        raise Unfit("a form, an annotation or a tree of pages")
    widget, seal, table = range(file.size, file.size + 3)
    moment = at.strftime("%Y%m%d%H%M%S").encode()
    body, places = pdf, {}
    for number, content in (
        (root, catalog + _CATALOG % (widget, seal)),
        (first, page + b" /Annots [%d 0 R]" % widget),
        (widget, _WIDGET % (FIELD.encode(), first, seal)),
        (seal, _SEAL % moment),
    ):
        places[number] = len(body)
        body += b"%d 0 obj\n%s%s" % (number, content, b"" if number == seal else _OVER)
    start = len(body) + _RANGE_ROOM + len(_CONTENTS)
    end = start + 2 * room + 2
    places[table] = end + len(_OVER)
    rows = [_ENTRY.pack(_IN_FILE, places[number], 0) for number in sorted(places)]
    change = hashlib.sha256(file.name + moment).hexdigest()[:32].encode()
    index = b" ".join([b"%d 1" % number for number in sorted(places)])
    about = (table, table + 1, index, root, file.info, file.name, change, file.start, len(rows) * _ENTRY.size)
    after = _OVER + _LAST % (*about, b"".join(rows), places[table])
    body += (b"[0 %d %d %d]" % (start, end, len(after))).ljust(_RANGE_ROOM) + _CONTENTS
    return Opened(body, after, hashlib.sha256(body + after).digest())


def embedded_files(pdf: bytes) -> list[bytes]:
    """The contents of the files that the catalog of such a file associates with it (its /AF). Raises Unfit."""
    file = _File(pdf)
    listed = _found(_ASSOCIATED, file.dictionary(file.reference(file.about, b"/Root ")))[1]
    numbers = dict.fromkeys(int(number) for number in listed.split()[::3])
    return [file.stream(file.reference(file.dictionary(number), b"/EF <</F ")) for number in numbers]


_OVER = b">>\nendobj\n"
_CONTENTS = b" /Contents "
_CATALOG = (
    b" /AcroForm <</Fields [%d 0 R] /SigFlags 3>> /Perms <</DocMDP %d 0 R>>"
    b" /Extensions <</ESIC <</BaseVersion /1.7 /ExtensionLevel 1>>>>"
)
_WIDGET = b"<</Type /Annot /Subtype /Widget /FT /Sig /T (%s) /F 132 /Rect [0 0 0 0] /P %d 0 R /V %d 0 R"
_SEAL = (
    b"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:%sZ) /Reference [<</Type /SigRef"
    b" /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /V /1.2 /P 1>>>>] /ByteRange "
)
"""Certified, with no later change allowed (ISO 32000-1, 12.8.2.2)."""
_LAST = (
    b"%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Index [%s] /Root %d 0 R /Info %d 0 R /ID [%s <%s>] /Prev %d"
    b" /Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
)


class _File:
    """What is to be known of the file before it is sealed, read by its cross-reference stream."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.start = int(_found(_END, pdf[-_TAIL_ROOM:])[1])
        about, self._rows = self._stream(self.start)
        name = _found(_NAME, about)
        self.name = name[1]
        """The first of the two identifiers in the trailer, as it is written."""
        self.about = about[: name.start()] + about[name.end() :]
        self.size, self.info = int(_found(_SIZE, self.about)[1]), self.reference(self.about, b"/Info ")
        self._widths = [int(width) for width in _found(_WIDTHS, self.about).groups()]
        index = _INDEX.search(self.about)
        if b"/Prev" in self.about or (index is not None and index[1].split() != [b"0", b"%d" % self.size]):
            raise Unfit("more than one revision")
        self._held: dict[int, tuple[list[int], bytes]] = {}

    def reference(self, dictionary: bytes, name: bytes) -> int:
        """The object that an entry names."""
        return int(_found(re.compile(re.escape(name) + rb"\s*(\d+) 0 R"), dictionary)[1])

    def dictionary(self, number: int) -> bytes:
        """An object that is a dictionary, as it is written, without its end."""
        kind, place, index = self._entry(number)
        if kind == _IN_FILE:
            raw = _there(_OBJECT, self._pdf, place)[1]
        elif kind == _IN_STREAM:
            numbers, content = self._bundle(place)
            ends = [*numbers[3::2], len(content)]
            raw = content[numbers[2 * index + 1] : ends[index]].strip()
        else:
            raise Unfit(f"object {number} is not there")
        if not (raw.startswith(b"<<") and raw.endswith(b">>")):
            raise Unfit(f"object {number} is no dictionary")
        return raw[:-2]

    def stream(self, number: int) -> bytes:
        """The content of a stream object."""
        return self._stream(self._entry(number)[1])[1]

    def _entry(self, number: int) -> tuple[int, int, int]:
        kind, place, index = self._widths
        row = self._rows[number * (kind + place + index) :][: kind + place + index]
        read = int.from_bytes
        return read(row[:kind], "big"), read(row[kind : kind + place], "big"), read(row[kind + place :], "big")

    def _bundle(self, number: int) -> tuple[list[int], bytes]:
        """An object stream: its numbers and places, and the objects behind them."""
        if number not in self._held:
            about, content = self._stream(self._entry(number)[1])
            first = int(_found(_FIRST, about)[1])
            self._held[number] = [int(one) for one in content[:first].split()], content[first:]
        return self._held[number]

    def _stream(self, place: int) -> tuple[bytes, bytes]:
        """A stream's dictionary and its content, decompressed."""
        found = _there(_STREAM, self._pdf, place)
        if b"/FlateDecode" not in found[1] or b"/DecodeParms" in found[1]:
            raise Unfit("a stream packed in another way")
        length = int(_found(_LENGTH, found[1])[1])
        return found[1], zlib.decompress(self._pdf[found.end() : found.end() + length])


def _found(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes]:
    """Where the pattern first is. Raises Unfit."""
    return _known(pattern.search(text), pattern)


def _there(pattern: re.Pattern[bytes], text: bytes, place: int) -> re.Match[bytes]:
    """The pattern at a place. Raises Unfit."""
    return _known(pattern.match(text, place), pattern)


def _known(found: re.Match[bytes] | None, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
    if found is None:
        raise Unfit(f"nothing like {pattern.pattern!r}")
    return found
