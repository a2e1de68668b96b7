"""Typst kept open: one compiler with our faces and the same QR maker; each certificate comes in as inputs."""

import json
import re
from pathlib import Path

import typst

from certificates import drawing, faces, preflight, render
from certificates.qr import Symbol, symbol
from tests.bench.certificates import record
from tests.bench.rounds import Work

PAGE = Path(__file__).with_name("certificate.typ")


def kept_open() -> Work:
    """One compiler; what does not change between certificates it remembers itself."""
    compiler = typst.Compiler(str(PAGE), font_paths=[str(faces.FOLDER)], ignore_system_fonts=True)
    frame = drawing.frame()

    def work(index: int) -> bytes:
        one = record(index)
        texts = render.texts(one)
        inputs = {
            "record": one.canonical_json().decode(),
            "says": json.dumps(
                render.about(one) | {name: texts[name] for name in ("validity", "issued_zh", "issued_en")}
            ),
            "sizes": json.dumps(preflight.plan(one).sizes),
            "frame": frame,
            "seal": drawing.seal(one.issuer.name.zh, one.seal_line),
            "qr": _svg(symbol(one.verify_url)),
        }
        return compiler.compile(format="pdf", pdf_standards=["a-3a"], sys_inputs=inputs)

    return work


def _svg(code: Symbol) -> str:
    """The symbol as one path of rows; inputs of Typst are texts, so that it cannot have our picture."""
    width = len(code.rows) // code.side
    bars = []
    for y in range(code.side):
        row = f"{int.from_bytes(code.rows[y * width : (y + 1) * width], 'big'):0{width * 8}b}"[: code.side]
        x = 0
        for dark, light in ((len(run), len(rest)) for run, rest in re.findall("(0*)(1*)", row) if run or rest):
            bars.append(f"M{x} {y}h{dark}v1h-{dark}z" if dark else "")
            x += dark + light
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.side} {code.side}"><path d="{"".join(bars)}"/></svg>'
