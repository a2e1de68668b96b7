"""The PDF file of a plate: constant objects written once, the others added for each certificate, and its fonts.

Which objects are constant is decided by `plates.py`; glyphs come from `plate_fonts.py`.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping

from certificates.plate_fonts import KeptFace

_ENTRY = struct.Struct(">BIH")  # an entry of the cross-reference stream: kind, place, index
_CMAP_HEAD = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    b" /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
)
_CMAP_TAIL = b"endcmap CMapName currentdict /CMap defineresource pop end end"
_MOST_PER_BLOCK = 100  # entries of a bfchar block


def text_string(text: str) -> bytes:
    """A PDF text string, written in hexadecimal."""
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def stream(content: bytes, entries: bytes = b"", level: int = 3) -> bytes:
    """A stream object; compressed unless `level` is 0."""
    if level:
        content = zlib.compress(content, level)
        entries += b" /Filter /FlateDecode"
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


class Skeleton:
    """A file without its changing objects."""

    def __init__(self, objects: Mapping[int, bytes], streams: Mapping[int, bytes], *, root: int, info: int) -> None:
        """`objects` go into one object stream, `streams` stand for themselves; by number, as they are written."""
        self._root, self._info = root, info
        numbers = sorted(objects)
        places, body = [], b""
        for number in numbers:
            places.append(b"%d %d" % (number, len(body)))
            body += objects[number] + b"\n"
        head = b" ".join(places) + b"\n"
        bundle = max([*objects, *streams, info]) + 1
        entries = b" /Type /ObjStm /N %d /First %d" % (len(numbers), len(head))
        written = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
        self._entries = {number: _ENTRY.pack(2, bundle, index) for index, number in enumerate(numbers)}
        for number, content in [*streams.items(), (bundle, stream(head + body, entries, 9))]:
            self._entries[number] = _ENTRY.pack(1, len(written), 0)
            written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        self._written = written
        self.next_number = bundle + 1
        """The first number that is free for changing objects."""

    def file(self, changing: Iterable[tuple[int, bytes]], identifier: bytes) -> bytes:
        """The whole file. `identifier` is 16 bytes."""
        entries, pieces, place, last = dict(self._entries), [self._written], len(self._written), self.next_number - 1
        for number, content in changing:
            piece = b"%d 0 obj\n%s\nendobj\n" % (number, content)
            pieces.append(piece)
            entries[number] = _ENTRY.pack(1, place, 0)
            place += len(piece)
            last = max(last, number)
        table = last + 1
        entries[table] = _ENTRY.pack(1, place, 0)
        nothing = _ENTRY.pack(0, 0, 0xFFFF)
        rows = b"".join([entries.get(number, nothing) for number in range(table + 1)])
        name = identifier.hex().encode()
        about = b" /Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>]"
        content = stream(rows, about % (table + 1, self._root, self._info, name, name), 1)
        pieces.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, content, place))
        return b"".join(pieces)


def font(number: int, tag: str, family: str, face: KeptFace, glyphs: Mapping[int, str]) -> list[tuple[int, bytes]]:
    """The five objects of a font of these glyphs (number in the face → its text); the first is the font itself.

    `tag` is six capital letters. The character code of a glyph is its place in the mapping, from 1.
    """
    name = f"/{tag}+{family}".encode()
    widths = " ".join([str(face.advances[glyph]) for glyph in glyphs])
    return [
        (
            number,
            b"<</Type /Font /Subtype /Type0 /BaseFont %s /Encoding /Identity-H /DescendantFonts [%d 0 R]"
            b" /ToUnicode %d 0 R>>" % (name, number + 1, number + 4),
        ),
        (
            number + 1,
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont %s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity)"
            b" /Supplement 0>> /CIDToGIDMap /Identity /DW 1000 /W [1 [%s]] /FontDescriptor %d 0 R>>"
            % (name, widths.encode(), number + 2),
        ),
        (
            number + 2,
            b"<</Type /FontDescriptor /FontName %s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d"
            b" /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R>>"
            % (name, *face.box, face.ascent, face.descent, face.ascent, number + 3),
        ),
        (number + 3, _font_file(face.file(glyphs))),
        (number + 4, stream(_to_unicode(list(glyphs.values())))),
    ]


FONT_OBJECTS = 5


def _font_file(content: bytes) -> bytes:
    return stream(content, b" /Length1 %d" % len(content))


def _to_unicode(texts: list[str]) -> bytes:
    pieces = [_CMAP_HEAD]
    for first in range(0, len(texts), _MOST_PER_BLOCK):
        block = texts[first : first + _MOST_PER_BLOCK]
        pieces.append(b"%d beginbfchar\n" % len(block))
        pieces += [
            b"<%04x> <%s>\n" % (code, text.encode("utf-16-be").hex().encode())
            for code, text in enumerate(block, start=first + 1)
        ]
        pieces.append(b"endbfchar\n")
    return b"".join([*pieces, _CMAP_TAIL])
