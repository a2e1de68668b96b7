from xml.etree import ElementTree as ET

import pytest

from certificates import drawing
from certificates.faults import Refused

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ["局", "贵州省商务厅", "黔西南布依族苗族自治州商务局", "县" * drawing.SEAL_NAME_LIMIT])
def test_a_seal_draws_every_character_as_an_outline(name):
    picture = ET.fromstring(drawing.seal(name, "证书专用章"))  # noqa: S314 - our own drawing
    assert len(picture.findall(f".//{SVG}path")) == len(name) + 5
    assert picture.findall(f".//{SVG}text") == []


@pytest.mark.parametrize("name", ["县" * (drawing.SEAL_NAME_LIMIT + 1), "商务😀局"])
def test_names_that_cannot_be_engraved_are_refused(name):
    with pytest.raises(Refused, match="seal-name"):
        drawing.seal(name, "证书专用章")


def test_the_frame_closes():
    picture = ET.fromstring(drawing.frame())  # noqa: S314 - our own drawing
    strands = [path for path in picture.iter(f"{SVG}path") if path.get("d", "").count("C") > 20]
    assert len(strands) == 12
    assert " 265.00 " in strands[0].get("d")  # to the inner rule on the other side
    assert drawing.frame() == drawing.frame(297.0, 210.0)


def test_pictures_are_embedded_not_linked():
    assert drawing.as_uri(drawing.seal("商务局", "专用章")).startswith("data:image/svg+xml;base64,")
    assert drawing.qr("https://example.org/verify/GM-1").startswith("data:image/png;base64,")
