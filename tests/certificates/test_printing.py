import os
import random
import subprocess
import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from certificates import printing
from certificates.content import Bilingual, CertificateRecord, Filing
from certificates.layouts import names
from certificates.papers import Papers
from certificates.render import render
from tests.certificates.looking import codes, pixels, sound, tags, words

ROOT = Path(__file__).parents[2]
LAYOUTS = names()
HAN = "贵阳遵义六盘水安顺毕节铜仁凯里都匀兴仁观山湖云岩南明花溪乌当白购物中心商场百货大楼广场奥特莱斯国际万象城吾悦金阳"
PRINT_ELSEWHERE = """
import sys
from certificates.content import CertificateRecord
from certificates.printing import pages
for line in sys.stdin.buffer:
    pdf = pages(CertificateRecord.model_validate_json(line), plates=sys.argv[1] == "plates")
    sys.stdout.buffer.write(len(pdf).to_bytes(4, "big") + pdf)
"""

ON_PLATES = [
    {},
    {"holder": "遵义购物中心", "holder_en": None},
    {"holder": "MixC Guiyang", "holder_en": "The MixC of Guiyang, office and fifth AVATAR Tower"},
    {"holder": "贵阳市观山湖区林城东路国际会议展览中心购物广场"},  # shrinks
    {"holder": "贵阳云岩7号购物中心", "address": "贵州省贵阳市云岩区中华北路1-11号A座2层"},
    {"valid_until": None, "decision_document": "黔商函〔2026〕7号", "demonstration": False, "seal_line": "证书专用章"},
    {"uscc": "915200000000000060"},  # digits only
    {"issued_on": date(2026, 11, 30), "valid_from": date(2026, 12, 1), "number": "GM-520100-2026-11111"},
]
LEFT_TO_WEASYPRINT = [
    {"holder": "誠品龍華"},  # the rare face
    {"holder": "贵阳（MixC）万象城"},  # brackets between two scripts
    {"address": "Ленинская улица 5"},
    {"holder": "商场  两格"},
    {"holder_en": "龙 in English"},
    {"enterprise": "贵" * 60},  # two lines
]


def same(one, other, folder):
    assert np.array_equal(pixels(one, folder), pixels(other, folder))
    assert words(one, folder) == words(other, folder)
    assert tags(one) == tags(other)


@pytest.fixture(autouse=True)
def _no_plates():
    printing._plates.clear()


def on_a_plate(monkeypatch):
    """From here on plain rendering is an error."""
    monkeypatch.setattr(printing.render, "render", None)


@pytest.mark.parametrize("changes", ON_PLATES, ids=str)
def test_a_plate_shows_the_pixels_texts_and_tags_of_weasyprint(make_record, monkeypatch, tmp_path, changes):
    record = make_record(**({"holder": "贵阳花溪购物中心", "enterprise": "贵州南明商业管理有限公司"} | changes))
    plain = render(record)
    with monkeypatch.context() as patch:
        on_a_plate(patch)
        # The plate is cut from another record than the one it is filled with.
        printing.pages(record.model_copy(update={"enterprise": "别的企业", "verify_url": "https://example.org/v/1"}))
        (plate,) = printing._plates.values()
        filled = printing.pages(record)
    assert [plate] == list(printing._plates.values())
    same(filled, plain, tmp_path)
    assert sound(filled, tmp_path)


PAPERS = Papers(
    qr="https://lvce.example.org/verify/GM-520100-2026-0001#" + "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789-_" * 5,
    proof=b'{"credential":{}}',
)


@pytest.mark.parametrize("plates", [True, False])
def test_papers_stand_in_the_code_and_beside_the_record(make_record, tmp_path, plates):
    record = make_record(holder="贵阳花溪购物中心", enterprise="贵州南明商业管理有限公司")
    pdf = printing.pages(record, PAPERS, plates=plates)
    reader = PdfReader(BytesIO(pdf))
    assert reader.attachments == {"proof.json": [PAPERS.proof], "record.json": [record.canonical_json()]}
    files = [one.get_object() for one in reader.trailer["/Root"]["/AF"]]
    assert {one["/UF"]: one["/AFRelationship"] for one in files} == {
        "proof.json": "/Supplement",
        "record.json": "/Source",
    }
    assert codes(pixels(pdf, tmp_path, 300)) == [PAPERS.qr]
    assert record.verify_url.encode() in words(pdf, tmp_path)[0]
    assert sound(pdf, tmp_path)


def test_a_plate_with_papers_shows_the_pixels_of_weasyprint(make_record, monkeypatch, tmp_path):
    record = make_record(holder="贵阳花溪购物中心", enterprise="贵州南明商业管理有限公司")
    plain = render(record, PAPERS)
    on_a_plate(monkeypatch)
    printing.pages(record, Papers("https://lvce.example.org/#a", b"{}"))
    printing.pages(record)  # without papers it is another plate
    filled = printing.pages(record, PAPERS)
    assert len(printing._plates) == 2
    same(filled, plain, tmp_path)


def test_without_plates_weasyprint_prints(record):
    assert printing.pages(record, plates=False) == render(record)
    assert not printing._plates


def invented(seed: int):
    """A plausible record of every kind of text that names and addresses are made of."""
    chance = random.Random(seed)  # noqa: S311 - sample data

    def han(least, most):
        return "".join(chance.choices(HAN, k=chance.randint(least, most)))

    day = date(2026, 3, 16) + timedelta(days=chance.randint(0, 300))
    serial = f"{chance.randint(1, 99999):04}"
    return {
        "number": f"GM-520100-2026-{serial}",
        "verify_url": f"https://lvce.example.org/verify/GM-520100-2026-{serial}",
        "holder": han(2, 12)
        + chance.choice(["", "·" + han(2, 4), f"{chance.randint(2, 99)}号店", "（一期）", " Tower A"]),
        "holder_en": chance.choice(
            [None, "".join(chance.choices("Guiyang fifth AVATAR, Wanda & Co. (fl) LYTo", k=40)).strip()]
        ),
        "enterprise": han(6, 22) + "有限公司",
        "address": f"贵州省{han(2, 4)}市{han(2, 5)}区{han(2, 4)}路{chance.randint(1, 999)}号{chance.choice('ABC')}座{chance.randint(1, 9)}-{chance.randint(1, 9)}层",
        "decision_document": f"黔商{chance.choice('发函')}〔2026〕{chance.randint(1, 200)}号",
        "issued_on": day,
        "valid_from": day,
        "valid_until": chance.choice([None, date(2031, 1, 1)]),
    }


def dressed(layout: str, seed: int):
    """What only some layouts print: grades, signatories, what a recycler handles."""
    chance = random.Random(f"{layout}{seed}")  # noqa: S311 - sample data
    kinds = ["废旧金属", "废旧塑料", "废旧纸张", "废旧电器及电子产品", "废旧玻璃", "其他"]
    filing = Filing(
        categories=tuple(Bilingual(zh=one, en="scrap") for one in kinds[: chance.randint(1, 6)]),
        legal_representative=chance.choice([None, "王小明"]),
    )
    return {
        "layout": layout,
        "grade": chance.choice([None, Bilingual(zh="优秀", en="Excellent")]),
        "signatory": chance.choice([None, "李明"]),
        "filing": filing if layout == "filing" else None,
    }


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_generated_records_look_the_same_on_plates(make_record, tmp_path, layout, seed):
    record = make_record(**invented(seed), **dressed(layout, seed))
    papers = PAPERS if seed % 2 else None
    same(printing.pages(record, papers), render(record, papers), tmp_path)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_plates(make_record, monkeypatch, layout):
    handled = Filing(categories=(Bilingual(zh="废旧金属", en="Scrap metal"),)) if layout == "filing" else None
    usual = {"holder": "贵阳花溪购物中心", "enterprise": "贵州南明商业管理有限公司"} | dressed(layout, 0)
    record = make_record(**(usual | {"filing": handled}))
    on_a_plate(monkeypatch)
    printing.pages(record)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("changes", LEFT_TO_WEASYPRINT, ids=str)
def test_what_does_not_fit_a_plate_is_left_to_weasyprint_in_every_layout(make_record, layout, changes):
    usual = {"holder": "贵阳花溪购物中心", "enterprise": "贵州南明商业管理有限公司"} | dressed(layout, 0)
    record = make_record(**(usual | changes))
    if "holder_en" in changes and "holder_en" not in printing.render.texts(record):
        return  # in Chinese only: there is nothing that would not fit
    assert printing.pages(record) == render(record)


def elsewhere(records, way="plates", folder=ROOT, **environment):
    run = subprocess.run(
        [sys.executable, "-c", PRINT_ELSEWHERE, way],
        input=b"\n".join(record.canonical_json() for record in records),
        capture_output=True,
        check=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
    )
    found, rest = [], run.stdout
    while rest:
        size = int.from_bytes(rest[:4], "big")
        found.append(rest[4 : 4 + size])
        rest = rest[4 + size :]
    return found


def test_every_process_prints_the_same_bytes_in_whatever_order(make_record):
    """A plate cut from one record gives the same file as a plate cut from another."""
    records = [make_record(**invented(seed)) for seed in range(20, 26)]
    here = [printing.pages(record) for record in records]
    assert elsewhere(records[::-1], PYTHONHASHSEED="1")[::-1] == here


@pytest.mark.parametrize("way", ["plates", "plain"])
def test_no_seed_no_zone_no_language_and_no_folder_changes_a_byte(make_record, tmp_path, way):
    """Each way makes the same bytes everywhere; the two ways make the same picture, not the same bytes."""
    records = [
        make_record(**({"holder": "贵阳花溪购物中心", "enterprise": "贵州商业公司"} | dressed(layout, 1)))
        for layout in LAYOUTS
    ]
    here = [printing.pages(record, plates=way == "plates") for record in records]
    places = (
        {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LANG": "de_DE.UTF-8", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    )
    for place in places:
        assert elsewhere(records, way, tmp_path, **place) == here


def test_the_record_travels_inside_and_names_the_file(make_record):
    record = make_record(holder="<花溪> & 商场", enterprise="贵州南明商业管理有限公司")
    reader = PdfReader(BytesIO(printing.pages(record)))
    assert reader.attachments["record.json"] == [record.canonical_json()]
    assert reader.metadata.title == f"{record.title.zh} {record.number} {record.holder}"
    assert reader.xmp_metadata.dc_title == {"x-default": reader.metadata.title}
    assert reader.trailer["/ID"][0].original_bytes == bytes.fromhex(record.digest)[:16]


def test_only_the_plates_used_last_are_kept(make_record, monkeypatch):
    monkeypatch.setattr(printing, "KEPT", 2)
    for line in ("甲", "乙", "甲", "丙"):
        printing.pages(make_record(holder="花溪商场", enterprise="贵州南明商业管理有限公司", seal_line=f"{line}专用章"))
    assert [name[name.index("专用章") - 1] for name in printing._plates] == ["甲", "丙"]


def test_fields_of_a_record_are_in_slots_or_part_of_the_key():
    assert set(CertificateRecord.model_fields) > printing._IN_SLOTS
