"""The documents say what the code does: every setting, every error code, every command of the README, every vendored file."""

import hashlib
import re
import tomllib

from registry.settings import Settings
from tests.house.error_list import errors
from tests.house.source import ROOT


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`LVCE_{name.upper()}`" not in text] == []
    named = set(re.findall(r"`LVCE_([A-Z_]+)`", text))
    assert sorted(named - {name.upper() for name in Settings.model_fields}) == []


def test_every_error_code_is_listed() -> None:
    listed = set(
        re.findall(r"^\| `([a-z0-9-]+)` \|", (ROOT / "docs/errors.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert sorted(errors().keys() ^ listed) == [], "write it again: ./lvce python -m tests.house.error_list"


def test_both_readmes_show_the_two_commands_and_the_map() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [
            part
            for part in ("./lvce demo", "./lvce test", "`scoring/`", "`certificates/`", "`registry/`")
            if part not in text
        ] == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text(encoding="utf-8"))
        broken += [
            f"{document.relative_to(ROOT)} → {name}" for name in targets if not (document.parent / name).exists()
        ]
    assert broken == []


def test_vendored_files_are_what_they_were() -> None:
    lists = sorted(path for room in ("templates", "registry") for path in (ROOT / room).rglob("VENDORED.toml"))
    assert lists, "no list of vendored files found"
    for listing in lists:
        for entry in tomllib.loads(listing.read_text(encoding="utf-8"))["file"]:
            assert {"path", "name", "version", "licence", "source", "sha256"} <= entry.keys(), entry
            found = hashlib.sha256((listing.parent / entry["path"]).read_bytes()).hexdigest()
            assert found == entry["sha256"], f"{listing.parent / entry['path']} is not what {listing} says"
