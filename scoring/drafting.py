"""An edition while it is being written: judged by the same shapes and lints as a file, with each fault at its field.

A draft is data in the shape of a criteria file, whose numbers may still be text. Who writes it, and where it is kept,
is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.crosswalk import lint_followed
from scoring.editions import Criterion, Document, Edition, Source
from scoring.facts import NOT_APPLICABLE, read
from scoring.faults import BadFacts, Fault, Refused
from scoring.lints import lint, lint_criterion, lint_sources
from scoring.shaping import Address, shaped
from scoring.values import Words, amount

_FIELD_OF: Mapping[str, str] = {
    "gate-with-points": "gate",
    "gate-as-bonus": "bonus",
    "no-points": "measure.points",
    "format-unknown": "applies_to",
    "evidence-unnamed": "evidence_required",
    "source-unknown": "citation.document",
    "source-lapsed": "citation.document",
    "code-twice": "code",
    "dates-backwards": "in_force_until",
    "continues-unknown": "continues",
}
"""The field of a criterion, or of the settings, that a lint speaks of; lints of a measure speak of its kind."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A fault and where it is mended: a criterion by its code (empty for the settings) and a dotted field of it."""

    criterion: str
    field: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Written:
    """The edition, if what is written makes one, and all that is said against it or to be thought of."""

    edition: Edition | None
    faults: tuple[Placed, ...]

    @property
    def errors(self) -> tuple[Placed, ...]:
        """What keeps it from being law; warnings do not."""
        return tuple(placed for placed in self.faults if placed.fault.severity == "error")


def judged_draft(
    table: Mapping[str, Any],
    *,
    scheme: str,
    name: str,
    sources: Mapping[str, Source],
    chinese_only: bool = False,
    former: Edition | None = None,
) -> Written:
    """What the data of a draft amount to. Its own `documents` stand beside those of `sources`.

    `former` is the edition that it says it follows. With `chinese_only`, Chinese stands where English is missing. The criteria must have codes of their own.
    """
    whole = _completed(table, chinese_only=chinese_only)
    given = whole.get("documents") or []
    own = given if isinstance(given, list) else [given]
    cited = sorted((set(_cited(whole)) & sources.keys()) - {document.get("code") for document in _dicts(own)})
    documents = own + [sources[code].model_dump(include=set(Document.model_fields)) for code in cited]
    edition, misfits = shaped(Edition, {**whole, "scheme": scheme, "edition": name, "documents": documents})
    if edition is None:
        faults = [Placed(*_place(whole, misfit.address), misfit.fault) for misfit in misfits]
        return Written(None, (*faults, *_lints_of_parts(whole, {placed.criterion for placed in faults})))
    known = {code: sources[code] for code in cited}
    beside = edition.model_copy(update={"documents": edition.documents[len(own) :]})
    found = (*lint(edition), *lint_sources(beside, known), *lint_followed(edition, former))
    return Written(edition, tuple(_at(fault, edition) for fault in found))


def criterion_written(row: Mapping[str, Any], *, chinese_only: bool = False) -> Criterion | None:
    """One criterion of a draft by itself; None while it does not have its shape."""
    return shaped(Criterion, _completed(row, chinese_only=chinese_only))[0]


def _completed(value: Any, *, chinese_only: bool) -> Any:
    """A copy of the data in which Chinese stands for missing English, if that is wanted."""
    if isinstance(value, Mapping):
        copy = {key: _completed(part, chinese_only=chinese_only) for key, part in value.items()}
        if chinese_only and copy.get("zh") and copy.keys() <= {"zh", "en"} and not copy.get("en"):
            copy["en"] = copy["zh"]
        return copy
    if isinstance(value, (list, tuple)):
        return [_completed(part, chinese_only=chinese_only) for part in value]
    return value


def missing_english(value: Any) -> int:
    """How many texts of a draft have Chinese and no English."""
    if isinstance(value, Mapping):
        own = bool(value.get("zh")) and value.keys() <= {"zh", "en"} and not value.get("en")
        return own + sum(missing_english(part) for part in value.values())
    return sum(map(missing_english, value)) if isinstance(value, (list, tuple)) else 0


def _cited(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("document"), str):
            yield value["document"]
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _cited(part)


def _place(table: Mapping[str, Any], address: Address) -> tuple[str, str]:
    """The criterion and field of an address: chapters and criteria are counted from 0 in it."""
    match address:
        case ("chapters", int(chapter), "criteria", int(row), *rest):
            return str(table["chapters"][chapter]["criteria"][row]["code"]), _dotted(rest)
    return "", _dotted(address)


def _dotted(steps: Iterable[str | int]) -> str:
    return ".".join(map(str, steps))


def _lints_of_parts(table: Mapping[str, Any], wrong: set[str]) -> Iterator[Placed]:
    """Lints of those criteria that are whole, while something else is not."""
    formats = {str(form.get("code")) for form in _dicts(table.get("formats"))}
    for chapter in _dicts(table.get("chapters")):
        for row in _dicts(chapter.get("criteria")):
            if row.get("code") not in wrong and (criterion := shaped(Criterion, row)[0]) is not None:
                for fault in lint_criterion(criterion, formats):
                    yield Placed(criterion.code, _FIELD_OF.get(fault.code, "measure.kind"), fault)


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, (list, tuple)) else []


def _at(fault: Fault, edition: Edition) -> Placed:
    """A lint's own path as criterion and field."""
    if fault.path in edition.by_code:
        return Placed(fault.path, _FIELD_OF.get(fault.code, "measure.kind"), fault)
    chapters = [chapter.code for chapter in edition.chapters]
    if fault.path in chapters:
        return Placed("", f"chapters.{chapters.index(fault.path)}.points", fault)
    first = fault.path.split(".", maxsplit=1)[0]
    if fault.code == "source-unknown" and first != "citation":
        return Placed("", f"{first}.citation.document", fault)
    ends = {"total": "total.points", "citation": "citation.document"}
    field = {"setting-without-ground": f"{first}.note.zh", "setting-without-citation": f"{first}.citation.document"}
    return Placed("", field.get(fault.code) or ends.get(fault.path) or first, fault)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fact earns by one criterion: points as text (empty for a gate and for what does not apply), and why."""

    points: str
    met: bool | None
    reason: Words


def tried(criterion: Criterion, value: Any) -> Outcome:
    """What one fact earns. Raises BadFacts for a fact that cannot be, or that is only half there."""
    try:
        stands = read(criterion, value)
    except Refused as refused:
        raise BadFacts([refused.fault]) from None
    if stands is None:
        raise BadFacts([_half(criterion.code)])
    if stands == NOT_APPLICABLE:
        return Outcome("", None, {"zh": "不适用，不计入满分。", "en": "Not applicable: it leaves the maximum."})
    points, reason = criterion.measure.judge()(stands)
    if criterion.gate:
        return Outcome("", criterion.measure.met(stands), reason)
    return Outcome(amount(points), None, reason)


def holds(outcome: Outcome, expect: str) -> bool:
    """Whether an outcome is the expected one: points as text, `met`, `failed` or `not_applicable`."""
    if outcome.met is not None:
        return expect == ("met" if outcome.met else "failed")
    if not outcome.points:
        return expect == NOT_APPLICABLE
    try:
        return Decimal(expect) == Decimal(outcome.points)
    except ArithmeticError:
        return False


def _half(code: str) -> Fault:
    return Fault(
        "fact-wrong-count",
        {"zh": "还有未填的部分。", "en": "A part of it is missing."},
        {"zh": "请填全。", "en": "State all parts."},
        code,
    )
