"""What an edition of criteria is made of: chapters, criteria, their sources, what it takes to pass.

Only the shape. Reading files is in `loader.py`, making sense is in `lints.py`, judging is in `engine.py`.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field as Limit
from pydantic import StringConstraints

from scoring.digest import digest, plain
from scoring.measures import AnyMeasure
from scoring.values import Code, Data, Points, Text, Words, amount

Share = Annotated[Decimal, Limit(gt=0, le=1, decimal_places=6)]
Dated = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]


class Standing(StrEnum):
    """How sure a statement is: seen in a source, written by us from sources, or set by the bureau itself."""

    VERIFIED = "verified"
    REFERENCE = "reference"
    LOCAL = "local"


class Document(Data):
    """A document that criteria rest on. `dated` is as precise as is known: a year, a month or a day."""

    code: Code
    title: Text
    number: str = ""
    issuer: Text
    dated: Dated


class Source(Document):
    """A document as `sources.toml` keeps it, with its validity and where it was read."""

    valid_from: date | None = None
    valid_until: date | None = None
    lapsed: bool = False
    replaced_by: Code | None = None
    url: str = ""
    note: Text | None = None


class Citation(Data):
    """The clause of a document that a criterion rests on."""

    document: Code
    clause: Text
    note: Text | None = None


class Format(Data):
    """A kind of subject, such as a department store."""

    code: Code
    title: Text


class Criterion(Data):
    """One row of the table: what is required, how it earns points, what proves it, where it is written.

    A gate carries no points and must be met. A bonus adds to the total and to no maximum. `applies_to` names formats; empty means all of them. Where
    `not_applicable_when` is given, an applicant may state "not_applicable" in that case. `at_headquarters` names formats
    whose stores are not asked: their headquarters answers once for all of them (see `split.py`). `continues` is the
    criterion that it was in the edition which its own `follows`; without it, it is new.
    """

    code: Code
    title: Text
    requirement: Text
    measure: AnyMeasure
    gate: bool = False
    bonus: bool = False
    applies_to: tuple[Code, ...] = ()
    not_applicable_when: Text | None = None
    evidence: tuple[Text, ...] = ()
    evidence_required: bool = False
    at_headquarters: tuple[Code, ...] = ()
    citation: Citation
    status: Standing
    continues: Code | None = None

    @property
    def judged(self) -> bool:
        """Whether a reviewer awards the points."""
        return self.measure.judged_by_reviewer

    @property
    def maximum(self) -> Decimal:
        """The most it can give; 0 for a gate."""
        return self.measure.points

    def applies(self, format_code: str | None) -> bool:
        """Whether it is meant for this format; while the format is not known, it is."""
        return format_code is None or not self.applies_to or format_code in self.applies_to

    def to_json(self) -> dict[str, Any]:
        """What a form or a page needs to show it, without the citation's document (see `Edition.cite`)."""
        return {
            "code": self.code,
            "title": self.title.words(),
            "requirement": self.requirement.words(),
            "rule": self.measure.rule(),
            "measure": self.measure.kind,
            "field": self.measure.field().to_json(),
            "maximum": amount(self.maximum),
            "gate": self.gate,
            "judged": self.judged,
            "applies_to": list(self.applies_to),
            "not_applicable_when": self.not_applicable_when and self.not_applicable_when.words(),
            "evidence": [kind.words() for kind in self.evidence],
            "evidence_required": self.evidence_required,
            "status": self.status.value,
            **({"bonus": True} if self.bonus else {}),
            **({"at_headquarters": list(self.at_headquarters)} if self.at_headquarters else {}),
        }


class Chapter(Data):
    """A part of the table. `points` is what its criteria add up to, without any bonus.

    `minimum_share` is what must be reached in it, again without any bonus.
    """

    code: Code
    title: Text
    points: Points
    minimum_share: Share | None = None
    criteria: tuple[Criterion, ...]

    @cached_property
    def has_bonus(self) -> bool:
        """Whether any of its criteria only adds."""
        return any(criterion.bonus for criterion in self.criteria)


class Grade(Data):
    """A name for a result at or above a share."""

    code: Code
    title: Text
    from_share: Share


class PassMark(Data):
    """What it takes to pass: a share of the points that apply. `note` says why this value, if no source does."""

    share: Share
    status: Standing
    note: Text | None = None
    citation: Citation | None = None
    grades: tuple[Grade, ...] = ()


class Total(Data):
    """What all criteria add up to."""

    points: Points
    status: Standing
    note: Text | None = None
    citation: Citation | None = None


class Validity(Data):
    """For how many months a recognition holds."""

    months: Annotated[int, Limit(gt=0, le=600)]
    status: Standing
    note: Text | None = None
    citation: Citation | None = None


class Transition(Data):
    """To whom a new edition applies: submissions from its first day, renewals from then on, or nobody recognised before."""

    rule: Literal["from_submission_date", "at_renewal", "grandfathered"]
    note: Text


class Rounding(Data):
    """How shares are rounded when shown. Passing is decided on the exact numbers, before any rounding."""

    share_places: Annotated[int, Limit(ge=2, le=10)] = 4
    mode: Literal["half_up", "half_even", "down"] = "half_up"


class Scheme(Data):
    """What is recognised, apart from any edition."""

    code: Code
    title: Text
    subject: Text
    description: Text


class Edition(Data):
    """A table of criteria in force from a day. Holds all that judging and explaining need, so that it can be kept.

    `documents` are copied from `sources.toml` by the loader: what is printed as a citation is part of the digest.
    `follows` names the edition whose criteria its own `continues` (see `crosswalk.py`).
    """

    scheme: Code
    edition: Code
    title: Text
    in_force_from: date
    in_force_until: date | None = None
    citation: Citation
    note: Text | None = None
    follows: Code | None = None
    total: Total
    pass_mark: PassMark
    validity: Validity
    transition: Transition | None = None
    rounding: Rounding = Rounding()
    formats: tuple[Format, ...]
    chapters: tuple[Chapter, ...]
    documents: tuple[Document, ...]

    def __hash__(self) -> int:
        """By content, worked out once: editions are keys of what was compiled from them."""
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hex over everything that judges. New optional keys leave old digests as they are.

        The last day is left out: an edition is closed when its successor is written, and judges no differently for it.
        """
        return digest(self.model_dump(exclude_defaults=True, exclude={"in_force_until"}))

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in the order of the table."""
        return tuple(criterion for chapter in self.chapters for criterion in chapter.criteria)

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """Criteria by their code."""
        return {criterion.code: criterion for criterion in self.criteria}

    @property
    def maximum(self) -> Decimal:
        """The points of all criteria, without any bonus, before any of them is found not to apply."""
        return sum((criterion.maximum for criterion in self.criteria if not criterion.bonus), Decimal(0))

    def format_title(self, code: str) -> Words:
        """The name of a format of this edition."""
        return next(known.title.words() for known in self.formats if known.code == code)

    def cite(self, citation: Citation) -> dict[str, Any]:
        """A citation as plain data: document, number, title, date, clause, and a note where there is one."""
        document = next(known for known in self.documents if known.code == citation.document)
        data: dict[str, Any] = {
            "document": document.code,
            "number": document.number,
            "title": document.title.words(),
            "issuer": document.issuer.words(),
            "dated": document.dated,
            "clause": citation.clause.words(),
        }
        return data | ({"note": citation.note.words()} if citation.note else {})

    def summary(self) -> dict[str, Any]:
        """One entry of `python -m scoring list --json`."""
        return {
            "scheme": self.scheme,
            "edition": self.edition,
            "title": self.title.words(),
            "in_force_from": self.in_force_from.isoformat(),
            "in_force_until": self.in_force_until.isoformat() if self.in_force_until else None,
            "maximum": amount(self.maximum),
            "pass_share": amount(self.pass_mark.share),
            "pass_status": self.pass_mark.status.value,
            "chapters": [
                {
                    "code": chapter.code,
                    "title": chapter.title.words(),
                    "maximum": amount(chapter.points),
                    "minimum_share": None if chapter.minimum_share is None else amount(chapter.minimum_share),
                }
                for chapter in self.chapters
            ],
            "criteria": len(self.criteria),
            "gates": sum(criterion.gate for criterion in self.criteria),
            "verified": sum(criterion.status is Standing.VERIFIED for criterion in self.criteria),
            "digest": self.digest,
        }

    def to_json(self) -> dict[str, Any]:
        """The whole table for a page: the summary, its sources, and every criterion with its citation."""
        chapters = [
            shown | {"criteria": [c.to_json() | {"citation": self.cite(c.citation)} for c in chapter.criteria]}
            for shown, chapter in zip(self.summary()["chapters"], self.chapters, strict=True)
        ]
        settings = {
            "total": self.total,
            "pass_mark": self.pass_mark,
            "validity": self.validity,
            "formats": self.formats,
        }
        settings_json = {name: plain(_dumped(value)) for name, value in settings.items()}
        transition = self.transition and {"rule": self.transition.rule, "note": self.transition.note.words()}
        whole = {"citation": self.cite(self.citation), "chapters": chapters, "transition": transition}
        return self.summary() | whole | settings_json


def _dumped(value: Any) -> Any:
    return [_dumped(part) for part in value] if isinstance(value, tuple) else value.model_dump(exclude_none=True)
