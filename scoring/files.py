"""Reading one TOML file of criteria: exact numbers, unknown keys refused, each fault with file, line and hint.

Shapes are `shaping.py`'s; which files there are, and what they make together, is in `loader.py`; what makes sense is in
`lints.py`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.faults import Fault
from scoring.shaping import Shape, shaped


class TomlFile:
    """One file, read once. What is wrong with it is added to `faults`, which its folder's files share."""

    def __init__(self, path: Path, folder: Path, faults: list[Fault]) -> None:
        self.path = path
        self.name = path.relative_to(folder).as_posix()
        self.faults = faults
        self.text = ""
        self.table: dict[str, Any] | None = None
        try:
            self.text = path.read_text(encoding="utf-8")
            self.table = tomllib.loads(self.text, parse_float=Decimal)
        except FileNotFoundError:
            self.complain([_missing_file()])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.complain([_unreadable(error)])

    def complain(self, faults: Iterable[Fault]) -> None:
        """Add faults, each with this file and the line on which its path begins."""
        for fault in faults:
            line = fault.line or (line_of(self.text, fault.path) if self.text else 0)
            self.faults.append(replace(fault, file=self.name, line=line))

    def shaped(self, shape: type[Shape], table: Any, given: Mapping[str, Any], path: str = "") -> Shape | None:
        """The table as a `shape`, with what its place gives (`given`); None and faults if it will not do."""
        if isinstance(table, dict):
            written = [key for key in given if key in table]
            self.complain(_from_place(_under(path, key)) for key in written)
            table = table | dict(given)
        found, misfits = shaped(shape, table, path)
        self.complain(misfit.fault for misfit in misfits)
        return found


def line_of(text: str, path: str) -> int:
    """The line on which the thing at `path` begins: its code where it has one, else its last key, else the first line."""
    lines = text.splitlines()
    for word in re.split(r"[.\[\]]+", path):
        quoted = re.compile(rf'\bcode\s*=\s*"{re.escape(word)}"') if word else None
        if quoted and (hit := next((n for n, line in enumerate(lines, 1) if quoted.search(line)), 0)):
            return hit
    first = re.split(r"[.\[]", path, maxsplit=1)[0]
    key = re.compile(rf"^\s*\[*\s*{re.escape(first)}\b")
    return next((n for n, line in enumerate(lines, 1) if first and key.search(line)), 1)


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _from_place(path: str) -> Fault:
    return Fault(
        "key-from-place",
        {
            "zh": "此项由文件的位置决定，不能写在文件里。",
            "en": "This follows from where the file stands and is not written in it.",
        },
        {"zh": "删除这一行。", "en": "Remove the line."},
        path,
    )


def _missing_file() -> Fault:
    return Fault(
        "file-missing",
        {"zh": "缺少该文件。", "en": "The file is missing."},
        {"zh": "参照 criteria/README.md 新建。", "en": "Write it as criteria/README.md describes."},
    )


def _unreadable(error: ValueError) -> Fault:
    place = re.search(r"line (\d+)", str(error))
    return Fault(
        "file-unreadable",
        {"zh": f"不是正确的 TOML（UTF-8）：{error}。", "en": f"Not valid TOML in UTF-8: {error}."},
        {"zh": "核对该处的引号、括号，以及是否有重复的键。", "en": "Check quotes, brackets and repeated keys there."},
        line=int(place[1]) if place else 0,
    )
