"""What decides a scorecard and the cheapest way to pass, pure: for the page, the desk and programs alike.

The sentences and the optimum are scoring's (`verdict.py`, `advice.py`); asking for the scorecard is `queries.py`'s.
"""

from collections.abc import Mapping

from registry.applications.faults import InvalidFacts
from registry.assessments.schemas import Advised, Improvable
from registry.errors import InvalidMany
from scoring.advice import advise_on
from scoring.faults import BadFacts
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard
from scoring.values import amount
from scoring.verdict import verdict

EVEN = "1"
"""Where nobody has stated efforts every item counts alike, so that the advice is the one with the fewest steps."""


def advised(card: Scorecard, efforts: Mapping[str, str] | None = None) -> Advised:
    """Why a scorecard passes or not, and the cheapest steps after which it would.

    `efforts` is criterion → effort of reaching it in full, in whatever unit; empty text: it cannot be improved. None
    where nobody has stated any. Raises InvalidMany for efforts that are no numbers, each naming its criterion.
    """
    lines = [line for line in card.lines if _improvable(line)]
    stated = {line.criterion.code: (efforts or {}).get(line.criterion.code, "") for line in lines}
    used = dict.fromkeys(stated, EVEN) if efforts is None else stated
    try:
        advice = advise_on(card, {code: effort for code, effort in used.items() if effort})
    except BadFacts as error:
        raise InvalidMany([InvalidFacts(f.code, f.message, f.hint, field=f.path) for f in error.faults]) from None
    return Advised(
        reasons=tuple(reason.to_json() for reason in verdict(card)),
        advice=advice.to_json(),
        stated=efforts is not None,
        improvable=tuple(
            Improvable(
                code=line.criterion.code,
                title=line.criterion.title.words(),
                gate=line.criterion.gate,
                points=amount(line.points),
                maximum=amount(line.maximum),
                effort=used[line.criterion.code],
            )
            for line in lines
        ),
    )


def _improvable(line: Line) -> bool:
    """Whether there is anything left to gain."""
    if line.status is Status.NOT_APPLICABLE:
        return False
    return not line.met if line.criterion.gate else line.points < line.maximum
