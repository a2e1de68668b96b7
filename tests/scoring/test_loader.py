"""Reading files: exact numbers, every fault with file, line and hint, and finding editions again."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.faults import BadCriteria, NoEdition
from scoring.loader import CRITERIA, load_all, read_folder
from tests.scoring.samples import EDITION, SCHEME, SOURCES, folder


def faults(place):
    _, found = read_folder(place)
    for fault in found:
        assert fault.message["zh"]
        assert fault.message["en"]
        assert fault.hint["zh"]
        assert fault.hint["en"]
    return [(fault.file, fault.path, fault.code) for fault in found]


def test_what_ships_is_right():
    library, found = read_folder(CRITERIA)
    assert {fault.code for fault in found} == {"source-lapsed"}
    assert [(fault.severity, fault.file.split("/")[0], fault.path) for fault in found] == [
        ("warning", "green-mall", "X302"),
        ("warning", "green-mall", "X206"),
        ("warning", "internet-recycling-station", "N101"),
    ]
    assert len(library.editions) == 9
    assert library.schemes["green-mall"].title.zh == "绿色商场"
    assert {row.citation.document for edition in library.editions for row in edition.criteria} <= library.sources.keys()
    assert load_all() is load_all()


def test_an_edition_holds_exact_numbers_and_the_documents_it_cites(tmp_path):
    sources = SOURCES + SOURCES.replace("[law]", "[other]")
    library, found = read_folder(folder(tmp_path, sources=sources))
    assert found == ()
    (edition,) = library.editions
    assert (edition.scheme, edition.edition, edition.in_force_from) == ("sample", "2020-01-01", date(2020, 1, 1))
    assert edition.pass_mark.share == Decimal("0.6")
    assert [document.code for document in edition.documents] == ["law"]
    assert set(library.sources) == {"law", "other"}


def test_where_a_document_can_be_read_is_no_part_of_the_law(tmp_path):
    one, _ = read_folder(folder(tmp_path / "a"))
    two, _ = read_folder(folder(tmp_path / "b", sources=SOURCES + 'url = "https://example.org/"\nlapsed = true\n'))
    assert one.editions[0].digest == two.editions[0].digest


def test_editions_are_found_by_name_and_by_digest(tmp_path):
    library = load_all(folder(tmp_path))
    edition = library.get("sample", "2020-01-01")
    assert library.by_digest(edition.digest) is edition
    assert library.of("sample") == (edition,)
    assert library.of("other") == ()
    for missing in (lambda: library.get("sample", "2019"), lambda: library.by_digest("0" * 64)):
        with pytest.raises(NoEdition) as caught:
            missing()
        assert caught.value.code == "unknown-edition"


def test_loading_refuses_what_is_wrong(tmp_path):
    with pytest.raises(BadCriteria) as caught:
        load_all(folder(tmp_path, d2020_01_01=EDITION.replace("points = 2\n", "points = 3\n")))
    assert caught.value.code == "points-do-not-add-up"


def test_hidden_folders_and_loose_files_are_no_schemes(tmp_path):
    place = folder(tmp_path)
    (place / ".cache").mkdir()
    (place / "_drafts").mkdir()
    (place / "README.md").write_text("x")
    assert faults(place) == []


def test_a_file_is_named_after_its_day(tmp_path):
    assert faults(folder(tmp_path, d2020_01_02=EDITION)) == [
        ("sample/2020-01-02.toml", "in_force_from", "file-misnamed")
    ]


def test_files_that_must_be_there(tmp_path):
    place = folder(tmp_path)
    (place / "sample" / "scheme.toml").unlink()
    assert faults(place) == [("sample/scheme.toml", "", "file-missing")]
    folder(tmp_path)
    (place / "sources.toml").unlink()
    assert [row[2] for row in faults(place)] == ["file-missing", "source-unknown", "source-unknown"]


def test_schemes_and_sources_have_a_shape_too(tmp_path):
    assert faults(folder(tmp_path, scheme=SCHEME + 'code = "x"\n')) == [
        ("sample/scheme.toml", "code", "key-from-place")
    ]
    assert faults(folder(tmp_path, scheme="")) == [
        ("sample/scheme.toml", key, "key-missing") for key in ("title", "subject", "description")
    ]
    wrong = SOURCES + "[extra]\ndated = 2019\n"
    assert {row[:2] for row in faults(folder(tmp_path, sources=wrong))} == {
        ("sources.toml", path) for path in ("extra.title", "extra.issuer", "extra.dated")
    }
    assert ("sources.toml", "loose", "value-wrong") in faults(folder(tmp_path, sources="loose = 3\n" + SOURCES))


def test_editions_of_a_scheme_are_compared(tmp_path):
    later = EDITION.replace("in_force_from = 2020-01-01", "in_force_from = 2021-01-01")
    assert faults(folder(tmp_path, d2020_01_01=EDITION, d2021_01_01=later)) == [
        ("sample/2021-01-01.toml", "in_force_from", "editions-overlap")
    ]


def test_a_scheme_without_editions_is_told(tmp_path):
    place = folder(tmp_path)
    (place / "sample" / "2020-01-01.toml").unlink()
    assert faults(place) == [("sample/scheme.toml", "", "scheme-empty")]


def test_documents_are_checked_with_their_line(tmp_path):
    place = folder(tmp_path, sources=SOURCES + 'replaced_by = "lost"\n', d2020_01_01=EDITION)
    _, found = read_folder(place)
    assert [(fault.file, fault.line, fault.path) for fault in found] == [("sources.toml", 6, "law.replaced_by")]


def test_no_folder_is_an_empty_library_and_a_fault(tmp_path):
    library, (fault,) = read_folder(tmp_path / "none")
    assert (library.editions, fault.code, fault.file) == ((), "folder-missing", str(tmp_path / "none"))
