"""Faults are put where something is judged, each alone, and each makes a module that can be compiled."""

import ast
import tomllib
from pathlib import Path

from tests.mutation.__main__ import ROOT, _trials
from tests.mutation.mutants import mutants_of

SOURCE = '''
"""A door sign."""
from decimal import Decimal

MOST: int = 5


@frozen(slots=True)
def judge(points: Decimal, share: int = 2) -> bool:
    """Whether it is enough."""
    if not points:
        return None
    for part, other in zip(points, points, strict=True):
        total += part * 2
        print("text" + "s")
        continue
    enough = any(x for x in points if x)
    return max(points, 0) >= share and enough
'''


def test_each_fault_stands_alone():
    found = [(mutant.line, mutant.what) for mutant in mutants_of(SOURCE)]
    assert found == [
        (5, "5 → 6"),
        (9, "2 → 3"),
        (11, "if not points: return None → if True: return None"),
        (11, "if not points: return None → if False: return None"),
        (14, "total += part * 2 → total -= part * 2"),
        (14, "total += part * 2 → pass"),
        (14, "part * 2 → part / 2"),
        (14, "2 → 3"),
        (15, "print('text' + 's') → pass"),
        (16, "continue → break"),
        (17, "any((x for x in points if x)) → all((x for x in points if x))"),
        (17, "(x for x in points if x) → (x for x in points)"),
        (18, "return max(points, 0) >= share and enough → return None"),
        (18, "max(points, 0) >= share and enough → max(points, 0) >= share or enough"),
        (18, "max(points, 0) >= share → max(points, 0) > share"),
        (18, "max(points, 0) >= share → max(points, 0) < share"),
        (18, "max(points, 0) → min(points, 0)"),
        (18, "0 → 1"),
    ]
    originals = {ast.unparse(ast.parse(SOURCE))}
    for mutant in mutants_of(SOURCE):
        tree = mutant.tree
        compile(tree, "module", "exec")
        assert ast.unparse(tree) not in originals
        originals.add(ast.unparse(tree))


def test_those_left_out_are_there_and_explained():
    listed = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8"))["equivalent"]
    names = {trial.name for trial in _trials()}
    assert [entry["fault"] for entry in listed if entry["fault"] not in names] == []
    assert all(entry["because"] for entry in listed)
    assert len({trial.path for trial in _trials()}) == 6 + len(list((ROOT / "scoring/measures").glob("*.py")))
