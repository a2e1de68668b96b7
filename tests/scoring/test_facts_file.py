"""Reading files of facts: exact numbers, and each way in which a file can be no file of facts."""

from decimal import Decimal
from pathlib import Path

import pytest

from scoring import facts_file
from scoring.facts_file import read_facts
from scoring.faults import BadFacts


def refusal(path):
    with pytest.raises(BadFacts) as caught:
        read_facts(path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.file) == ("facts-unreadable", str(path))
    assert all(words["zh"] and words["en"] for words in (fault.message, fault.hint))
    return fault


def written(tmp_path, content):
    path = tmp_path / "facts.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_numbers_are_exact_and_a_mark_at_the_beginning_is_no_fault(tmp_path):
    path = written(tmp_path, b'\xef\xbb\xbf{"A": 0.10, "B": [1, {"c": 2}], "C": null, "D": 1e2}')
    assert read_facts(path) == {"A": Decimal("0.10"), "B": [1, {"c": 2}], "C": None, "D": Decimal("1e2")}


def test_numbers_beyond_reason_are_left_to_the_criterion_that_refuses_them(tmp_path):
    long, tiny = "9" * 5000, "1e-99999999999999999999"
    found = read_facts(written(tmp_path, f'{{"A": {long}, "B": -1e99999999999999999999, "C": NaN, "D": {tiny}}}'))
    assert found["A"] == Decimal(long)
    assert found["B"] == found["D"] == Decimal(10) ** 40
    assert found["C"].is_nan()


@pytest.mark.parametrize(
    ("content", "said", "line"),
    [
        ("", "The file is empty.", 0),
        (" \n", "The file is empty.", 0),
        ('{\n "A": 1,\n}', "Not JSON from line 3, column 1: ", 3),
        ("[1]", "It is not an object of criterion codes and values.", 0),
        ("null", "It is not an object of criterion codes and values.", 0),
        ('{"A": true, "B": 1, "A": false}', "“A” is given twice.", 0),
        ('{"A": {"b": 1, "b": 1}}', "“b” is given twice.", 0),
        ('{"A": ' + "[" * 200_000 + "]" * 200_000 + "}", "Brackets are nested too deeply.", 0),
        (r'{"A": ["\udc00"]}', "It holds half a character (\\ud800 to \\udfff).", 0),
        ('{\n"键": 1}'.encode("gb18030"), "Line 2 is not in UTF-8.", 2),
    ],
)
def test_what_is_no_file_of_facts(tmp_path, content, said, line):
    fault = refusal(written(tmp_path, content))
    assert fault.message["en"].startswith(said)
    assert fault.line == line


def test_what_cannot_be_opened(tmp_path):
    assert refusal(tmp_path / "none.json").message["en"] == "There is no such file."
    assert refusal(tmp_path).message["en"] == "This is a folder, not a file."
    written(tmp_path, "{}")
    fault = refusal(tmp_path / "facts.json" / "x")
    assert fault.message["en"].startswith("It cannot be opened: ")
    assert fault.hint["en"] == "Check the path, and whether it may be read."


def test_a_file_without_end_is_refused_and_not_read_to_it(tmp_path, monkeypatch):
    monkeypatch.setattr(facts_file, "MOST_BYTES", 2 * 1024**2)
    assert refusal(Path("/dev/zero")).message["en"] == "The file is larger than 2 MB."
    path = written(tmp_path, b"{}" + b" " * (2 * 1024**2 - 2))
    assert read_facts(path) == {}
