"""`python -m tests.house.error_list`: writes docs/errors.md from the errors in the code and their Chinese texts."""

import ast

from registry.web.i18n import catalogue
from tests.house.source import ROOT, modules

HEAD = """# Errors

Every error that a person or a program can be told has a stable code, a message and what to do about it. Programs get them as `application/problem+json` with `code`, `title`, `detail`, `hint` and `errors[]`; people get a calm page in their language. This list is written by `./lvce python -m tests.house.error_list`; a test keeps it complete.

| Code | Message | 中文 |
|---|---|---|
"""
FAMILY = {"Invalid", "NotNow", "Conflict", "TooLarge", "TooMany", "Unavailable", "Misconfigured", "BadRequest"}


def errors() -> dict[str, str]:
    """Code → English message, of every error of the family raised with a literal code anywhere in the office."""
    found: dict[str, str] = {}
    for module in modules():
        for call in ast.walk(module.tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in FAMILY:
                texts = [part.value for part in call.args[:2] if isinstance(part, ast.Constant)]
                if len(texts) == 2 and all(isinstance(text, str) for text in texts):
                    found.setdefault(str(texts[0]), str(texts[1]))
    return found


def page() -> str:
    """The whole document."""
    chinese = catalogue()
    rows = [
        f"| `{code}` | {text.replace('|', '/')} | {chinese.get((None, text), '').replace('|', '/')} |\n"
        for code, text in sorted(errors().items())
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    (ROOT / "docs/errors.md").write_text(page(), encoding="utf-8")
