"""Two editions, clause by clause."""

from decimal import Decimal

from scoring.crosswalk import Crosswalk
from scoring.diff import diff
from tests.scoring.samples import COUNT, chapter, criterion, edition, green_mall, table, text


def brief(changes):
    return [(c.kind, c.old, c.new, [d.what for d in c.differences]) for c in changes]


def test_an_edition_does_not_differ_from_itself():
    assert {change.kind for change in diff(green_mall(), green_mall())} == {"same"}
    assert len(diff(green_mall(), green_mall())) == 1 + 6 + 42


def test_nothing_but_another_name_is_no_difference():
    later = edition(criterion("A1"), edition="2021-01-01")
    assert brief(diff(edition(criterion("A1")), later))[0] == ("same", "2020-01-01", "2021-01-01", [])


def test_whom_it_concerns_and_its_grades_are_differences():
    mark = table()["pass_mark"]
    grades = [{"code": "good", "title": text("良好", "Good"), "from_share": Decimal("0.8")}]
    rule = {"rule": "at_renewal", "note": text("过渡", "Passage")}
    new = edition(criterion("A1"), pass_mark=mark | {"grades": grades}, transition=rule)
    (found,) = [change for change in diff(edition(criterion("A1")), new) if change.kind == "changed"]
    assert [(each.what, each.old["zh"], each.new["zh"], each.new["en"]) for each in found.differences] == [
        ("grades", "无", "良好 0.8", "Good 0.8"),
        ("transition", "施行之日起新建的申报", "施行之日起的延续申报", "renewals from its first day on"),
    ]


def test_every_difference_is_named():
    old = edition(
        chapter(criterion("A1"), criterion("A2"), criterion("A3"), criterion("G", gate=True)),
        chapter(criterion("B1"), code="B"),
    )
    new = edition(
        chapter(
            criterion(
                "A1",
                COUNT,
                title=text("新"),
                requirement=text("新要求"),
                bonus=True,
                applies_to=["mall"],
                evidence=[text("照片", "photo"), text("台账", "ledger")],
                evidence_required=True,
                citation={"document": "law", "clause": text("第二条", "Article 2")},
            ),
            criterion("A2"),
            criterion("N1", gate=True),
            minimum_share=Decimal("0.5"),
        ),
        chapter(criterion("C1"), code="C"),
        edition="2021-01-01",
        formats=table()["formats"][:1],
    )
    changes = diff(old, new)
    assert brief(changes) == [
        ("changed", "2020-01-01", "2021-01-01", ["total", "formats"]),
        ("changed", "A", "A", ["points", "minimum_share"]),
        ("added", None, "C", []),
        ("changed", "A1", "A1", ["title", "requirement", "points", "rule", "role", "formats", "evidence", "source"]),
        ("same", "A2", "A2", []),
        ("added", None, "N1", []),
        ("added", None, "C1", ["points"]),
        ("removed", "A3", None, ["points"]),
        ("removed", "G", None, []),
        ("removed", "B1", None, ["points"]),
    ]
    shown = changes[3].to_json()
    assert [(part["old"]["zh"], part["new"]["zh"]) for part in shown["differences"][4:]] == [
        ("计分项", "加分项"),
        ("全部", "商场"),
        ("无", "照片、台账（必须）"),
        ("办法，第一条", "办法，第二条"),
    ]
    assert shown["differences"][6]["new"]["en"] == "photo, ledger (required)"
    assert changes[1].differences[1].old["en"] == "none"
    assert changes[6].to_json()["differences"][0]["old"] == {"zh": "0", "en": "0"}


def test_chapters_without_common_codes_are_compared_by_place():
    old = edition(chapter(criterion("A1"), code="A"))
    new = edition(chapter(criterion("A1"), code="X"), chapter(criterion("B1"), code="Y"))
    assert [(change.old, change.new) for change in diff(old, new)[1:3]] == [("A", "X"), (None, "Y")]


def test_a_crosswalk_says_what_continues_what():
    old = edition(criterion("A1", title=text("甲")), criterion("A2", gate=True))
    new = edition(criterion("B1", title=text("甲")), criterion("B2", gate=True, title=text("乙")))
    pairs = [{"old": "A1", "new": "B1"}, {"old": "A2", "new": "B2"}, {"old": "A1", "new": "B2", "carry": "evidence"}]
    walk = Crosswalk(scheme="sample", old="a", new="b", pairs=pairs)
    assert brief(diff(old, new, walk))[2:] == [
        ("moved", "A1", "B1", []),
        ("changed", "A2", "B2", ["title"]),
        ("changed", "A1", "B2", ["title", "points", "rule", "role"]),
    ]
    assert diff(old, new, walk)[4].differences[3].new == {"zh": "否决项", "en": "gate"}
