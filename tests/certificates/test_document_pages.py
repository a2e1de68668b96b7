import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from certificates.document_pages import pages
from certificates.documents import NoticeEntry
from certificates.faults import Refused
from tests.certificates.letters import notice, score_sheet
from tests.certificates.looking import sound, words

ROOT = Path(__file__).parents[2]
PRINT_ELSEWHERE = """
import sys
from certificates.document_pages import pages
from certificates.documents import read
sys.stdout.buffer.write(pages(read(sys.stdin.buffer.read())))
"""
ALL = pytest.mark.parametrize("document", [notice(), score_sheet()], ids=lambda one: one.kind)


def said(pdf, folder):
    return "".join(words(pdf, folder)[0].decode().split())


@ALL
def test_pages_are_a4_tagged_titled_and_carry_their_content(document, tmp_path):
    pdf = pages(document)
    reader = PdfReader(BytesIO(pdf))
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages} == {
        (595, 842)
    }
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == document.title
    assert b"pdfaid" in root["/Metadata"].get_data()
    assert reader.attachments == {"content.json": [document.canonical_json()]}
    assert sound(pdf, tmp_path)


@ALL
def test_every_process_prints_the_same_bytes(document):
    here = pages(document)
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "UTC")):
        run = subprocess.run(
            [sys.executable, "-c", PRINT_ELSEWHERE],
            input=document.canonical_json(),
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C"},
        )
        assert run.stdout == here


def test_a_long_list_runs_over_pages_with_its_heads_and_numbers(tmp_path):
    pdf = pages(notice(entries=40))
    count = len(PdfReader(BytesIO(pdf)).pages)
    text = said(pdf, tmp_path)
    assert count > 2
    assert all(f"—{number}—" in text for number in range(1, count + 1))
    assert text.count("序号名称申报企业") >= count - 1
    assert "贵阳第40购物中心" in text


def test_a_long_score_sheet_counts_its_pages_and_repeats_its_heads(tmp_path):
    text = said(pages(score_sheet(rows=80)), tmp_path)
    assert "第1页共" in text
    assert text.count("指标与要求") > 2
    assert "指标80" in text


@ALL
def test_english_stands_behind_the_chinese_or_not_at_all(document, tmp_path):
    both, alone = pages(document), pages(document.model_copy(update={"english": None}))
    counts = [len(PdfReader(BytesIO(pdf)).pages) for pdf in (both, alone)]
    assert counts[0] == counts[1] + 1
    last = PdfReader(BytesIO(both)).pages[-1].extract_text()
    assert document.english.title in " ".join(last.split())
    assert "For information" in last
    assert document.english.title not in " ".join(said(alone, tmp_path).split())


def test_the_red_head_is_not_for_demonstrations(tmp_path):
    shown, real = said(pages(notice()), tmp_path), said(pages(notice(demonstration=False)), tmp_path)
    assert "演示文件" in shown
    assert "演示文件" not in real
    assert real.startswith("贵州省商务厅")
    assert not shown.startswith("贵州省商务厅")
    assert "演示文件" in said(pages(score_sheet()), tmp_path)


def test_no_number_no_line_for_it(tmp_path):
    assert "〔2026〕" not in said(pages(notice(number=None)), tmp_path)
    assert "编号：甲1" in said(pages(score_sheet(number="甲1")), tmp_path)


def test_a_character_without_a_glyph_stops_the_press():
    odd = NoticeEntry(name="欢乐😀城", enterprise="企业", place="贵阳")
    with pytest.raises(Refused, match="no-glyph"):
        pages(notice().model_copy(update={"entries": (odd,)}))


def test_free_text_without_glyphs_is_printed_with_gaps_and_embedded_whole(tmp_path):
    sheet = score_sheet()
    row = sheet.rows[0].model_copy(update={"reason": "很好😀"})
    english = sheet.english.model_copy(update={"rows": (row.model_copy(update={"reason": "good😀"}),)})
    pdf = pages(sheet.model_copy(update={"rows": (row,), "english": english}))
    assert "good〓" in said(pdf, tmp_path)
    assert "很好〓" in said(pdf, tmp_path)
    assert "很好😀".encode() in PdfReader(BytesIO(pdf)).attachments["content.json"][0]


def test_the_words_of_a_real_edition_can_be_printed(tmp_path):
    sheet = score_sheet()
    row = sheet.rows[0].model_copy(update={"points": "★", "obtained": "✓", "reason": "面积 ≥ 20 000 m²，是"})
    assert "✓" in said(pages(sheet.model_copy(update={"rows": (row,)})), tmp_path)
