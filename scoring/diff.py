"""What changes between two editions, clause by clause, in words and as data. Whom it moves is in `simulation.py`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from scoring.crosswalk import Crosswalk, same_codes
from scoring.editions import Chapter, Criterion, Edition
from scoring.values import Words, amount

_NONE: Words = {"zh": "无", "en": "none"}


class Difference(NamedTuple):
    """One thing that differs: what it is called, and how it was and is."""

    what: str
    name: Words
    old: Words
    new: Words

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"what": self.what, "name": dict(self.name), "old": dict(self.old), "new": dict(self.new)}


@dataclass(frozen=True, slots=True)
class Change:
    """One clause, or the edition itself: `kind` is added, removed, changed, moved (a new code, else the same) or same."""

    kind: str
    old: str | None
    new: str | None
    title: Words
    differences: tuple[Difference, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "old": self.old,
            "new": self.new,
            "title": dict(self.title),
            "differences": [difference.to_json() for difference in self.differences],
        }


def diff(old: Edition, new: Edition, crosswalk: Crosswalk | None = None) -> tuple[Change, ...]:
    """The edition's own settings, its chapters, then every clause in the order of the new edition, then what is gone."""
    walk = crosswalk or same_codes(old, new)
    olds: dict[str, list[str]] = {}
    for pair in walk.pairs:
        olds.setdefault(pair.new, []).append(pair.old)
    changes = [_edition(old, new), *_chapters(old, new)]
    for criterion in new.criteria:
        before = olds.get(criterion.code, [])
        changes += [_clause(old, new, old.by_code[code], criterion) for code in before]
        if not before:
            changes.append(
                Change("added", None, criterion.code, criterion.title.words(), _points_of(criterion, added=True))
            )
    continued = {pair.old for pair in walk.pairs}
    changes += [
        Change("removed", row.code, None, row.title.words(), _points_of(row, added=False))
        for row in old.criteria
        if row.code not in continued
    ]
    return tuple(changes)


def _edition(old: Edition, new: Edition) -> Change:
    found = [
        _differ("total", ("总分", "total"), _number(old.total.points), _number(new.total.points)),
        _differ("pass_mark", ("合格线", "pass mark"), _number(old.pass_mark.share), _number(new.pass_mark.share)),
        _differ(
            "validity",
            ("有效期（月）", "validity in months"),
            _same(str(old.validity.months)),
            _same(str(new.validity.months)),
        ),
        _differ("grades", ("等次", "grades"), _grades(old), _grades(new)),
        _differ("formats", ("业态", "formats"), _formats(old), _formats(new)),
        _differ("transition", ("新版本的适用对象", "whom it concerns"), _concerns(old), _concerns(new)),
    ]
    return _change(old.edition, new.edition, new.title.words(), found, other_code="same")


def _chapters(old: Edition, new: Edition) -> Iterator[Change]:
    """Chapters by code; where the codes are others, by place."""
    before = {chapter.code: chapter for chapter in old.chapters}
    aligned = before.keys() & {chapter.code for chapter in new.chapters}
    for place, chapter in enumerate(new.chapters):
        was = before.get(chapter.code) if aligned else next(iter(old.chapters[place : place + 1]), None)
        if was is None:
            yield Change("added", None, chapter.code, chapter.title.words())
            continue
        found = [
            _differ("title", ("名称", "title"), was.title.words(), chapter.title.words()),
            _differ("points", ("分值", "points"), _number(was.points), _number(chapter.points)),
            _differ("minimum_share", ("最低得分率", "minimum share"), _floor(was), _floor(chapter)),
        ]
        yield _change(was.code, chapter.code, chapter.title.words(), found)


def _clause(old: Edition, new: Edition, was: Criterion, now: Criterion) -> Change:
    found = [
        _differ("title", ("名称", "title"), was.title.words(), now.title.words()),
        _differ("requirement", ("要求", "requirement"), was.requirement.words(), now.requirement.words()),
        _differ("points", ("分值", "points"), _number(was.maximum), _number(now.maximum)),
        _differ("rule", ("给分方式", "way of scoring"), was.measure.rule(), now.measure.rule()),
        _differ("role", ("性质", "role"), _role(was), _role(now)),
        _differ("formats", ("适用业态", "formats"), _applies(old, was), _applies(new, now)),
        _differ("evidence", ("佐证材料", "evidence"), _evidence(was), _evidence(now)),
        _differ("source", ("依据", "source"), _source(old, was), _source(new, now)),
    ]
    return _change(was.code, now.code, now.title.words(), found)


def _change(old: str, new: str, title: Words, found: list[Difference | None], *, other_code: str = "moved") -> Change:
    differences = tuple(difference for difference in found if difference is not None)
    return Change("changed" if differences else "same" if old == new else other_code, old, new, title, differences)


def _differ(what: str, name: tuple[str, str], old: Words, new: Words) -> Difference | None:
    return None if old == new else Difference(what, {"zh": name[0], "en": name[1]}, old, new)


def _points_of(criterion: Criterion, *, added: bool) -> tuple[Difference, ...]:
    points, nothing = _number(criterion.maximum), _number(0)
    found = _differ("points", ("分值", "points"), *((nothing, points) if added else (points, nothing)))
    return () if found is None else (found,)


def _same(text: str) -> Words:
    return {"zh": text, "en": text}


def _number(value: Any) -> Words:
    return _same(amount(value) if value else "0")


def _floor(chapter: Chapter) -> Words:
    return _NONE if chapter.minimum_share is None else _number(chapter.minimum_share)


def _role(criterion: Criterion) -> Words:
    if criterion.gate:
        return {"zh": "否决项", "en": "gate"}
    return {"zh": "加分项", "en": "bonus"} if criterion.bonus else {"zh": "计分项", "en": "counted"}


def _grades(edition: Edition) -> Words:
    grades = [(grade.title.words(), amount(grade.from_share)) for grade in edition.pass_mark.grades]
    return _listed([{"zh": f"{title['zh']} {share}", "en": f"{title['en']} {share}"} for title, share in grades])


def _concerns(edition: Edition) -> Words:
    """The rule of transition, in words."""
    return _RULES[edition.transition.rule] if edition.transition else _NO_RULE


def _formats(edition: Edition) -> Words:
    return _listed([form.title.words() for form in edition.formats])


def _applies(edition: Edition, criterion: Criterion) -> Words:
    return _listed([edition.format_title(code) for code in criterion.applies_to]) if criterion.applies_to else _ALL


def _evidence(criterion: Criterion) -> Words:
    kinds = _listed([kind.words() for kind in criterion.evidence])
    zh, en = ("（必须）", " (required)") if criterion.evidence_required else ("", "")
    return {"zh": kinds["zh"] + zh, "en": kinds["en"] + en}


def _source(edition: Edition, criterion: Criterion) -> Words:
    cited = edition.cite(criterion.citation)
    name = {language: cited["number"] or cited["title"][language] for language in ("zh", "en")}
    return {"zh": f"{name['zh']}，{cited['clause']['zh']}", "en": f"{name['en']}, {cited['clause']['en']}"}


def _listed(words: list[Words]) -> Words:
    if not words:
        return _NONE
    return {"zh": "、".join(part["zh"] for part in words), "en": ", ".join(part["en"] for part in words)}


_RULES: Mapping[str, Words] = {
    "from_submission_date": {"zh": "施行之日起首次提交的申报", "en": "what is first handed in from its first day on"},
    "at_renewal": {"zh": "施行之日起的延续申报", "en": "renewals from its first day on"},
    "grandfathered": {"zh": "此前已认定的不适用", "en": "nobody who was recognised before"},
}
_NO_RULE: Words = {"zh": "施行之日起新建的申报", "en": "forms opened from its first day on"}
_ALL: Words = {"zh": "全部", "en": "all"}
