import hashlib
import tomllib

import pytest

from certificates import faces


def test_every_general_standard_character_can_be_printed(cases):
    characters = (cases / "general_standard_characters.txt").read_text(encoding="utf-8").strip()
    assert len(characters) == 8105
    assert faces.missing(characters) == ()


@pytest.mark.parametrize("name", ["龙䶮", "𬭎", "誠品龍華", "㛃", "Café MixC·万象城（一期）™ №1 ×"])
def test_rare_traditional_and_latin_characters_can_be_printed(name):
    assert faces.missing(name) == ()


def test_what_no_face_has_is_named_once_in_order():
    assert faces.missing("商😀场𠀀😀") == ("😀", "𠀀")
    assert faces.missing("ꀀ") == ("ꀀ",)


def test_widths_and_outlines():
    assert faces.width("绿色", "serif") == 2.0
    assert faces.width("龍", "serif-bold") == 1.0  # from the rare face
    path, width = faces.outline("绿", "serif-bold")
    assert path.startswith("M")
    assert width == 1000
    with pytest.raises(KeyError):
        faces.width("😀", "sans")


def test_the_vendored_files_are_the_listed_ones():
    listed = tomllib.loads((faces.FOLDER / "VENDORED.toml").read_text(encoding="utf-8"))["file"]
    for entry in listed:
        content = (faces.FOLDER / entry["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["path"]
    fonts = {path.name for path in faces.FOLDER.glob("*.ttf")}
    assert fonts == {entry["path"] for entry in listed if entry["path"].endswith(".ttf")}
