"""Small faults, one at a time, in the syntax tree of a module. Texts are left alone: wording is not judgement.

Trying them against the tests is `__main__.py`'s.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = Callable[[], None]

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
REVERSED = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt}
COUNTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
NAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor"}

NOT_JUDGED = ("annotation", "returns", "decorator_list", "bases")
"""Parts of the tree that say what things are, not what becomes of them. So does the `strict` of a zip."""


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is and what it says; `tree` is the whole module with it in."""

    line: int
    what: str
    source: str
    place: int
    way: int

    @property
    def tree(self) -> ast.Module:
        """The module with this one fault."""
        tree = ast.parse(self.source)
        list(_changes(_places(tree)[self.place]))[self.way]()
        return ast.fix_missing_locations(tree)


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every fault that can be put into a module, in the order of its lines."""
    for place, node in enumerate(_places(ast.parse(source))):
        before = ast.unparse(node)
        for way in range(len(list(_changes(node)))):
            faulty = copy.deepcopy(node)
            list(_changes(faulty))[way]()
            yield Mutant(node.lineno, f"{_short(before)} → {_short(ast.unparse(faulty))}", source, place, way)


def _places(tree: ast.Module) -> list[ast.expr | ast.stmt]:
    """What faults can be put into: what runs within functions, and constants of the module; no annotations."""
    found: list[ast.expr | ast.stmt] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.expr | ast.stmt):
            found.append(node)
        skipped = {id(part) for name in NOT_JUDGED for part in _part(node, name)}
        for child in ast.iter_child_nodes(node):
            if id(child) not in skipped and not (isinstance(child, ast.keyword) and child.arg == "strict"):
                visit(child)

    for statement in tree.body:
        visit(statement)
    return [
        node for node in found if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom)
    ]


def _part(node: ast.AST, name: str) -> list[ast.AST]:
    part = getattr(node, name, None)
    return part if isinstance(part, list) else [part] if part is not None else []


def _changes(node: ast.AST) -> Iterator[Change]:  # noqa: C901, PLR0912 - one case per kind of fault
    """The ways to put a fault into one node, each to be called on a copy."""
    match node:
        case ast.Compare(ops=[op]):
            for table in (COMPARED, REVERSED):
                if type(op) in table:
                    yield lambda table=table: node.ops.__setitem__(0, table[type(op)]())
        case ast.BoolOp():
            yield lambda: setattr(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in COUNTED and not _is_text(node):
            yield lambda: setattr(node, "op", COUNTED[type(op)]())
            if isinstance(node, ast.AugAssign):
                yield lambda: _become(node, ast.Pass())
        case ast.UnaryOp(op=ast.USub()):
            yield lambda: setattr(node, "op", ast.UAdd())
        case ast.Constant(value=bool() as value):
            yield lambda: setattr(node, "value", not value)
        case ast.Constant(value=int() as value):
            yield lambda: setattr(node, "value", value + 1)
        case ast.Call(func=ast.Name(id=name) as function) if name in NAMED:
            yield lambda: setattr(function, "id", NAMED[name])
        case ast.If(test=test) | ast.IfExp(test=test):
            yield lambda: setattr(node, "test", ast.Constant(value=True))
            yield lambda: setattr(node, "test", ast.Constant(value=False))
            del test
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield lambda: setattr(node, "value", ast.Constant(value=None))
        case ast.Break() | ast.Continue():
            yield lambda: _become(node, ast.Continue() if isinstance(node, ast.Break) else ast.Break())
        case ast.Expr(value=ast.Call()):
            yield lambda: _become(node, ast.Pass())
        case ast.comprehension():
            return
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            for generator in node.generators:
                for place in range(len(generator.ifs)):
                    yield lambda generator=generator, place=place: generator.ifs.pop(place) and None


def _become(node: ast.AST, other: ast.AST) -> None:
    """Turn a node into another one in its place."""
    where = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    node.__class__ = other.__class__  # type: ignore[assignment]  # a node of the tree is replaced where it stands
    node.__dict__ = other.__dict__ | where


def _is_text(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(node))


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"
