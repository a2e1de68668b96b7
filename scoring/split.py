"""Chains: what headquarters answers once for all its stores, and what each store answers for itself, put together.

Which criteria are answered where is in the edition (`at_headquarters`); the judging is `engine.py`'s.
"""

from collections.abc import Mapping
from typing import Any

from scoring.editions import Criterion, Edition
from scoring.faults import BadFacts, Fault


def at_headquarters(edition: Edition, format_code: str) -> tuple[Criterion, ...]:
    """The criteria that headquarters answers for stores of this format."""
    return tuple(row for row in edition.criteria if row.applies(format_code) and format_code in row.at_headquarters)


def for_store(
    edition: Edition,
    headquarters: Mapping[str, Any],
    store: Mapping[str, Any],
    *,
    format: str,  # noqa: A002 - the word of the domain and of the command line
) -> dict[str, Any]:
    """The facts by which one store is judged. Raises BadFacts for each answer that was given in the wrong place."""
    shared = {row.code for row in at_headquarters(edition, format)}
    faults = [_not_here(code) for code in headquarters if code not in shared]
    faults += [_not_there(code) for code in store if code in shared]
    if faults:
        raise BadFacts(faults)
    return {**headquarters, **store}


def _not_here(code: str) -> Fault:
    return Fault(
        "fact-not-for-headquarters",
        {
            "zh": f"“{code}”按门店评价，不由总部填报。",
            "en": f"“{code}” is answered by each store, not by headquarters.",
        },
        {"zh": "请在各门店填报。", "en": "State it for each store."},
        code,
    )


def _not_there(code: str) -> Fault:
    return Fault(
        "fact-for-headquarters",
        {"zh": f"“{code}”由总部统一填报。", "en": f"“{code}” is answered once, by headquarters."},
        {"zh": "请在总部填报，门店不再填写。", "en": "State it at headquarters and leave it out here."},
        code,
    )
