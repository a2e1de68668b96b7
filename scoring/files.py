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
            self.text = path.read_text(encoding="utf-8-sig")
            self.table = tomllib.loads(self.text, parse_float=_exact)
        except FileNotFoundError:
            self.complain([_missing_file()])
        except UnicodeDecodeError as error:
            self.complain([_not_utf_8(error.object.count(b"\n", 0, error.start) + 1)])
        except OSError as error:
            self.complain([_not_opened(str(error.strerror))])
        except (ValueError, RecursionError) as error:
            self.complain([_not_toml(error, self.text)])

    def complain(self, faults: Iterable[Fault]) -> None:
        """Add faults, each with this file and the line on which its path begins."""
        for fault in faults:
            line = fault.line or (line_of(self.text, fault.path) if self.table is not None else 0)
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
    """The line of the thing at `path`: of its last key, else of its code, else of its first key, else the first line."""
    lines, words = text.splitlines(), [word for word in re.split(r"[.\[\]]+", path) if word]
    start = _first(lines, [rf'\bcode\s*=\s*"{re.escape(word)}"' for word in words])
    start = start or _first(lines, [rf"^\s*\[*\s*{re.escape(word)}\b" for word in words[:1]])
    if not start:
        return 1
    after = (n for n, line in enumerate(lines[start:], start + 1) if line.startswith("[["))
    block = lines[start - 1 : next(after, len(lines) + 1) - 1]
    inside = _first(block, [rf"(^|[\s{{,.]){re.escape(word)}\s*=" for word in words[-1:]])
    return start + max(inside - 1, 0)


def _first(lines: list[str], patterns: list[str]) -> int:
    """The number of the first line that has the first pattern to be found at all; 0 if none is."""
    hits = (n for pattern in patterns for n, line in enumerate(lines, 1) if re.search(pattern, line))
    return next(hits, 0)


def _exact(digits: str) -> Decimal:
    """An exact number; one with an exponent beyond all computing counts as infinite, which no shape accepts."""
    try:
        return Decimal(digits)
    except ArithmeticError:
        return Decimal("Infinity")


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


def _not_opened(why: str) -> Fault:
    return Fault(
        "file-unreadable",
        {"zh": f"打不开该文件（{why}）。", "en": f"The file cannot be opened: {why}."},
        {"zh": "核对它是否为文件、是否有权读取。", "en": "See whether it is a file, and may be read."},
        line=1,
    )


def _not_utf_8(line: int) -> Fault:
    return Fault(
        "file-unreadable",
        {"zh": "此行不是 UTF-8 编码。", "en": "This line is not in UTF-8."},
        {"zh": "请以 UTF-8 编码另存。", "en": "Save the file as UTF-8."},
        line=line,
    )


def _not_toml(error: Exception, text: str) -> Fault:
    said = str(error)
    if any(word in said for word in ("overwrite", "twice", "Duplicate")):
        zh, en = "同一个键写了两次", "A key is given twice"
        hint = ("只保留一个。", "Keep one of the two.")
    elif isinstance(error, tomllib.TOMLDecodeError):
        zh, en = "此处不是正确的 TOML", f"Not valid TOML: {said.split(' (at ', maxsplit=1)[0]}"
        hint = ("核对该处的引号、括号和逗号。", "Check quotes, brackets and commas there.")
    else:
        zh, en = "数字过长或括号嵌套过深", "A number is too long, or brackets are nested too deeply"
        hint = ("核对该处是否误粘贴。", "See whether something was pasted there by mistake.")
    place, long = re.search(r"line (\d+)", said), re.search(r"\d{1000}|[\[{]{200}", text)
    line = int(place[1]) if place else text.count("\n", 0, long.start() if long else 0) + 1
    return Fault("file-unreadable", {"zh": f"{zh}。", "en": f"{en}."}, {"zh": hint[0], "en": hint[1]}, line=line)
