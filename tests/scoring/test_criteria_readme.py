"""The authors' guide names every code that the judge can answer with, and its example is right."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from scoring.editions import Criterion
from scoring.loader import CRITERIA

README = (CRITERIA / "README.md").read_text(encoding="utf-8")
CODE = re.compile(r'(?:Fault|refuse|Remark|_fault|_refuse)\(\s*"([a-z-]+)"')


def test_every_code_is_explained():
    sources = [path.read_text(encoding="utf-8") for path in Path(CRITERIA.parent).rglob("*.py")]
    codes = {code for text in sources for code in CODE.findall(text)}
    assert len(codes) > 40
    assert {code for code in codes if f"`{code}`" not in README} == set()


def test_every_code_explained_exists():
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(CRITERIA.parent).rglob("*.py"))
    named = re.findall(r"`((?:fact|facts|finding|edition|editions|file|key|band|threshold|unknown)-[a-z-]+)`", README)
    assert [code for code in named if f'"{code}"' not in sources] == []


def test_the_example_is_a_criterion():
    example = tomllib.loads(README.split("```toml")[1].split("```")[0], parse_float=Decimal)
    row = example["chapters"]["criteria"][0]
    assert Criterion.model_validate(row).code == "X203-1"
