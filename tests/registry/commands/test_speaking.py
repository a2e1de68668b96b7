"""Errors on a terminal."""

import pytest

from registry.commands.speaking import language, told
from registry.errors import Invalid, InvalidMany


@pytest.mark.parametrize(
    ("spoken", "expected"), [("en_US.UTF-8", "en"), ("zh_CN.UTF-8", "zh-CN"), ("fr_FR", "zh-CN"), ("", "zh-CN")]
)
def test_the_terminals_language(monkeypatch, spoken, expected):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", spoken)
    assert language() == expected


def test_each_fault_has_its_line(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en")
    faults = [Invalid("first", "First {what}.", hint="Mend it.", what="thing"), Invalid("second", "Second.")]
    assert told(InvalidMany(faults)) == "[first] First thing. Mend it.\n[second] Second.\n"
