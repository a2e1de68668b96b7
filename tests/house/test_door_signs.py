"""Each room says what lives in it, and no room has a name that could hold anything."""

import re

from tests.house.source import ROOT, modules

BANNED = re.compile(r"^(utils?|helpers?|common|core|base|managers?|misc|services?)\.py$")
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma)\b(?P<rest>.*)")
REASON = re.compile(r"^(:?\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\s*\[[^\]]+\]|:\s*no (cover|branch))?\s*(#|-|–|—)\s*\S.{5,}")


def test_every_module_opens_with_a_door_sign() -> None:
    import ast

    missing = [module.where for module in modules() if not (ast.get_docstring(module.tree) or "").strip()]
    assert missing == []


def test_no_module_has_a_name_that_could_hold_anything() -> None:
    assert [module.where for module in modules() if BANNED.search(module.path.name)] == []


def test_every_suppression_carries_a_reason() -> None:
    bare = []
    for module in modules():
        for number, line in enumerate(module.text.splitlines(), 1):
            found = SUPPRESSION.search(line)
            if found and not REASON.match(found["rest"]):
                bare.append(f"{module.where}:{number}: {line.strip()}")
    assert bare == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    found = [f"{m.where}: {hit.group()}" for m in modules() for hit in marks.finditer(m.text)]
    assert found == []


def test_the_top_level_is_the_map_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [entry.name for entry in ROOT.iterdir() if (entry / "__init__.py").exists() or entry.name == "templates"]
    assert [room for room in rooms if f"`{room}/" not in readme] == []
