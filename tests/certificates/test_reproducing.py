import hashlib
import json
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfWriter

from certificates import reproducing
from certificates.__main__ import main
from certificates.faults import Refused
from certificates.papers import papers_for
from certificates.printing import pages
from certificates.reproducing import Same, compare, first_revision, read_papers, read_record
from certificates.signing import Pkcs12Signer, seal
from tests.certificates.wallets import logged, statement_key


@pytest.fixture(scope="module")
def usual(make_record):
    return make_record(holder="贵阳花溪购物中心", enterprise="贵州南明商业管理有限公司")


@pytest.fixture(scope="module")
def papers(usual):
    return papers_for(usual, statement_key(), logged(usual)[1])


@pytest.mark.parametrize("plates", [True, False])
@pytest.mark.parametrize("proven", [True, False])
def test_a_sealed_file_is_printed_again_byte_for_byte(usual, papers, signer, plates, proven):
    unsigned = pages(usual, papers if proven else None, plates=plates)
    found = compare(seal(unsigned, signer).pdf)
    assert (found.answer, found.plates) == (Same.SAME, plates)
    assert found.sealed_pages == found.printed == hashlib.sha256(unsigned).hexdigest()


def test_a_changed_page_is_not_the_one_that_the_record_gives(usual, papers, signer):
    pdf = bytearray(seal(pages(usual, papers), signer).pdf)
    place = pdf.index(b"stream\n") + 100
    pdf[place] ^= 1
    found = compare(bytes(pdf))
    assert (found.answer, found.plates) == (Same.OTHER, None)
    assert found.sealed_pages != found.printed


@pytest.mark.parametrize("roomy", [True, False])
def test_what_stands_behind_the_pages_is_a_seal_alone(usual, papers, key_file, roomy):
    """A later revision shows other pages and leaves the first as it was."""
    signer = Pkcs12Signer.from_file(key_file, timestamps=roomy)
    pdf = seal(pages(usual, papers), signer).pdf
    assert compare(pdf).answer is compare(pages(usual, papers)).answer is Same.SAME
    later = IncrementalPdfFileWriter(BytesIO(pdf))
    later.root["/Lang"] = TextStringObject("en")
    later.update_root()
    with BytesIO() as output:
        later.write(output)
        shown_otherwise = output.getvalue()
    unsigned = pages(usual, papers)
    for odd in (shown_otherwise, pdf[:-9], pdf + b"\n", pdf.replace(b"/F 132", b"/F 134"), unsigned + b"\n"):
        found = compare(odd)
        assert (found.answer, "something else" in found.why) == (Same.OTHER, True)


def test_another_release_prints_otherwise(usual, signer, monkeypatch):
    pdf = seal(pages(usual), signer).pdf
    monkeypatch.setattr(reproducing, "pages", lambda *_, plates: b"other pages %d" % plates)
    assert compare(pdf).answer is Same.OTHER


def test_where_there_is_nothing_to_print_nobody_can_tell(usual):
    assert compare(b"no PDF").answer is Same.CANNOT_TELL
    assert compare(b"").answer is Same.CANNOT_TELL
    blank = PdfWriter()
    blank.add_blank_page(100, 100)
    with BytesIO() as output:
        blank.write(output)
        assert compare(output.getvalue()).why == "KeyError: 'record.json'"
        blank.add_attachment("record.json", usual.model_copy(update={"layout": "gone"}).canonical_json())
        blank.write(output)
        assert "unknown-layout" in compare(output.getvalue()).why


def test_the_first_revision_ends_where_its_table_is_named(usual, signer):
    unsigned = pages(usual)
    assert first_revision(unsigned) == len(unsigned)
    assert first_revision(seal(unsigned, signer).pdf) == len(unsigned)
    pretended = unsigned[:200] + b"startxref\n7\n%%EOF\n"
    with pytest.raises(ValueError, match="no revision"):
        first_revision(pretended)


def test_a_record_is_read_alone_or_from_the_registers_answer(usual, papers):
    alone = usual.canonical_json()
    answer = json.dumps({"record": json.loads(alone), "pdf_sha256": "0" * 64, **json.loads(papers.proof)}).encode()
    assert read_record(alone) == read_record(answer) == usual
    assert read_papers(answer) == read_papers(papers.proof) == papers
    assert read_papers(alone) is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"number": 1}', b'{"record": 1}'])
def test_what_is_no_record_is_refused(content):
    with pytest.raises(Refused, match="record-unreadable"):
        read_record(content)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"credential": 1}', b'{"credential": {}}'])
def test_what_is_no_proof_is_refused(content):
    with pytest.raises(Refused, match="proof-unreadable"):
        read_papers(content)


def test_reproduce_at_the_command_line(usual, papers, signer, tmp_path, capsys):
    pdf = tmp_path / "good.pdf"
    pdf.write_bytes(seal(pages(usual, papers), signer).pdf)
    changed = tmp_path / "changed.pdf"
    content = bytearray(pdf.read_bytes())
    content[content.index(b"stream\n") + 100] ^= 1
    changed.write_bytes(content)
    assert main(["reproduce", str(pdf)]) == 0
    assert "SAME" in capsys.readouterr().out
    assert main(["reproduce", str(pdf), str(changed)]) == 1
    assert main(["reproduce", str(pdf), str(tmp_path / "none.pdf")]) == 2
    assert "no such file" in capsys.readouterr().out
    assert main(["reproduce"]) == 2


@pytest.mark.parametrize("plates", [True, False])
def test_anyone_prints_the_pages_from_the_public_record(usual, papers, tmp_path, capsys, plates):
    record, proof, out = tmp_path / "record.json", tmp_path / "proof.json", tmp_path / "out.pdf"
    record.write_bytes(usual.canonical_json())
    proof.write_bytes(papers.proof)
    way = [] if plates else ["--no-plates"]
    assert main(["render", str(record), str(out), "--proof", str(proof), *way]) == 0
    assert out.read_bytes() == pages(usual, papers, plates=plates)
    assert hashlib.sha256(out.read_bytes()).hexdigest() in capsys.readouterr().out
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps({"record": json.loads(usual.canonical_json()), **json.loads(papers.proof)}))
    assert main(["render", str(answer), str(out), *way]) == 0
    assert out.read_bytes() == pages(usual, papers, plates=plates)


def test_a_record_that_is_none_is_not_printed(tmp_path, capsys):
    (tmp_path / "record.json").write_text("{}")
    assert main(["render", str(tmp_path / "record.json"), str(tmp_path / "out.pdf")]) == 2
    assert "record-unreadable" in capsys.readouterr().err
