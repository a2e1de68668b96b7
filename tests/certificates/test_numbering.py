import csv
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.faults import Refused
from certificates.kinds import kind
from certificates.numbering import check_identifier, e_licence_identifier, format_number, parse_identifier, raised

GREEN = kind("green-mall")
ISSUER = "11520000009390000T"


def test_published_identifiers(cases):
    with (cases / "elicence_vectors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3
    for row in rows:
        findings = check_identifier(row["identifier"])
        assert (findings == ()) == (row["valid"] == "yes"), row
        if row["valid"] == "no":
            assert [(one.severity, one.fault.code) for one in findings] == [("error", "identifier-check")]
            assert "should be D" in findings[0].fault.en


def test_the_number_a_person_reads():
    assert format_number(GREEN, place="520100", year=2026, serial=1) == "GM-520100-2026-0001"
    assert format_number(GREEN, place="520100", year=2026, serial=12345) == "GM-520100-2026-12345"


@pytest.mark.parametrize(
    ("place", "year", "serial"), [("5201", 2026, 1), ("520100", 26, 1), ("520100", 2026, 0), ("52010x", 2026, 1)]
)
def test_impossible_parts_are_refused(place, year, serial):
    with pytest.raises(Refused, match="number-parts"):
        format_number(GREEN, place=place, year=year, serial=serial)


def test_our_identifiers_are_right_and_a_reissue_keeps_the_serial():
    first = e_licence_identifier(GREEN, issuer=ISSUER, place="520100", year=2026, serial=7)
    second = e_licence_identifier(GREEN, issuer=ISSUER, place="520100", year=2026, serial=7, version=2)
    assert check_identifier(first) == check_identifier(second) == ()
    one, two = parse_identifier(first), parse_identifier(second)
    assert (one.serial, one.version) == ("20265201000007", "001")
    assert (two.serial, two.version) == ("20265201000007", "002")
    assert one.type_code == ISSUER + "001"
    assert str(one) == first


def test_a_reissue_by_another_issuer_keeps_type_and_serial():
    first = e_licence_identifier(GREEN, issuer=ISSUER, place="520100", year=2026, serial=7)
    again = raised(first, version=2, issuer=ISSUER)
    assert again == e_licence_identifier(GREEN, issuer=ISSUER, place="520100", year=2026, serial=7, version=2)
    moved = raised(again, version=3, issuer="11100000000013338W")
    parts = parse_identifier(moved)
    assert check_identifier(moved) == ()
    assert (parts.type_code, parts.issuer, parts.serial, parts.version) == (
        ISSUER + "001",
        "11100000000013338W",
        "20265201000007",
        "003",
    )
    with pytest.raises(Refused, match="version-range"):
        raised(first, version=1000, issuer=ISSUER)
    with pytest.raises(Refused, match="identifier-structure"):
        raised("GM-1", version=2, issuer=ISSUER)


def test_the_authority_that_defines_the_licence_may_be_another():
    identifier = e_licence_identifier(
        GREEN, issuer=ISSUER, authority="11100000000013338W", place="520100", year=2026, serial=1
    )
    assert parse_identifier(identifier).type_code == "11100000000013338W001"


def test_wrong_issuers_and_versions_are_refused():
    with pytest.raises(Refused, match="issuer-uscc"):
        e_licence_identifier(GREEN, issuer=ISSUER[:-1] + "X", place="520100", year=2026, serial=1)
    with pytest.raises(Refused, match="version-range"):
        e_licence_identifier(GREEN, issuer=ISSUER, place="520100", year=2026, serial=1, version=1000)


def test_phones_write_full_width_and_spaces():
    identifier = e_licence_identifier(GREEN, issuer=ISSUER, place="520100", year=2026, serial=1)
    wide = " " + identifier.lower().replace("1", "１") + " "
    assert check_identifier(wide) == ()


@pytest.mark.parametrize("text", ["", "1.2.3", "GM-520100-2026-0001", "1.2.156.3005.2..", "x" * 5000])
def test_what_is_no_identifier_has_no_structure(text):
    assert [one.fault.code for one in check_identifier(text)] == ["identifier-structure"]


def test_a_wrong_code_inside_is_a_warning_only():
    right = parse_identifier(e_licence_identifier(GREEN, issuer=ISSUER, place="520100", year=2026, serial=1))
    foreign = dataclasses.replace(right, issuer="0" * 17 + "1")
    foreign = dataclasses.replace(foreign, check=foreign.expected_check)
    assert [one.severity for one in check_identifier(str(foreign))] == ["warning"]


@given(st.integers(1, 9999), st.integers(2000, 2099), st.data())
def test_one_mistyped_character_is_always_found(serial, year, data):
    identifier = e_licence_identifier(GREEN, issuer=ISSUER, place="520100", year=year, serial=serial)
    places = [i for i, character in enumerate(identifier) if i > len("1.2.156.3005.2.") and character != "."]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ").filter(lambda c: c != identifier[place]))
    findings = check_identifier(identifier[:place] + other + identifier[place + 1 :])
    assert any(one.severity == "error" for one in findings)
