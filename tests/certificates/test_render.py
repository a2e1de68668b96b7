import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from certificates import preflight
from certificates.content import Bilingual, CertificateRecord
from certificates.faults import Refused
from certificates.render import render, texts
from tests.certificates.looking import codes

ROOT = Path(__file__).parents[2]
RENDER_ELSEWHERE = """
import sys
from certificates import preflight
from certificates.content import Bilingual, CertificateRecord
from certificates.render import render
sys.stdout.buffer.write(render(CertificateRecord.model_validate_json(sys.stdin.buffer.read())))
"""


def picture(pdf: bytes, folder: Path, dpi: int = 150) -> Image.Image:
    (folder / "page.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", folder / "page.pdf", folder / "page"], check=True
    )
    return Image.open(folder / "page.png")


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "page.pdf").write_bytes(pdf)
    run = subprocess.run(["pdftotext", folder / "page.pdf", "-"], check=True, capture_output=True)
    return "".join(run.stdout.decode().split())


def elsewhere(record: CertificateRecord, seed: str, **environment: str) -> bytes:
    run = subprocess.run(
        [sys.executable, "-c", RENDER_ELSEWHERE],
        input=record.canonical_json(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed} | environment,
    )
    return run.stdout


def test_two_processes_print_the_same_bytes_and_need_no_font_of_the_machine(unsigned, record, tmp_path):
    nothing = tmp_path / "fonts.conf"
    nothing.write_text("<fontconfig></fontconfig>")
    assert elsewhere(record, "1") == unsigned
    assert elsewhere(record, "2", FONTCONFIG_FILE=str(nothing), HOME=str(tmp_path), LANG="C") == unsigned


def test_the_page_is_a4_landscape_tagged_titled_and_in_a_stated_language(unsigned, record):
    reader = PdfReader(BytesIO(unsigned))
    (page,) = reader.pages
    assert [round(float(page.mediabox.width)), round(float(page.mediabox.height))] == [842, 595]
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert record.number in reader.metadata.title
    metadata = root["/Metadata"].get_data()
    assert re.search(rb"pdfaid:part\W+3", metadata)
    assert re.search(rb"pdfaid:conformance\W+A", metadata)
    assert reader.trailer["/ID"][0].original_bytes == bytes.fromhex(record.digest)[:16]


def test_pictures_have_alternative_texts(unsigned):
    texts = _alternatives(unsigned)
    assert any("印章" in text for text in texts)
    assert any("二维码" in text for text in texts)


def _alternatives(pdf: bytes) -> list[str]:
    found: list[str] = []

    def walk(node):
        if isinstance(node, IndirectObject):
            node = node.get_object()
        if isinstance(node, dict):
            if "/Alt" in node:
                found.append(node["/Alt"])
            walk(node.get("/K"))
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


def test_the_record_travels_inside(unsigned, record):
    assert PdfReader(BytesIO(unsigned)).attachments["record.json"] == [record.canonical_json()]


def test_the_qr_code_on_the_page_leads_to_the_register(unsigned, record, tmp_path):
    assert codes(picture(unsigned, tmp_path)) == [record.verify_url]


def test_rare_characters_are_printed_and_can_be_copied(unsigned, record, tmp_path):
    text = text_of(unsigned, tmp_path)
    assert record.holder in text
    assert record.enterprise in text
    assert "䶮" in text
    assert "𬭎" in text


def test_a_character_of_the_rare_face_is_drawn_not_boxed(make_record, tmp_path):
    """龍 stands in the rare face only; a box would be the same picture for every such character."""
    pictures = [
        picture(render(make_record(holder=name)), tmp_path, 50).crop((150, 100, 440, 170)).tobytes()
        for name in ("龍", "鳳")
    ]
    assert pictures[0] != pictures[1]
    pdf = render(make_record(holder="誠品龍華"))
    assert "誠品龍華" in text_of(pdf, tmp_path)
    fonts = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    assert any("Lvce-Rare" in font.get_object()["/BaseFont"] for font in fonts)


@pytest.mark.parametrize(
    "changes",
    [
        {
            "holder": "贵阳市观山湖区林城东路国际会议展览中心绿色生活购物广场",
            "enterprise": "贵" * 40,
            "address": "路" * 60,
        },
        {"holder": "Guiyang International Conference and Exhibition Shopping Centre", "holder_en": None},
        {"valid_until": None, "demonstration": False, "seal_line": "证书专用章"},
    ],
)
def test_long_and_absent_texts_still_make_one_page(make_record, changes):
    record = make_record(**changes)
    assert len(PdfReader(BytesIO(render(record))).pages) == 1


def test_markup_in_a_name_is_text(make_record, tmp_path):
    name = '<b>&amp;"商场'
    assert name in text_of(render(make_record(holder=name)), tmp_path)


def test_a_missing_glyph_stops_the_press(make_record):
    with pytest.raises(Refused, match="no-glyph"):
        render(make_record(holder="欢乐😀城"))


def test_dates_come_from_the_record(make_record):
    record = make_record(decided_on=date(2021, 1, 1), issued_on=date(2021, 2, 3), valid_from=date(2021, 2, 3))
    pdf = render(record)
    metadata = PdfReader(BytesIO(pdf)).metadata
    assert metadata["/CreationDate"].startswith("D:20210203")
    assert metadata["/ModDate"].startswith("D:20210203")


@pytest.mark.parametrize(
    ("layout", "until", "said"),
    [
        ("portrait-chinese", date(2029, 3, 17), "2026年3月18日至2029年3月17日"),
        ("portrait-chinese", None, "自2026年3月18日起"),
        ("recognition", date(2029, 3, 17), "2026-03-18 至 2029-03-17"),
        ("recognition", None, "自 2026-03-18 起 onwards"),
    ],
)
def test_where_only_chinese_is_printed_days_are_in_its_words(make_record, layout, until, said):
    assert texts(make_record(layout=layout, valid_until=until))["validity"] == said


def test_a_name_that_is_the_same_in_both_languages_is_printed_once(make_record, tmp_path):
    said = text_of(render(make_record(holder="K11", holder_en="K11")), tmp_path)
    assert said.count("K11") == 1


def test_a_long_signatory_ends_where_the_seal_begins(make_record, tmp_path):
    (tmp_path / "page.pdf").write_bytes(render(make_record(signatory="买买提·阿不都热依木·艾合买提")))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "page.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    (right,) = re.findall(r'xMax="([0-9.]+)" yMax="[0-9.]+">[^<]*艾合买提<', boxes)
    seal_begins_mm = 297 - 36 - 29 - 42
    assert float(right) * 25.4 / 72 < seal_begins_mm


def longest(make_record):
    statement = Bilingual(zh="认" * 78, en="The above mall is recognised as a green mall. " * 8)
    return make_record(holder="商" * 40, enterprise="企" * 90, address="路" * 90, statement=statement)


def test_the_longest_texts_of_all_slots_fit_together(make_record):
    assert len(PdfReader(BytesIO(render(longest(make_record)))).pages) == 1


def test_what_would_run_into_the_seal_is_refused(make_record, monkeypatch):
    plan = preflight.plan(longest(make_record))
    monkeypatch.setattr(preflight, "plan", lambda _: replace(plan, sizes=plan.sizes | {"holder": 40}))
    with pytest.raises(Refused) as refusal:
        render(longest(make_record))
    assert "page-count" in {fault.code for fault in refusal.value.faults}
