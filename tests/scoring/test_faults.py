"""Faults tell where, what and what to do, in both languages."""

from scoring.faults import Fault, ScoringError

WHOLE = Fault("a-code", {"zh": "错。", "en": "Wrong."}, {"zh": "改。", "en": "Mend."}, "A1", "x/y.toml", 7)
BARE = Fault("a-code", {"zh": "错。", "en": "Wrong."}, {"zh": "改。", "en": "Mend."})


def test_a_fault_reads_like_a_compilers():
    assert str(WHOLE) == "x/y.toml:7:A1: error [a-code] Wrong. Mend.\n    错。改。"
    assert str(BARE) == "error [a-code] Wrong. Mend.\n    错。改。"


def test_a_fault_as_data_names_the_places_that_are_known():
    message, hint = {"zh": "错。", "en": "Wrong."}, {"zh": "改。", "en": "Mend."}
    assert BARE.to_json() == {"code": "a-code", "message": message, "hint": hint, "severity": "error"}
    assert WHOLE.to_json() == BARE.to_json() | {"path": "A1", "file": "x/y.toml", "line": 7}


def test_an_error_speaks_through_its_first_fault_and_tells_them_all():
    error = ScoringError([WHOLE, BARE])
    assert (error.code, error.message, error.hint, error.path) == (WHOLE.code, WHOLE.message, WHOLE.hint, WHOLE.path)
    assert error.faults == (WHOLE, BARE)
    assert str(error) == f"{WHOLE}\n{BARE}"
