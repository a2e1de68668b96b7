"""The cheapest way to pass: which items to improve, and how far, so that gates, chapter floors and total are all reached.

Exact: no other combination is cheaper. What an improvement costs is stated by whoever asks; how the cheapest combination
is found is in `cheapest.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple

from scoring.cheapest import Group, Step, cheapest
from scoring.editions import Edition
from scoring.engine import score
from scoring.facts import PLACES, read_number, refuse
from scoring.faults import BadFacts, Fault, Refused
from scoring.grading import share_of
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard
from scoring.values import Words, amount, points_en

_ZERO = Decimal(0)
_Demand = tuple[Words, list[Line], Decimal]
"""Lines that share a demand: its name, they, and the points they are short of it."""


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
    groups = _groups(card)
    needed = edition.pass_mark.share * card.maximum - card.total
    most = [sum((_most(options.get(line.criterion.code, ())) for line in lines), _ZERO) for _, lines, _ in groups]
    obstacles += [
        _short(name, short - gain) for (name, _, short), gain in zip(groups, most, strict=True) if gain < short
    ]
    if sum(most, _ZERO) < needed and not obstacles:
        obstacles.append(_short({"zh": "总分", "en": "The total"}, needed - sum(most, _ZERO)))
    gates = any(line.criterion.gate and line.status is not Status.NOT_APPLICABLE for line in card.lines)
    if not card.maximum and not gates:
        obstacles.append({"zh": "没有适用的条款。", "en": "Nothing applies."})
    if obstacles:
        return Advice(card, (), tuple(obstacles))
    chosen = required | _chosen(groups, options, needed)
    return Advice(card, tuple(chosen[line.criterion.code] for line in card.lines if line.criterion.code in chosen), ())


def _chosen(groups: list[_Demand], options: Mapping[str, tuple[Option, ...]], needed: Decimal) -> dict[str, Option]:
    """The options taken, by criterion: the least effort, then the fewest steps, then the most points."""
    rows = [[options.get(line.criterion.code, ()) for line in lines] for _, lines, _ in groups]
    # Efforts are counted so finely that all steps together weigh less than the least.
    one_step = sum(map(len, rows)) + 1
    taken = cheapest(
        [
            Group(
                _least(short), [[Step(_whole(x.gain), _whole(x.effort) * one_step + 1) for x in item] for item in row]
            )
            for (_, _, short), row in zip(groups, rows, strict=True)
        ],
        _least(needed),
    )
    options_taken = (rows[place.group][place.item][place.step] for place in taken)
    return {option.line.criterion.code: option for option in options_taken}


def _most(found: tuple[Option, ...]) -> Decimal:
    return max((option.gain for option in found), default=_ZERO)


def _whole(number: Decimal) -> int:
    """A number of at most six decimal places, in millionths."""
    return int(number.scaleb(PLACES))


def _least(number: Decimal) -> int:
    """The least whole number of millionths that reaches a number."""
    return int(number.scaleb(PLACES).to_integral_value(ROUND_CEILING))


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


def _groups(card: Scorecard) -> list[_Demand]:
    """Lines that share a demand, with the points they are short of it: one group for each chapter, one for all bonuses."""
    groups = []
    for part in card.result.chapters:
        floor, code = part.chapter.minimum_share, part.chapter.code
        short = _ZERO if floor is None else floor * part.counted.maximum - part.counted.points
        lines = [x for x in card.lines if x.chapter == code and not x.criterion.gate and not x.criterion.bonus]
        groups.append((part.chapter.title.words(), lines, short))
    extra: Words = {"zh": "加分项", "en": "Bonuses"}
    return [*groups, (extra, [line for line in card.lines if line.criterion.bonus], _ZERO)]


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
