"""Plates: WeasyPrint lays a certificate out once, the result is cut into constant bytes and slots, and the next
certificates only fill the slots.

A plate serves all records that share what is not in a slot: kind, wording, bureau, sizes. Filled, it shows the very
pixels of WeasyPrint's own page; what a plate cannot set that way is left to `render.py`. Which plates are kept is
`kept_plates.py`'s matter.
"""

import hashlib
import re
import string
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from certificates import preflight, render
from certificates.content import CertificateRecord
from certificates.papers import Papers
from certificates.plate_cutting import Cut, Hole, contents_number, cut
from certificates.plate_files import FONT_OBJECTS, Skeleton, font, stream, text_string
from certificates.plate_fonts import Line, Unfit, face
from certificates.qr import symbol

_MARKS = {"title": "LvceTitle", "subject": "LvceSubject", "day": "1901-02-03", "qr": "LvceQr"}
"""What a plate's file says of itself, to be found again and replaced."""
_SAID = re.compile(rb"\((LvceTitle|LvceSubject|LvceQr|D:19010203)\)")
_SAID_XML = re.compile(rb"(LvceTitle|LvceSubject|1901-02-03)")

_ALWAYS = string.ascii_letters + string.digits + " -./:,"
"""Characters that every plate holds, so that a certificate adds few glyphs of its own."""

_BLANK = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsVj+pAAAAABJRU5ErkJggg=="
)
_CODES = re.compile(rb"/(\w+) (\S+) Tf|<([0-9a-f]*)>(?=[^\n]*\] TJ)")
_LONG = 1000
"""Bytes of constant drawing that are worth a stream of their own."""


class _Held:
    """Glyphs of one face: the text of each by its number, and the codes by which a page shows them, from 1."""

    def __init__(self, family: str) -> None:
        self.family = family
        self.kept = face(family)
        self.texts: dict[int, str] = {}
        self.codes: dict[int, str] = {}

    def code(self, number: int, text: str) -> str:
        """The code of a glyph, four hexadecimal digits; a new glyph gets the next."""
        if number not in self.codes:
            self.texts[number] = text
            self.codes[number] = f"{len(self.texts):04x}"
        return self.codes[number]

    def hold_always(self) -> None:
        """Adds the usual characters in the forms that they have among Han characters and among Latin ones."""
        for text in (f"一{_ALWAYS}", f"A{_ALWAYS}"):
            for number, says, _ in self.kept.line(text, 16384, "zh-CN").glyphs:
                self.code(number, says)


class Plate:
    """A page laid out once, which `file` fills."""

    def __init__(self, record: CertificateRecord, plan: preflight.Plan, papers: Papers | None = None) -> None:
        """Lays the record out. Raises Unfit when its page cannot be cut, Refused as `render.render` does."""
        seen: list[Any] = []
        html = render.page_html(record, plan, _MARKS, _BLANK)
        _, document = render.set_page(
            html,
            record,
            {name: name.encode() for name in render.embedded(record, papers)},
            bytes(16),
            lambda _, pdf: seen.extend((pdf, [*pdf.objects, pdf.info])),
        )
        if len(document.pages) != 1:
            raise Unfit("more than one page")
        pdf, objects = seen
        parts = cut(document, pdf)
        self._slots = parts.slots
        self._held = {family: _Held(family) for family in sorted(set(parts.families.values()))}
        drawing = self._coded(parts)
        for held in self._held.values():
            if not held.family.endswith("Bold"):  # names in bold have few letters
                held.hold_always()
        self._build(pdf, objects, drawing)
        preflight.inspect(self.file(record, papers), record)

    def _coded(self, parts: Cut) -> list[bytes | Hole]:
        """The drawing with the plate's own fonts and codes."""
        used = b""

        def coded(match: re.Match[bytes]) -> bytes:
            nonlocal used
            if match[1]:
                used = match[1]
                return b"/P%s %s Tf" % (parts.families[used].encode(), match[2])
            held, texts = self._held[parts.families[used]], parts.texts[used]
            numbers = [int(match[3][place : place + 4], 16) for place in range(0, len(match[3]), 4)]
            return b"<%s>" % "".join([held.code(number, texts[number]) for number in numbers]).encode()

        pieces: list[bytes | Hole] = []
        for piece in parts.pieces:
            if isinstance(piece, bytes):
                pieces.append(_CODES.sub(coded, piece))
            elif piece.rest is None:
                pieces.append(piece)
            else:
                pieces.append(Hole(piece.slot, piece.anchor, piece.share, piece.y, _CODES.sub(coded, piece.rest)))
        return pieces

    def _build(self, pdf: Any, objects: list[Any], drawing: list[bytes | Hole]) -> None:
        """Puts together what is constant and remembers which objects each certificate writes anew."""
        page = objects[pdf.pages["Kids"][0]]
        self._fonts = int(objects[int(page["Resources"].split()[0])]["Font"].split()[0])
        left_out = _font_objects(objects) | {0, contents_number(pdf), self._fonts}
        free = len(objects)
        streams: dict[int, bytes] = {}
        self._drawing: list[tuple[int, list[bytes | Hole]]] = []
        for run in _runs(drawing):
            if len(run) == 1 and isinstance(run[0], bytes):
                streams[free] = stream(run[0], level=9)
            else:
                self._drawing.append((free, run))
            free += 1
        page["Contents"] = b"[%s]" % b" ".join([b"%d 0 R" % number for number in range(len(objects), free)])
        self._plate_fonts = b""
        for family, held in self._held.items():
            streams |= dict(font(free, "PLATES", family, held.kept, held.texts))
            self._plate_fonts += b"/P%s %d 0 R " % (family.encode(), free)
            free += FONT_OBJECTS
        constant, more = self._sorted((number, one) for number, one in enumerate(objects) if number not in left_out)
        self._skeleton = Skeleton(constant, streams | more, root=pdf.catalog.number, info=len(objects) - 1)

    def _sorted(self, objects: Iterable[tuple[int, Any]]) -> tuple[dict[int, bytes], dict[int, bytes]]:
        """The constant objects and streams; the others are remembered with what they are made of."""
        constant: dict[int, bytes] = {}
        streams: dict[int, bytes] = {}
        self._marked: list[tuple[int, list[bytes]]] = []
        self._files: dict[str, int] = {}
        for number, one in objects:
            kind = getattr(one, "extra", {}).get("Subtype")
            if kind == "/Image":
                self._qr = number
            elif kind == "/XML":
                self._metadata, self._about = number, _SAID_XML.split(one.stream[0])
            elif kind == "/application#2fjson":
                self._files[one.stream[0].decode()] = number
            elif hasattr(one, "stream"):
                streams[number] = one.data
            elif len(said := _SAID.split(one.data)) > 1:
                self._marked.append((number, said))
            else:
                constant[number] = one.data
        return constant, streams

    def file(self, record: CertificateRecord, papers: Papers | None = None) -> bytes:
        """The certificate, with papers if it was laid out with papers. Raises Unfit when a text cannot stand in its slot as WeasyPrint would set it."""
        lines = self._lines(render.texts(record))
        own: dict[str, _Held] = {}
        changing = [
            (number, stream(b"\n".join([self._piece(piece, lines, own) for piece in run])))
            for number, run in self._drawing
        ]
        fonts, free = self._plate_fonts, self._skeleton.next_number
        for family, held in own.items():
            changing += font(free, "FILLED", family, held.kept, held.texts)
            fonts += b"/F%s %d 0 R " % (family.encode(), free)
            free += FONT_OBJECTS
        changing.append((self._fonts, b"<<%s>>" % fonts))
        changing += self._described(record, papers)
        return self._skeleton.file(changing, bytes.fromhex(record.digest)[:16])

    def _lines(self, texts: dict[str, str]) -> dict[str, Line]:
        lines = {}
        for name, text in texts.items():
            if (name in self._slots) != bool(text):
                raise Unfit(f"{name} is not as on this plate")
            if text:
                slot = self._slots[name]
                lines[name] = slot.kept.line(text, slot.units, slot.language)
                if lines[name].width > slot.room:
                    raise Unfit(f"{text!r} needs more than a line")
        return lines

    def _piece(self, piece: bytes | Hole, lines: dict[str, Line], own: dict[str, _Held]) -> bytes:
        if isinstance(piece, bytes):
            return piece
        line = lines[piece.slot]
        x = piece.anchor + piece.share * line.width
        shown = self._shown(piece.slot, line, own) if piece.rest is None else piece.rest
        return b"BT\n1 0 0 -1 %.6f %s Tm\n%s\nET" % (x, piece.y, shown)

    def _shown(self, name: str, line: Line, own: dict[str, _Held]) -> bytes:
        """The glyphs of a line: from the plate's font where it has them, else from the certificate's own."""
        slot = self._slots[name]
        plate = self._held[slot.family].codes
        out: list[str] = []
        using = ""
        for number, text, pull in line.glyphs:
            code = plate.get(number)
            font_name = "P"
            if code is None:
                font_name = "F"
                held = own.get(slot.family) or own.setdefault(slot.family, _Held(slot.family))
                code = held.code(number, text)
            if font_name != using:
                out.append(f"{'>] TJ ' if using else ''}/{font_name}{slot.family} {slot.size.decode()} Tf [<")
                using = font_name
            out.append(f"{code}>{pull}<" if pull else code)
        return "".join([*out, ">] TJ"]).encode()

    def _described(self, record: CertificateRecord, papers: Papers | None) -> list[tuple[int, bytes]]:
        """The QR code, the record itself and its proof, and what the file says of them."""
        says = render.about(record)
        day = record.issued_on.strftime("%Y%m%d").encode()
        strings = {
            b"LvceTitle": text_string(says["title"]),
            b"LvceSubject": text_string(says["subject"]),
            b"LvceQr": text_string(says["qr"]),
            b"D:19010203": b"(D:%s)" % day,
        }
        xml = {
            b"LvceTitle": escape(says["title"]).encode(),
            b"LvceSubject": escape(says["subject"]).encode(),
            b"1901-02-03": says["day"].encode(),
        }
        code = symbol(render.qr_text(record, papers))
        picture = (
            b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 1"
            b" /Interpolate false" % (code.side, code.side)
        )
        return [
            *((number, _filled(parts, strings)) for number, parts in self._marked),
            (self._metadata, stream(_filled(self._about, xml), b"/Type /Metadata /Subtype /XML", level=0)),
            (self._qr, stream(code.rows, picture, level=0)),
            *(
                (self._files[name], _embedded(content, day))
                for name, content in render.embedded(record, papers).items()
            ),
        ]


def _embedded(content: bytes, day: bytes) -> bytes:
    """An embedded file; `day` as PDF writes dates, YYYYMMDD."""
    check = hashlib.md5(content, usedforsecurity=False).hexdigest().encode()
    return stream(
        content,
        b"/Type /EmbeddedFile /Subtype /application#2fjson /Params <</CheckSum <%s> /Size %d"
        b" /CreationDate (D:%s000000Z) /ModDate (D:%s000000Z)>>" % (check, len(content), day, day),
    )


def _filled(parts: list[bytes], values: dict[bytes, bytes]) -> bytes:
    """`re.split` with one group gives constant parts and marks in turn."""
    return b"".join([values[part] if place % 2 else part for place, part in enumerate(parts)])


def _runs(drawing: list[bytes | Hole]) -> list[list[bytes | Hole]]:
    """The drawing in content streams: long constant pieces alone, what lies between them together."""
    runs: list[list[bytes | Hole]] = [[]]
    for piece in drawing:
        if isinstance(piece, bytes) and len(piece) > _LONG:
            runs += [[piece], []]
        else:
            runs[-1].append(piece)
    return [run for run in runs if run]


def _font_objects(objects: list[Any]) -> set[int]:
    """The numbers of WeasyPrint's own fonts, which the plate's replace."""
    numbers = set()
    for number, one in enumerate(objects):
        if "Length1" in getattr(one, "extra", {}):
            numbers.add(number)
        elif isinstance(one, dict) and one.get("Type") in {"/Font", "/FontDescriptor"}:
            numbers.add(number)
            if "ToUnicode" in one:
                numbers.add(int(one["ToUnicode"].split()[0]))
    return numbers
