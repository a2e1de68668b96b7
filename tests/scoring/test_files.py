"""Each way a file can be wrong, told with file, line, path and remedy."""

import pytest

from scoring.files import line_of
from scoring.loader import read_folder
from tests.scoring.samples import EDITION, folder


def faults(place):
    _, found = read_folder(place)
    for fault in found:
        assert fault.message["zh"]
        assert fault.message["en"]
        assert fault.hint["zh"]
        assert fault.hint["en"]
    return [(fault.file, fault.path, fault.code) for fault in found]


def with_edition(place, old, new):
    assert old in EDITION
    return folder(place, d2020_01_01=EDITION.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ('title = { zh = "样本", en = "Sample" }', 'title = { zh = "样本" }', "title.en", "key-missing"),
        ("in_force_from = 2020-01-01\n", "", "in_force_from", "key-missing"),
        ("in_force_from = 2020-01-01\n", 'in_force_from = 2020-01-01\ncolour = "green"\n', "colour", "key-unknown"),
        ('status = "reference"', 'status = "reference"\nponits = 3', "A1.ponits", "key-unknown"),
        ('status = "reference"', 'status = "certain"', "A1.status", "value-wrong"),
        (
            '{ kind = "yes_no", points = 2 }',
            '{ kind = "yes_no", point = 2, points = 2 }',
            "A1.measure.point",
            "key-unknown",
        ),
        ('{ kind = "yes_no", points = 2 }', '{ kind = "yes_no" }', "A1.measure.points", "key-missing"),
        ('{ kind = "yes_no", points = 2 }', '{ kind = "yes_no", points = -2 }', "A1.measure.points", "value-wrong"),
        ('{ kind = "yes_no", points = 2 }', '{ kind = "yes_no", points = true }', "A1.measure.points", "value-wrong"),
        ('{ kind = "yes_no", points = 2 }', '{ kind = "yes_no", points = nan }', "A1.measure.points", "value-wrong"),
        ('{ kind = "yes_no", points = 2 }', "{ points = 2 }", "A1.measure.kind", "key-missing"),
        ('{ kind = "yes_no", points = 2 }', '{ kind = "magic", points = 2 }', "A1.measure", "value-wrong"),
        ('{ kind = "yes_no", points = 2 }', '"yes_no"', "A1.measure", "value-wrong"),
        ('code = "A1"', "code = 7", "A.criteria[0].code", "value-wrong"),
        ("share = 0.6", "share = 60", "pass_mark.share", "value-wrong"),
        ("months = 36", "months = 0", "validity.months", "value-wrong"),
        ("in_force_from = 2020-01-01\n", 'in_force_from = 2020-01-01\nscheme = "x"\n', "scheme", "key-from-place"),
        ("in_force_from = 2020-01-01\n", "in_force_from = 2020-01-01\ndocuments = []\n", "documents", "key-from-place"),
    ],
)
def test_each_fault_of_shape_names_key_and_remedy(tmp_path, old, new, path, code):
    assert faults(with_edition(tmp_path, old, new)) == [("sample/2020-01-01.toml", path, code)]


def test_faults_name_the_line(tmp_path):
    _, found = read_folder(
        with_edition(
            tmp_path, 'document = "law", clause = { zh = "第一条"', 'document = "lost", clause = { zh = "第一条"'
        )
    )
    assert [(fault.code, fault.line) for fault in found] == [("source-unknown", 16)]
    assert EDITION.splitlines()[15] == 'code = "A1"'
    _, found = read_folder(with_edition(tmp_path, "months = 36", "months = 0"))
    assert EDITION.splitlines()[found[0].line - 1].startswith("validity")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("A1", 16),
        ("A", 11),
        ("A1.measure.points", 19),
        ("total", 5),
        ("", 1),
        ("nowhere", 1),
        ("A.criteria[0].code", 11),
        ("A.points", 13),
        ("pass_mark.share", 6),
        ("[0]", 1),
    ],
)
def test_lines_are_found_by_code_or_key(path, line):
    assert line_of(EDITION, path) == line


def test_what_is_no_toml_names_the_line(tmp_path):
    assert faults(folder(tmp_path, d2020_01_01='a = 1\na = "twice"\n')) == [
        ("sample/2020-01-01.toml", "", "file-unreadable")
    ]
    _, found = read_folder(tmp_path)
    assert found[0].line == 2


@pytest.mark.parametrize(
    ("points", "code", "said"),
    [
        ("9" * 5000, "file-unreadable", "A number is too long"),
        ("[" * 3000, "file-unreadable", "nested too deeply"),
        ("1e99999999999999999999", "value-wrong", "This is not a number."),
        ("1e400", "value-wrong", "The number is too long."),
        ("2 3", "file-unreadable", "Not valid TOML"),
    ],
)
def test_numbers_and_brackets_beyond_reason(tmp_path, points, code, said):
    _, found = read_folder(with_edition(tmp_path, "\npoints = 2\n", f"\npoints = {points}\n"))
    assert [(fault.code, fault.line) for fault in found] == [(code, 13)]
    assert said in found[0].message["en"]


def test_a_mark_at_the_beginning_that_editors_leave_is_no_fault(tmp_path):
    place = folder(tmp_path)
    (place / "sample" / "2020-01-01.toml").write_bytes(b"\xef\xbb\xbf" + EDITION.encode())
    assert faults(place) == []


def test_an_empty_file_lacks_everything_from_its_first_line_on(tmp_path):
    _, found = read_folder(folder(tmp_path, d2020_01_01=""))
    assert {(fault.code, fault.line) for fault in found} == {("key-missing", 1)}


def test_a_folder_in_place_of_a_file(tmp_path):
    place = folder(tmp_path)
    (place / "sample" / "2021-01-01.toml").mkdir()
    assert faults(place) == [("sample/2021-01-01.toml", "", "file-unreadable")]


def test_what_is_no_utf_8_is_told(tmp_path):
    place = folder(tmp_path)
    (place / "sample" / "2020-01-01.toml").write_bytes("title = '绿'".encode("gb18030"))
    _, found = read_folder(place)
    assert [(fault.code, fault.line) for fault in found] == [("file-unreadable", 1)]
