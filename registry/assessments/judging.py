"""One judgement from frozen inputs: the same submission, edition and findings always give the same bytes.

Keeping it is `keeping.py`'s, the arithmetic `scoring/`'s.
"""

from collections.abc import Mapping
from typing import Any

from registry.applications.criteria import edition_named
from registry.applications.schemas import FrozenSubmission
from registry.errors import Misconfigured
from scoring.adjust import adjust
from scoring.editions import Edition
from scoring.engine import score
from scoring.scorecard import Scorecard

Findings = Mapping[str, Mapping[str, Any]]
"""Criterion → `{value | points, reason}`, as `scoring.adjust` takes them."""


async def bound_edition(submission: FrozenSubmission) -> Edition:
    """The edition by which the submission was frozen.

    Raises Misconfigured `edition-gone`, or `edition-changed` if it no longer has the frozen digest: a judgement
    by other criteria than those handed in to would be none.
    """
    edition = await edition_named(submission.scheme, submission.edition)
    if edition.digest != submission.edition_digest:
        raise Misconfigured(
            "edition-changed",
            "The criteria edition {edition} was changed after this submission was handed in.",
            hint="Restore the published file; changes belong in a new edition with its own day.",
            edition=f"{submission.scheme}/{submission.edition}",
            frozen=submission.edition_digest,
            found=edition.digest,
        )
    return edition


async def judged(submission: FrozenSubmission, findings: Findings) -> Scorecard:
    """The scorecard of a submission with findings, which may be none. Raises Misconfigured as `bound_edition`.

    Raises ScoringError for findings that cannot stand; `registry/reviews/` lets none through.
    """
    edition = await bound_edition(submission)
    if not findings:
        return score(edition, submission.facts, format=submission.format)
    return adjust(edition, submission.facts, findings, format=submission.format)
