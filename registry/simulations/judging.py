"""One part of a simulation: the next applications, judged by their own edition and by the one in question.

It reads and thinks; keeping progress is `actions.py`'s, what judging means is `scoring/simulation.py`'s.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from registry import clock
from registry.applications import archive
from registry.applications.rules import State as ApplicationState
from registry.applications.schemas import HandedIn
from registry.assessments.judging import bound_edition
from registry.assessments.queries import findings_for_system
from registry.editions.queries import library
from registry.errors import LvceError
from registry.issuance.queries import issued_for_system
from registry.public_register.queries import counted_of
from registry.simulations.rules import MoveKind, Tally, brief
from scoring.crosswalk import Crosswalk
from scoring.editions import Edition
from scoring.faults import ScoringError
from scoring.simulation import Frozen, Move, simulate
from scoring.values import amount

PLACES = Decimal("0.0001")
"""To how much of a share of the whole a cause is told."""


@dataclass(frozen=True, slots=True)
class Part:
    """What became of the next applications: the last one's id, how many there were, counts, rows of moves."""

    cursor: UUID
    count: int
    tally: Tally
    moves: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Submissions that were judged by one edition, with the way from it to the new one."""

    old: Edition
    walk: Crosswalk
    rows: list[HandedIn]


async def judged_part(
    edition: Edition, place_code: str, *, until: datetime, after: UUID | None, at_once: int
) -> Part | None:
    """Judge the next applications after `after`; None if there are no more."""
    rows = await archive.part(edition.scheme, place_code, until=until, after=after, at_once=at_once)
    if not rows:
        return None
    findings = await findings_for_system(row.submission.id for row in rows)
    counted = await _counted(row.application_id for row in rows if row.state is ApplicationState.RECOGNISED)
    tally = Tally()
    groups = await _groups(edition, rows, tally)
    moves = await asyncio.to_thread(_judge_all, edition, groups, findings, counted, tally)
    return Part(rows[-1].application_id, len(rows), tally, tuple(moves))


async def _counted(recognised: Iterable[UUID]) -> set[UUID]:
    """Those whose recognition counts for targets today: one that was revoked cannot be lost once more."""
    issued = await issued_for_system(list(recognised))
    return {issued[certificate] for certificate in await counted_of(issued.keys(), clock.today())}


async def _groups(edition: Edition, rows: Sequence[HandedIn], tally: Tally) -> list[_Group]:
    groups: dict[str, _Group] = {}
    shelf = await library()
    for row in rows:
        try:
            old = await bound_edition(row.submission)
        except LvceError as error:
            tally.skip(str(row.application_id), str(error))
            continue
        if old.digest not in groups:
            groups[old.digest] = _Group(old, shelf.crosswalk(old, edition), [])
        groups[old.digest].rows.append(row)
    return list(groups.values())


def _judge_all(
    edition: Edition,
    groups: list[_Group],
    findings: Mapping[UUID, Mapping[str, Any]],
    counted: Collection[UUID],
    tally: Tally,
) -> list[dict[str, Any]]:
    """Runs in a thread: it only thinks."""
    moves = []
    for group in groups:
        for row in group.rows:
            found = findings.get(row.submission.id, {})
            frozen = Frozen(str(row.application_id), row.submission.facts, row.submission.format, row.place_code, found)
            try:
                judged = simulate(group.old, edition, [frozen], crosswalk=group.walk)
            except ScoringError as error:
                tally.skip(str(row.application_id), str(error))
                continue
            place, counts = tally.place(row.place_code), judged.places[row.place_code]
            place.submissions += 1
            place.before += counts.before
            place.after += counts.after
            tally.editions[group.old.edition] += 1
            tally.clauses.update(judged.by_clause)
            for move in judged.moves:
                kind = MoveKind(move.kind)
                place.move(
                    kind,
                    recognised=row.state is ApplicationState.RECOGNISED,
                    counted=row.application_id in counted,
                    year=row.year,
                )
                moves.append(_move(row, kind, move))
    return moves


def _move(row: HandedIn, kind: MoveKind, move: Move) -> dict[str, Any]:
    """A row of the table of moves, without the simulation that it belongs to."""
    snapshot = row.submission.snapshot
    return {
        "application_id": row.application_id,
        "site_name": snapshot["site"]["name"],
        "enterprise_name": snapshot["enterprise"]["name"],
        "place_code": row.place_code,
        "year": row.year,
        "state": row.state.value,
        "kind": kind.value,
        "before": brief(move.before),
        "after": brief(move.after),
        "causes": [
            {"kind": cause.kind, "code": cause.code, "change": amount(cause.change.quantize(PLACES))}
            for cause in move.causes
        ],
        "lost": list(move.lost),
    }
