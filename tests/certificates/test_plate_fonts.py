from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from certificates.plate_fonts import Unfit, face

SERIF = "Lvce-Serif"


def test_a_line_has_glyphs_texts_pulls_and_a_width():
    line = face(SERIF).line("绿色", 16 * 1024, "zh-CN")
    assert [text for _, text, _ in line.glyphs] == ["绿", "色"]
    assert line.width == 32


def test_ligatures_say_what_they_stand_for_and_kerning_pulls():
    line = face(SERIF).line("fire AV", 16 * 1024, "en")
    assert [text for _, text, _ in line.glyphs] == ["fi", "r", "e", " ", "A", "V"]
    assert any(pull for _, _, pull in line.glyphs)


def test_scripts_are_shaped_apart_and_digits_follow_what_is_before():
    kept = face(SERIF)
    han, latin = kept.line("一1", 16384, "zh-CN").glyphs, kept.line("A1", 16384, "zh-CN").glyphs
    assert han[1][1] == latin[1][1] == "1"
    assert han[1][0] != latin[1][0]
    assert kept.line("一1A1", 16384, "zh-CN").glyphs == (*han, *latin)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("龍", "zh-CN"),  # not in this face
        ("商\u00a0场", "zh-CN"),  # shares its glyph with the space
        ("два", "zh-CN"),
        ("商  场", "zh-CN"),
        ("商（A）场", "zh-CN"),
        ("商 mall", "en"),
        ("e\u0301x\u0323", "en"),
    ],
)
def test_what_pango_might_set_otherwise_is_unfit(text, language):
    with pytest.raises(Unfit):
        face(SERIF).line(text, 16384, language)


def test_a_font_file_holds_the_chosen_glyphs_in_their_order():
    kept = face("Lvce-Sans")
    glyphs = [number for number, _, _ in kept.line("色绿A", 16384, "zh-CN").glyphs]
    cut, whole = (
        TTFont(BytesIO(kept.file(glyphs)), checkChecksums=2),
        TTFont("templates/certificate/fonts/LvceSans-Regular.ttf"),
    )
    assert cut["maxp"].numGlyphs == 4
    order = whole.getGlyphOrder()
    for place, number in enumerate(glyphs, start=1):
        mine, theirs = cut.getGlyphOrder()[place], order[number]
        assert cut["glyf"][mine].coordinates == whole["glyf"][theirs].coordinates
        assert cut["hmtx"][mine] == whole["hmtx"][theirs]


def test_our_faces_need_nothing_that_a_cut_font_lacks():
    """Glyphs are put side by side as they are, which holds for faces without hints and composite glyphs."""
    for name in ("Serif-Regular", "Serif-Bold", "Sans-Regular"):
        font = TTFont(f"templates/certificate/fonts/Lvce{name}.ttf")
        assert not {"fpgm", "prep", "cvt "} & set(font.keys())
        glyf = font["glyf"]
        assert not any(glyf[glyph].isComposite() for glyph in font.getGlyphOrder())
