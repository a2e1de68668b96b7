"""What a draft amounts to, under the name that it will have."""

from registry.editions.judging import judged, worked
from registry.editions.queries import SHIPPED
from tests.factories.editions import complete
from tests.registry.editions.test_contents import content


def of(found):
    former = SHIPPED.of("green-mall")[-1]
    return judged(
        found, scheme="green-mall", place_code="520000", sources=SHIPPED.sources, chinese_only=True, former=former
    )


def test_what_follows_or_continues_nothing_is_a_fault_at_its_field():
    found = complete(content())
    found["chapters"][0]["criteria"][1] |= {"continues": "Z9"}
    assert [(placed.criterion, placed.field) for placed in of(found).errors] == [("A102", "continues")]
    lonely = judged(
        found | {"follows": "1999-01-01"},
        scheme="green-mall",
        place_code="520000",
        sources=SHIPPED.sources,
        chinese_only=True,
    )
    assert [(placed.criterion, placed.field) for placed in lonely.errors] == [("", "follows")]


def test_a_complete_draft_is_an_edition_of_its_province():
    found = of(complete(content()))
    assert (found.errors, found.edition.edition) == ((), "520000-2026-04-01")
    assert found.edition.maximum == 20


def test_a_first_day_that_is_none_is_a_fault_and_no_crash():
    found = of(complete(content()) | {"in_force_from": "bald"})
    assert [placed.field for placed in found.errors] == ["in_force_from"]


def test_cases_come_out_or_say_why_not():
    cases = [
        {"criterion": "B101", "given": "80", "expect": "4.0"},
        {"criterion": "B101", "given": "80 %", "expect": "4"},
        {"criterion": "Z", "given": True, "expect": "1"},
    ]
    first, second, third = worked(complete(content()), cases, chinese_only=True)
    assert (first.holds, first.outcome.points) == (True, "4")
    assert (second.holds, second.outcome, second.fault.code) == (False, None, "fact-with-unit")
    assert (third.holds, third.fault.code) == (False, "case-criterion")
    assert not worked(complete(content()), cases[:1], chinese_only=False)[0].holds  # without English it is not whole


def test_a_first_day_that_reads_as_another_is_refused():
    found = of(complete(content()) | {"in_force_from": "1775001600"})
    assert ([placed.field for placed in found.errors], found.edition) == (["in_force_from"], None)
