"""Both languages are complete: every message id of templates, code and errors has one Chinese text, with its blanks.

Ids are found by Babel in templates and by reading the syntax tree in code; English ids are their own translation.
"""

import ast
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from registry.fields import OTHERWISE, PLAIN
from registry.web import i18n
from registry.web.errors import TITLES

ROOT = Path(__file__).parents[2]
SKIPPED_TEMPLATES = {"certificate", "static"}
SAYING = {"gettext", "ngettext", "_", "say"}
CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def template_messages() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.relative_to(ROOT / "templates").parts[0] in SKIPPED_TEMPLATES:
            continue
        found = extract_from_file(
            "jinja2.ext:babel_extract",
            path,
            keywords={"_": None, "gettext": None, "ngettext": (1, 2), "say": (1,)},
            options={"extensions": "jinja2.ext.do", "trimmed": "true"},
        )
        for line, message, _comments, _context in found:
            yield (message if isinstance(message, str) else message[0]), f"{path.relative_to(ROOT)}:{line}"


def text_of(node: ast.AST | None) -> str | None:
    """A string literal; implicit concatenation is one already."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def call_messages(node: ast.Call) -> Iterator[str]:
    """Ids in one call: `_("…")`, a navigation entry, or an error with code, message and hint."""
    name, arguments = called(node), [text_of(argument) for argument in node.args]
    if name == "Fault":
        return  # the press speaks both languages itself
    if name in SAYING and arguments and arguments[0]:
        yield arguments[0]
    if name == "NavItem" and len(arguments) > 1 and arguments[1]:
        yield arguments[1]
    for code, message in pairwise(arguments):
        if code and message and CODE.match(code) and " " in message:
            yield message
    for keyword in node.keywords:
        hint = text_of(keyword.value)
        if keyword.arg == "hint" and hint:
            yield hint


def code_messages() -> Iterator[tuple[str, str]]:
    for room in ("registry", "scoring", "certificates"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    for message in call_messages(node):
                        yield message, f"{path.relative_to(ROOT)}:{node.lineno}"


def table_messages() -> Iterator[tuple[str, str]]:
    for title in TITLES.values():
        yield title, "registry/web/errors.py:TITLES"
    for _code, message, hint in (*PLAIN.values(), OTHERWISE):
        yield message, "registry/fields.py:PLAIN"
        if hint:
            yield hint, "registry/fields.py:PLAIN"


def wanted() -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for message, place in (*template_messages(), *code_messages(), *table_messages()):
        places[message].append(place)
    return places


def translations() -> dict[str, dict[str, str]]:
    """Chinese by message id, then by fragment."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(i18n.FOLDER.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_CN", abort_invalid=True):
                if message.id:
                    name = message.id if isinstance(message.id, str) else message.id[0]
                    text = message.string if isinstance(message.string, str) else message.string[0]
                    found[f"{message.context or ''}\x04{name}" if message.context else name][path.name] = text
    return found


def blanks(text: str) -> set[str]:
    named = {name for _, name, _, _ in string.Formatter().parse(re.sub(r"%%\{.*?\}", "", text)) if name}
    return named | set(re.findall(r"%\((\w+)\)", text)) | set(re.findall(r"%%\{(\w+)\}", text))


def test_every_message_has_a_chinese_text():
    known = translations()
    missing = {message: places for message, places in wanted().items() if message not in known}
    lines = "\n".join(f'#: {places[0]}\nmsgid "{escaped(message)}"\nmsgstr ""\n' for message, places in missing.items())
    assert not missing, f"{len(missing)} messages without Chinese:\n{lines}"


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def test_no_chinese_text_is_empty_and_none_lacks_a_blank():
    for message, by_fragment in translations().items():
        for fragment, text in by_fragment.items():
            assert text, f"{fragment}: {message!r} is empty"
            assert blanks(text) <= blanks(message.split("\x04")[-1]), f"{fragment}: {message!r} fills other blanks"


def test_fragments_agree():
    for message, by_fragment in translations().items():
        assert len(set(by_fragment.values())) == 1, f"{message!r} is translated differently: {by_fragment}"


def test_the_running_program_reads_them_all():
    assert {message for _, message in i18n.catalogue()} == {name.split("\x04")[-1] for name in translations()}
