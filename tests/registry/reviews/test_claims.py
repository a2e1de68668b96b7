"""What is claimed, what a reviewer may put in its place, and what a review has to cover."""

import pytest

from registry.applications.schemas import FrozenSubmission
from registry.errors import Invalid
from registry.identifiers import new_id
from registry.reviews.claims import check_value, checked_points, claim_of, claims_of, for_scoring, required_of
from registry.reviews.rules import Verdict
from registry.reviews.schemas import FindingView
from scoring.adjust import adjust
from scoring.in_force import edition_on
from scoring.values import amount
from tests.factories.reviewing import DAY, SCHEME

EDITION = edition_on(SCHEME, DAY)
FORMAT = EDITION.formats[0].code


def frozen(facts, form=FORMAT) -> FrozenSubmission:
    return FrozenSubmission(
        id=new_id(),
        application_id=new_id(),
        number=1,
        scheme=SCHEME,
        edition=EDITION.edition,
        edition_digest=EDITION.digest,
        format=form,
        facts=facts,
        notes={},
        evidence=(),
        submitted_on=DAY,
        submitted_at=None,  # type: ignore[arg-type] - nothing here reads it
        sha256="",
        snapshot={},
    )


def of_kind(kind):
    """A criterion of a measure that applies to the format."""
    return next(c.code for c in EDITION.criteria if c.measure.kind == kind and c.applies(FORMAT))


async def test_every_criterion_that_applies_has_a_claim_or_none():
    claims = await claims_of(frozen({"X101": False}))
    assert list(claims) == [criterion.code for criterion in EDITION.criteria if criterion.applies(FORMAT)]
    assert (claims["X101"].given, claims["X101"].value) == (True, False)
    assert (claims["X102"].given, claims["X102"].value) == (False, None)


async def test_what_the_edition_does_not_have_cannot_be_found():
    with pytest.raises(Invalid, match="criterion-unknown"):
        await claim_of(frozen({}), "Z9")


async def test_the_answered_and_the_judged_are_required():
    judged = {criterion.code for criterion in EDITION.criteria if criterion.judged and criterion.applies(FORMAT)}
    assert await required_of(frozen({"X101": True})) == judged | {"X101"}


async def test_the_same_number_in_another_spelling_is_no_change():
    code = of_kind("threshold")
    claim = await claim_of(frozen({code: "10.5"}), code)
    assert check_value(claim, "10.50") is False
    assert check_value(claim, "11") is True
    assert check_value(await claim_of(frozen({}), code), "11") is True


@pytest.mark.parametrize(
    ("value", "code"), [(None, "finding-value-missing"), ("是", "fact-wrong-type"), (float("nan"), "fact-wrong-type")]
)
async def test_a_value_that_cannot_be(value, code):
    with pytest.raises(Invalid) as refused:
        check_value(await claim_of(frozen({"X101": True}), "X101"), value)
    assert refused.value.code == code


async def test_half_of_a_value_is_no_value():
    code = of_kind("deduct_per_defect")
    claim = await claim_of(frozen({}), code)
    parts = len(claim.criterion.measure.field().parts)
    with pytest.raises(Invalid, match="finding-value-missing"):
        check_value(claim, [None] * parts)


async def test_points_are_awarded_within_the_maximum():
    claim = await claim_of(frozen({}), of_kind("capped_count"))
    most = claim.criterion.maximum
    assert checked_points(claim, "0.50") == "0.5"
    assert checked_points(claim, most) == amount(most)
    for points, code in [
        (None, "finding-value-missing"),
        (most + 1, "fact-out-of-range"),
        ("viel", "fact-not-a-number"),
    ]:
        with pytest.raises(Invalid) as refused:
            checked_points(claim, points)
        assert refused.value.code == code


async def test_a_gate_takes_no_points_and_a_judged_line_only_steps():
    gate = next(row.code for row in EDITION.criteria if row.gate)
    with pytest.raises(Invalid, match="finding-points-on-gate"):
        checked_points(await claim_of(frozen({}), gate), "1")
    with pytest.raises(Invalid, match="fact-not-in-step"):
        checked_points(await claim_of(frozen({}), of_kind("judged")), "0.3")


def test_points_reach_scoring_as_points():
    code = of_kind("capped_count")
    awarded = FindingView(code, Verdict.AWARD, value="0.5", reason="部分达到要求", ordinal=1, found_at=None)  # type: ignore[arg-type] - nothing here reads it
    line = adjust(EDITION, {code: 3}, for_scoring({code: awarded}), format=FORMAT).line(code)
    assert (amount(line.points), line.status.value) == ("0.5", "judged")


def test_scoring_takes_what_stands():
    finding = FindingView("X101", Verdict.CHANGE, value=False, reason="现场核查不符", ordinal=2, found_at=None)  # type: ignore[arg-type] - nothing here reads it
    confirmed = FindingView("X102", Verdict.CONFIRM, value=True, reason="", ordinal=1, found_at=None)  # type: ignore[arg-type] - the same
    findings = for_scoring({"X101": finding, "X102": confirmed})
    card = adjust(EDITION, {"X101": True, "X102": True}, findings, format=FORMAT)
    lines = {line.criterion.code: line for line in card.lines}
    assert (lines["X101"].met, lines["X102"].met) == (False, True)
