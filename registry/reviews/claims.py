"""What a submission claims for each criterion, and which values a reviewer may put in its place.

The rules of values are scoring's; asking the submission is the caller's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.applications.criteria import edition_named, faults_of
from registry.applications.faults import InvalidFacts
from registry.applications.schemas import FrozenSubmission
from registry.errors import Invalid
from registry.reviews.rules import Verdict, required_findings, unknown_criterion
from registry.reviews.schemas import FindingView
from scoring.adjust import adjust
from scoring.editions import Criterion, Edition
from scoring.facts import read
from scoring.faults import BadFindings
from scoring.values import amount

AWARDED = "awarded"
"""Any reason: whether the reviewer gave one is `rules.py`'s to say."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One criterion of a submission's edition with what was answered; `given` is False where nothing was."""

    edition: Edition
    criterion: Criterion
    given: bool
    value: Any


async def claims_of(frozen: FrozenSubmission) -> dict[str, Claim]:
    """Every criterion that applies to the submission's format, in the order of the edition."""
    edition = await edition_named(frozen.scheme, frozen.edition)
    return {
        criterion.code: Claim(
            edition,
            criterion,
            given=frozen.facts.get(criterion.code) is not None,
            value=frozen.facts.get(criterion.code),
        )
        for criterion in edition.criteria
        if criterion.applies(frozen.format)
    }


async def claim_of(frozen: FrozenSubmission, code: str) -> Claim:
    """One criterion's claim; Invalid `criterion-unknown` if the edition has no such criterion for this format."""
    claim = (await claims_of(frozen)).get(code)
    if claim is None:
        raise unknown_criterion(code, field="criterion")
    return claim


async def required_of(frozen: FrozenSubmission) -> frozenset[str]:
    """The criteria without whose finding the review cannot conclude."""
    claims = await claims_of(frozen)
    return required_findings(
        judged=(code for code, claim in claims.items() if claim.criterion.judged),
        answered=(code for code, claim in claims.items() if claim.given),
    )


def check_value(claim: Claim, value: Any) -> bool:
    """Whether a reviewer's value differs from the claim. Raises Invalid, in scoring's words, for one that cannot be.

    `85.50` and `85.5` are the same number, so they are compared as the measure reads them.
    """
    if value is None:
        raise _missing()
    for fault in faults_of(claim.edition, {claim.criterion.code: value}):
        raise fault
    stands = read(claim.criterion, value)
    if stands is None:
        raise _missing()
    return not claim.given or bool(stands != read(claim.criterion, claim.value))


def checked_points(claim: Claim, points: Any) -> str:
    """The points that a reviewer awards, as exact text. Raises Invalid, in scoring's words, for such as cannot be awarded."""
    if points is None:
        raise _missing()
    code = claim.criterion.code
    try:
        line = adjust(claim.edition, {}, {code: {"points": points, "reason": AWARDED}}).line(code)
    except BadFindings as error:
        fault = error.faults[0]
        raise InvalidFacts(fault.code, fault.message, fault.hint, field=code) from None
    return amount(line.points)


def _missing() -> Invalid:
    """Nothing, or only a part of a value of several parts."""
    return Invalid(
        "finding-value-missing",
        "Enter the value that you found.",
        hint="Confirm the item instead, if the enterprise's value is right.",
        field="value",
    )


def for_scoring(found: Mapping[str, FindingView]) -> dict[str, dict[str, Any]]:
    """The standing findings as scoring adjusts by them; what confirms needs no reason there either."""
    return {
        code: {"points" if finding.verdict is Verdict.AWARD else "value": finding.value, "reason": finding.reason}
        for code, finding in found.items()
    }
