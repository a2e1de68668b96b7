"""Reading a file of stated facts: JSON in UTF-8, exact numbers. What cannot be read is told with file, place and remedy.

What the facts mean, and whether they can be judged, is in `facts.py`.
"""

import json
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.facts import shown
from scoring.faults import BadFacts, Fault
from scoring.values import Words

MOST_BYTES = 16 * 1024 * 1024
_LONG = 40
_BEYOND_REASON = Decimal(10) ** _LONG
_FORM: Words = {
    "zh": '请提供 UTF-8 的 JSON 对象，如 {"X103": true, "X104": "3"}。',
    "en": 'Give a JSON object in UTF-8, such as {"X103": true, "X104": "3"}.',
}
_PLACE: Words = {"zh": "核对路径和读取权限。", "en": "Check the path, and whether it may be read."}


class _Unreadable(Exception):
    """Why a file cannot be read, what to do about it, and on which line."""

    def __init__(self, zh: str, en: str, hint: Words = _FORM, line: int = 0) -> None:
        super().__init__(en)
        self.words: Words = {"zh": zh, "en": en}
        self.hint, self.line = hint, line


def read_facts(path: Path) -> dict[str, Any]:
    """The facts of a file, of standard input if it is `-`. Raises BadFacts `facts-unreadable`."""
    try:
        return _table(_text(_content(path)))
    except _Unreadable as why:
        raise BadFacts([Fault("facts-unreadable", why.words, why.hint, file=str(path), line=why.line)]) from None


def _content(path: Path) -> bytes:
    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _Unreadable("没有这个文件。", "There is no such file.", _PLACE) from None
    except IsADirectoryError:
        raise _Unreadable("这是文件夹，不是文件。", "This is a folder, not a file.", _PLACE) from None
    except OSError as error:
        raise _Unreadable(f"打不开（{error.strerror}）。", f"It cannot be opened: {error.strerror}.", _PLACE) from None
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        raise _Unreadable(f"文件超过 {most} MB。", f"The file is larger than {most} MB.")
    return content


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Unreadable(
            f"第 {line} 行不是 UTF-8 编码。",
            f"Line {line} is not in UTF-8.",
            {"zh": "请以 UTF-8 编码另存。", "en": "Save the file as UTF-8."},
            line,
        ) from None


def _table(text: str) -> dict[str, Any]:
    if not text.strip():
        raise _Unreadable("文件是空的。", "The file is empty.")
    try:
        table = json.loads(
            text, parse_int=_whole, parse_float=_exact, parse_constant=Decimal, object_pairs_hook=_each_once
        )
        json.dumps(table, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        line, column = error.lineno, error.colno
        raise _Unreadable(
            f"第 {line} 行第 {column} 列起不是正确的 JSON。",
            f"Not JSON from line {line}, column {column}: {error.msg}.",
            line=line,
        ) from None
    except UnicodeEncodeError:
        raise _Unreadable(
            "含有不成对的代理字符（\\ud800 至 \\udfff）。", "It holds half a character (\\ud800 to \\udfff)."
        ) from None
    except RecursionError:
        raise _Unreadable("括号嵌套过深。", "Brackets are nested too deeply.") from None
    if not isinstance(table, dict):
        raise _Unreadable("不是“条款编号 → 值”的对象。", "It is not an object of criterion codes and values.")
    return table


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _LONG else Decimal(digits)


def _exact(digits: str) -> Decimal:
    """An exact number; one with an exponent beyond all computing is beyond all reason, and is refused as that."""
    try:
        return Decimal(digits)
    except ArithmeticError:
        return _BEYOND_REASON


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        times = Counter(key for key, _ in pairs)
        name = shown(next(key for key in table if times[key] > 1))
        raise _Unreadable(
            f"“{name}”写了两次。",
            f"“{name}” is given twice.",
            {"zh": "每个编号只写一次。", "en": "Write each code once."},
        )
    return table
