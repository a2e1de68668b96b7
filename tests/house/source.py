"""What the house tests look at: the product's modules, parsed once, and the documents beside them."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("registry", "scoring", "certificates")


@dataclass(frozen=True)
class Module:
    """One Python file of the product."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its dotted name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def where(self) -> str:
        """Its path from the top, for messages."""
        return str(self.path.relative_to(ROOT))

    def public_functions(self) -> list[ast.AsyncFunctionDef | ast.FunctionDef]:
        """Functions at the top level whose names do not begin with an underscore."""
        found = (ast.AsyncFunctionDef, ast.FunctionDef)
        return [node for node in self.tree.body if isinstance(node, found) and not node.name.startswith("_")]


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the product; migrations are history and are left out."""
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts)


def named(stem: str) -> list[Module]:
    """The modules with this file name, such as every `actions`."""
    return [module for module in modules() if module.path.stem == stem]


def calls_in(node: ast.AST) -> set[str]:
    """Names of everything called below a node: the last part of each dotted name."""
    names = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            function = call.func
            names.add(function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", ""))
    return names
