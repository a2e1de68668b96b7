"""Carrying a form from one edition to the next: what stays, what is lost, and crosswalks that make no sense."""

import pytest

from scoring.crosswalk import Crosswalk, Pair, carry, chained, lint_crosswalk, lint_followed, same_codes, stated
from scoring.editions import Edition
from scoring.loader import Library, load_all, read_folder
from tests.scoring.samples import COUNT, EDITION, THRESHOLD, criterion, edition, folder

OLD = edition(criterion("A1", THRESHOLD), criterion("A2", COUNT), criterion("A3"), criterion("A4"))
NEW = edition(
    criterion("B1", THRESHOLD | {"highest": 90}), criterion("B2", COUNT), criterion("A3", COUNT), criterion("A4")
)


def walk(*pairs):
    rows = [dict(zip(("old", "new", "carry"), pair, strict=False)) for pair in pairs]
    return Crosswalk(scheme="sample", old="2020-01-01", new="2020-01-01", pairs=rows)


WALK = walk(("A1", "B1"), ("A2", "B2"), ("A3", "B2", "evidence"), ("A4", "A4", "nothing"))


def test_answers_and_evidence_are_carried():
    carried = carry(WALK, NEW, {"A1": "85", "A2": 3, "A3": True, "A4": True})
    assert carried.facts == {"B1": "85", "B2": 3}
    assert carried.evidence == {"B1": ("A1",), "B2": ("A2", "A3")}
    assert carried.lost == ("A3", "A4")


def test_what_the_new_edition_refuses_is_lost_and_what_was_not_stated_is_no_loss():
    carried = carry(WALK, NEW, {"A1": "95", "A2": None})
    assert (carried.facts, carried.lost) == ({}, ("A1",))


def test_equal_codes_continue_each_other():
    pairs = same_codes(OLD, NEW).pairs
    assert pairs == (Pair(old="A3", new="A3", carry="evidence"), Pair(old="A4", new="A4"))


def following(new, old, **former):
    """`new` as the one that follows `old`: `former` says by code which criterion each continues."""
    part = new.chapters[0]
    rows = tuple(row.model_copy(update={"continues": former.get(row.code)}) for row in part.criteria)
    chapters = (part.model_copy(update={"criteria": rows}),)
    return made(new, follows=old.edition, chapters=chapters)


def made(rules, **other):
    """An edition that differs in this, made anew: copies would remember the criteria that they had."""
    return Edition.model_validate(rules.model_dump() | other)


def test_an_edition_says_itself_what_it_continues():
    said = stated(OLD, following(NEW, OLD, B1="A1", B2="A2", A4="Z"))
    assert said.pairs == (Pair(old="A1", new="B1", carry="evidence"), Pair(old="A2", new="B2"))


def test_crosswalks_in_a_row_carry_what_all_of_them_let_pass():
    first = walk(("A1", "B1"), ("A2", "B2", "evidence"), ("A3", "B3"), ("A4", "B4", "nothing"))
    second = walk(("B1", "C1"), ("B2", "C2"), ("B3", "C3", "evidence"), ("B4", "C4"), ("B1", "C5"), ("B9", "C9"))
    assert [(pair.old, pair.new, pair.carry) for pair in chained(first, second).pairs] == [
        ("A1", "C1", "answer_and_evidence"),
        ("A2", "C2", "evidence"),
        ("A3", "C3", "evidence"),
        ("A4", "C4", "nothing"),
        ("A1", "C5", "answer_and_evidence"),
    ]


def test_a_library_goes_by_way_of_the_editions_between():
    def named(rules, day, **former):
        later = made(rules, edition=day, in_force_from=day)
        return following(later, last[0], **former) if former else later

    last = [named(OLD, "2020-01-01")]
    first = last[0]
    last[0] = second = named(NEW, "2021-01-01", B1="A1", B2="A2")
    third = named(NEW, "2022-01-01", B1="B2", A4="B1")
    library = Library({}, (first, second, third), {})
    assert [(pair.old, pair.new) for pair in library.crosswalk(first, third).pairs] == [("A2", "B1"), ("A1", "A4")]
    assert library.crosswalk(second, third).pairs == stated(second, third).pairs
    assert library.crosswalk(third, second).pairs == chained(same_codes(third, first), stated(first, second)).pairs
    lost = made(third, follows="1999-01-01")
    assert library.crosswalk(first, lost) == same_codes(first, lost)
    early = made(second, follows=third.edition)
    assert library.crosswalk(first, early) == same_codes(first, early)


def test_lints_of_what_an_edition_says_it_follows():
    new = following(NEW, OLD, B1="A1", B2="Z")
    assert [(fault.code, fault.path) for fault in lint_followed(new, OLD)] == [("continues-unknown", "B2")]
    assert [(fault.code, fault.path) for fault in lint_followed(new, None)] == [("follows-unknown", "follows")]
    assert [fault.code for fault in lint_followed(made(new, follows=None), None)] == ["continues-unknown"] * 2
    assert list(lint_followed(NEW, None)) == []


@pytest.mark.parametrize(
    ("pairs", "codes"),
    [
        (WALK.pairs, []),
        ([Pair(old="A1", new="Z")], ["crosswalk-code"]),
        ([Pair(old="Z", new="B1")], ["crosswalk-code"]),
        ([Pair(old="A2", new="B2"), Pair(old="A2", new="B2")], ["crosswalk-twice"]),
        ([Pair(old="A1", new="B2")], ["crosswalk-answer"]),
        ([Pair(old="A1", new="B2", carry="evidence")], []),
    ],
)
def test_lints(pairs, codes):
    crosswalk = Crosswalk(scheme="sample", old="a", new="b", pairs=pairs)
    assert [fault.code for fault in lint_crosswalk(crosswalk, OLD, NEW)] == codes


def test_editions_that_there_are_not():
    assert [fault.path for fault in lint_crosswalk(WALK, None, NEW)] == ["old"]
    assert [fault.path for fault in lint_crosswalk(WALK, OLD, None)] == ["new"]


def with_crosswalk(place, name, text):
    second = EDITION.replace("in_force_from = 2020-01-01", "in_force_from = 2021-01-01")
    first = EDITION.replace("2020-01-01", "2020-01-01\nin_force_until = 2020-12-31")
    folder(place, d2020_01_01=first, d2021_01_01=second)
    (place / "sample" / "crosswalks").mkdir()
    (place / "sample" / "crosswalks" / name).write_text(text, encoding="utf-8")
    return place


def test_a_written_crosswalk_is_found_and_otherwise_equal_codes(tmp_path):
    place = with_crosswalk(
        tmp_path, "2020-01-01--2021-01-01.toml", 'pairs = [{ old = "A1", new = "A1", carry = "nothing" }]'
    )
    library = load_all(place)
    first, second = library.editions
    assert library.crosswalk(first, second).pairs[0].carry == "nothing"
    assert library.crosswalk(second, first).pairs[0].carry == "answer_and_evidence"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("2020-01-01--2021-01-01.toml", 'pairs = [{ old = "A9", new = "A1" }]', "crosswalk-code"),
        ("2020-01-01.toml", "pairs = []", "crosswalk-edition"),
        ("2020-01-01--2021-01-01.toml", "pears = []", "key-unknown"),
        ("2020-01-01--2021-01-01.toml", "pairs = [", "file-unreadable"),
    ],
)
def test_bad_crosswalk_files_are_named(tmp_path, name, text, code):
    _, faults = read_folder(with_crosswalk(tmp_path, name, text))
    assert code in [fault.code for fault in faults]
    assert {fault.file for fault in faults} == {f"sample/crosswalks/{name}"}


def test_the_one_that_ships_carries_a_form_of_2018():
    library = load_all()
    old, new = library.get("green-mall", "2018-03-01"), library.get("green-mall", "2021-05-25")
    carried = carry(library.crosswalk(old, new), new, {"M101": True, "M104": 2, "M201": [95, 100], "M501": "0.03"})
    assert carried.facts == {"X101": True, "X103": 2, "X501": "0.03"}
    assert carried.evidence["X202-1"] == ("M201",)
    assert carried.lost == ("M201",)


def test_a_file_that_follows_nothing_is_named(tmp_path):
    folder(tmp_path, d2020_01_01=EDITION.replace("in_force_from", 'follows = "2019-01-01"\nin_force_from', 1))
    _, faults = read_folder(tmp_path)
    assert [(fault.code, fault.file) for fault in faults] == [("follows-unknown", "sample/2020-01-01.toml")]
