"""What a reader makes of a PDF, by programs that are not ours: its pixels, its codes, its texts, its tags."""

import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image
from pypdf import PdfReader


def pixels(pdf: bytes, folder: Path, dpi: int = 150) -> np.ndarray:
    """The page as poppler paints it, height × width × RGB."""
    (folder / "page.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-singlefile", folder / "page.pdf", folder / "page"], check=True)
    with Image.open(folder / "page.ppm") as image:
        return np.asarray(image)


def codes(picture: np.ndarray | Image.Image) -> list[str]:
    """The texts of its QR codes. Other kinds are not looked for: a reader of all takes fine lines for one, now and then."""
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def words(pdf: bytes, folder: Path) -> list[bytes]:
    """The texts as poppler extracts them: in reading order, and in the order of drawing."""
    (folder / "page.pdf").write_bytes(pdf)
    return [
        _without_blank_lines(
            subprocess.run(["pdftotext", *order, folder / "page.pdf", "-"], check=True, capture_output=True).stdout
        )
        for order in ([], ["-raw"])
    ]


def _without_blank_lines(text: bytes) -> bytes:
    """Poppler guesses from measures of the fonts where a block ends, and marks it so."""
    return b"\n".join(line for line in text.splitlines() if line.strip())


def tags(pdf: bytes) -> object:
    """The structure tree as nested lists: role, alternative text, attributes, children or marked content."""

    def seen(node: object) -> object:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            shown = {key: seen(value) for key, value in node.items() if key not in {"/P", "/Pg", "/K", "/ParentTree"}}
            return [sorted(shown.items(), key=str), seen(node.get("/K"))]
        if isinstance(node, list):
            return [seen(child) for child in node]
        return str(node)

    return seen(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])


def sound(pdf: bytes, folder: Path) -> bool:
    """Whether qpdf finds nothing to say against the file."""
    (folder / "page.pdf").write_bytes(pdf)
    run = subprocess.run(["qpdf", "--check", folder / "page.pdf"], capture_output=True, check=False)
    return run.returncode == 0
