"""The cheapest way to pass: which items to improve, and how far, so that gates, chapter floors and total are all reached.

Exact: every combination that could be cheapest is weighed. What an improvement costs is stated by whoever asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from scoring.editions import Edition
from scoring.engine import score
from scoring.facts import read_number, refuse
from scoring.faults import BadFacts, Fault, Refused
from scoring.grading import share_of
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard
from scoring.values import Words, amount, points_en

_ZERO = Decimal(0)


class Option(NamedTuple):
    """One way to improve a line: the points it then has (a gate: none), and the effort, in whatever unit was stated."""

    line: Line
    points: Decimal
    effort: Decimal

    @property
    def gain(self) -> Decimal:
        """How many points more than now."""
        return self.points - self.line.points

    def to_json(self) -> dict[str, Any]:
        """Plain data, with the step in words."""
        criterion = self.line.criterion
        return {
            "code": criterion.code,
            "title": criterion.title.words(),
            "gate": criterion.gate,
            "from": amount(self.line.points),
            "to": amount(self.points),
            "effort": amount(self.effort),
            "text": self.words(),
            "rule": criterion.measure.rule(),
        }

    def words(self) -> Words:
        """The step as a sentence."""
        code, title, cost = self.line.criterion.code, self.line.criterion.title, amount(self.effort)
        if self.line.criterion.gate:
            return {
                "zh": f"达到 {code}“{title.zh}”，投入 {cost}。",
                "en": f"Meet {code} “{title.en}”, at an effort of {cost}.",
            }
        old, new = amount(self.line.points), amount(self.points)
        return {
            "zh": f"把 {code}“{title.zh}”由 {old} 分提高到 {new} 分，投入 {cost}。",
            "en": f"Raise {code} “{title.en}” from {old} to {points_en(self.points)}, at an effort of {cost}.",
        }


@dataclass(frozen=True, slots=True)
class Advice:
    """The steps in the order of the edition; none if it passes as it stands. If `obstacles`, nothing stated suffices."""

    card: Scorecard
    steps: tuple[Option, ...]
    obstacles: tuple[Words, ...]

    @property
    def possible(self) -> bool:
        """Whether the stated improvements can bring it to pass."""
        return not self.obstacles

    @property
    def effort(self) -> Decimal:
        """What all steps cost together."""
        return sum((step.effort for step in self.steps), _ZERO)

    @property
    def total(self) -> Decimal:
        """The total after all steps."""
        return self.card.total + sum((step.gain for step in self.steps), _ZERO)

    def to_json(self) -> dict[str, Any]:
        """Plain data, amounts as text."""
        share = share_of(self.total, self.card.maximum, self.card.edition.rounding)
        return {
            "scheme": self.card.edition.scheme,
            "edition": self.card.edition.edition,
            "passes_now": self.card.passed,
            "possible": self.possible,
            "effort": amount(self.effort),
            "total_now": amount(self.card.total),
            "total_then": amount(self.total),
            "maximum": amount(self.card.maximum),
            "share_then": None if share is None else amount(share),
            "steps": [step.to_json() for step in self.steps],
            "obstacles": list(self.obstacles),
        }


class _Way(NamedTuple):
    """A combination of steps. Ways compare by effort, then by the number of steps, then by their order in the edition."""

    effort: Decimal
    steps: int
    places: tuple[tuple[int, Decimal], ...]


_NO_STEPS = _Way(_ZERO, 0, ())
_Ways = dict[Decimal, _Way]


def advise(
    edition: Edition,
    stated: Mapping[str, Any],
    efforts: Mapping[str, Any],
    *,
    format: str | None = None,  # noqa: A002 - the word of the domain and of the command line
) -> Advice:
    """The cheapest steps after which the stated facts would pass, as `advise_on` finds them.

    Raises BadFacts for facts and for efforts, NoEdition for the format.
    """
    return advise_on(score(edition, stated, format=format), efforts)


def advise_on(card: Scorecard, efforts: Mapping[str, Any]) -> Advice:
    """The cheapest steps after which a scorecard, of whatever findings, would pass.

    `efforts` holds, for each criterion that can be improved, the effort of reaching it in full, or a list of
    `{points, effort}`. Raises BadFacts for efforts.
    """
    edition = card.edition
    options = _options(edition, card, efforts)
    obstacles, required = _gates(card, options)
    groups, ways = _groups(card), {_ZERO: _NO_STEPS}
    needed = edition.pass_mark.share * card.maximum - card.total
    for name, lines, short in groups:
        part = _weigh(
            [options.get(line.criterion.code, ()) for line in lines], [card.lines.index(line) for line in lines]
        )
        reaching = {gain: way for gain, way in part.items() if gain >= short}
        if not reaching:
            obstacles.append(_short(name, short - max(part)))
        else:
            ways = _cheapest(
                (min(one + two, max(needed, _ZERO)), _both(first, second))
                for one, first in ways.items()
                for two, second in reaching.items()
            )
    enough = [way for gain, way in ways.items() if gain >= needed]
    if not enough and not obstacles:
        obstacles.append(_short({"zh": "总分", "en": "The total"}, needed - max(ways)))
    gates = any(line.criterion.gate and line.status is not Status.NOT_APPLICABLE for line in card.lines)
    if not card.maximum and not gates:
        obstacles.append({"zh": "没有适用的条款。", "en": "Nothing applies."})
    if obstacles:
        return Advice(card, (), tuple(obstacles))
    chosen = dict(min(enough).places)
    steps = [
        next(option for option in options[line.criterion.code] if option.points == chosen[place])
        if place in chosen
        else required[line.criterion.code]
        for place, line in enumerate(card.lines)
        if place in chosen or line.criterion.code in required
    ]
    return Advice(card, tuple(steps), ())


def _options(edition: Edition, card: Scorecard, efforts: Mapping[str, Any]) -> dict[str, tuple[Option, ...]]:
    faults: list[Fault] = []
    options: dict[str, tuple[Option, ...]] = {}
    lines = {line.criterion.code: line for line in card.lines}
    for code, given in efforts.items():
        try:
            if code not in edition.by_code:
                raise _unknown(str(code))
            read = _read(lines[code], given)
        except Refused as refused:
            faults.append(refused.fault)
        else:
            options[code] = () if lines[code].status is Status.NOT_APPLICABLE else read
    if faults:
        raise BadFacts(faults)
    return options


def _read(line: Line, given: Any) -> tuple[Option, ...]:
    """The stated ways to improve a line, without those that improve nothing; for the same points the cheapest."""
    code, most = line.criterion.code, line.criterion.maximum
    rows = given if isinstance(given, list) else [{"points": most, "effort": given}]
    cheapest: dict[Decimal, Decimal] = {}
    for place, row in enumerate(rows):
        if not isinstance(row, dict) or row.keys() != {"points", "effort"}:
            raise _shapeless(f"{code}[{place}]")
        points = read_number(row["points"], f"{code}[{place}].points", highest=most)
        effort = read_number(row["effort"], f"{code}[{place}].effort" if isinstance(given, list) else code)
        cheapest[points] = min(effort, cheapest.get(points, effort))
    return tuple(
        Option(line, points, effort)
        for points, effort in cheapest.items()
        if points > line.points or (line.criterion.gate and not line.met)
    )


def _gates(card: Scorecard, options: Mapping[str, tuple[Option, ...]]) -> tuple[list[Words], dict[str, Option]]:
    """Gates that are not met: what stands in the way, and the step that each of the others takes."""
    obstacles: list[Words] = []
    required: dict[str, Option] = {}
    for line in card.lines:
        criterion = line.criterion
        if not criterion.gate or line.met or line.status is Status.NOT_APPLICABLE:
            continue
        if found := options.get(criterion.code):
            required[criterion.code] = min(found, key=lambda option: option.effort)
        else:
            obstacles.append(
                {
                    "zh": f"否决项 {criterion.code}“{criterion.title.zh}”未达标，也没有说明可以改进。",
                    "en": f"Gate {criterion.code} “{criterion.title.en}” is not met, and no way to meet it was stated.",
                }
            )
    return obstacles, required


def _groups(card: Scorecard) -> list[tuple[Words, list[Line], Decimal]]:
    """Lines that share a demand, with the points they are short of it: one group for each chapter, one for all bonuses."""
    groups = []
    for part in card.result.chapters:
        floor, code = part.chapter.minimum_share, part.chapter.code
        short = _ZERO if floor is None else floor * part.counted.maximum - part.counted.points
        lines = [x for x in card.lines if x.chapter == code and not x.criterion.gate and not x.criterion.bonus]
        groups.append((part.chapter.title.words(), lines, short))
    extra: Words = {"zh": "加分项", "en": "Bonuses"}
    return [*groups, (extra, [line for line in card.lines if line.criterion.bonus], _ZERO)]


def _weigh(choices: list[tuple[Option, ...]], places: list[int]) -> _Ways:
    """Points gained → the cheapest way to gain at least as many, over all combinations of one option (or none) each."""
    ways: _Ways = {_ZERO: _NO_STEPS}
    for options, place in zip(choices, places, strict=True):
        ways = _cheapest(
            [
                *ways.items(),
                *(
                    (gain + option.gain, _both(way, _Way(option.effort, 1, ((place, option.points),))))
                    for gain, way in ways.items()
                    for option in options
                ),
            ]
        )
    return ways


def _both(one: _Way, two: _Way) -> _Way:
    return _Way(one.effort + two.effort, one.steps + two.steps, one.places + two.places)


def _cheapest(ways: Iterable[tuple[Decimal, _Way]]) -> _Ways:
    """Without the ways that another one beats: as many points or more, for less."""
    kept: _Ways = {}
    best: _Way | None = None
    for gain, way in sorted(ways, key=lambda pair: (-pair[0], pair[1])):
        if best is None or way < best:
            kept[gain] = best = way
    return kept


def _short(name: Words, by: Decimal) -> Words:
    return {
        "zh": f"{name['zh']}：用尽所列改进仍差 {amount(by)} 分。",
        "en": f"{name['en']}: still {points_en(by)} short with every improvement stated.",
    }


def _unknown(code: str) -> Refused:
    return refuse(
        "effort-unknown",
        code,
        {"zh": f"没有条款“{code}”。", "en": f"There is no criterion “{code}”."},
        {"zh": "核对条款编号。", "en": "Check the criterion's code."},
    )


def _shapeless(path: str) -> Refused:
    return refuse(
        "effort-shapeless",
        path,
        {"zh": "改进方式须写明 points 和 effort。", "en": "A way to improve gives points and effort."},
        {"zh": '例如 [{"points": "3", "effort": "2"}]。', "en": 'Such as [{"points": "3", "effort": "2"}].'},
    )
