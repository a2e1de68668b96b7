"""Shapes that enter and leave applications: forms, views of the form being filled, frozen submissions, rows of lists.

Bilingual texts are `{"zh": …, "en": …}`; values of answers have the shape that the criterion's measure asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from registry.applications.rules import State, Transition
from registry.enterprises.schemas import PlaceCode
from registry.fields import Line, Paragraphs
from registry.storage.rules import FileState

Texts = Mapping[str, str]
Value = Any
"""JSON by the kind of the criterion's field: yes_no true or false; number and points a decimal as text or a whole number;
count a whole number; choice the code of a part; counts, checks and parts one value per part, in order or by code (null:
not known yet). Where the criterion allows it "not_applicable"; None = not answered."""


class RoundForm(BaseModel):
    """A call for applications, as the province announces it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scheme: Annotated[str, Line(60)]
    year: Annotated[int, Field(ge=2000, le=2200)]
    place_code: PlaceCode
    title_zh: Annotated[str, Line(200)]
    title_en: Annotated[str, Line(200)]
    opens_on: date
    closes_on: date
    document_number: Annotated[str, Line(100, required=False)] = ""


class AnswerInput(BaseModel):
    """One answer as sent; `version` is that of the answer which the page was showing, 0 where there was none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Annotated[
        Value,
        Field(
            description=(
                "By the `kind` of the criterion's `field`. yes_no: true or false. number, points: a decimal as text, or"
                " a whole number. count: a whole number. choice: the code of one of `parts`. counts, checks, parts: one"
                " value per part, as a list in order or as an object by code, null for what is not known yet. Where"
                ' `not_applicable_when` is given: "not_applicable". null: not answered.'
            ),
            examples=[True, "85.5", 3, "full", [0, 2], {"above": "40", "below": "50"}, "not_applicable", None],
        ),
    ] = None
    note: Annotated[str, Paragraphs(2000, required=False)] = ""
    version: Annotated[int, Field(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class SavedAnswers:
    """What a save answers: when, the new version of each answer sent, and the application's revision now."""

    saved_at: datetime
    versions: Mapping[str, int]
    revision: int


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as everybody may see it."""

    id: UUID
    scheme: str
    year: int
    place_code: str
    title_zh: str
    title_en: str
    opens_on: date
    closes_on: date
    document_number: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One line of a list: the enterprise's own, or a desk's queue."""

    id: UUID
    scheme: str
    year: int
    round_id: UUID
    enterprise_id: UUID
    enterprise_name: str
    site_id: UUID
    site_name: str
    place_code: str
    state: State
    due_on: date | None
    late: bool
    submissions: int
    submitted_at: datetime | None
    opened_at: datetime


class QueueFilter(BaseModel):
    """What a desk's queue is narrowed to; everything empty means everything the viewer may see."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scheme: Annotated[str, Line(60, required=False)] = ""
    year: int | None = None
    round_id: UUID | None = None
    states: tuple[State, ...] = ()
    place_code: str = ""
    text: Annotated[str, Line(100, required=False)] = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    size: Annotated[int, Field(ge=1, le=200)] = 50


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """A page of a list and how long the whole list is."""

    items: tuple[ApplicationRow, ...]
    total: int
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One file offered for one criterion, under the title that the enterprise gave it. `size` is in bytes.

    `state` is the storage's: only a clean file can be read or handed in. `carried_on`: taken over from what was handed in
    on that day; `old`: so long ago that somebody should look at it again.
    """

    criterion: str
    file_id: UUID
    title: str
    name: str
    media_type: str
    size: int
    sha256: str
    state: FileState
    carried_on: date | None = None
    old: bool = False


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as a form shows it; `saved_at` is None and `version` 0 for what was handed in.

    `carried_on`: taken over from what was handed in on that day, and not confirmed yet.
    """

    value: Value
    note: str
    version: int = 0
    saved_at: datetime | None = None
    carried_on: date | None = None


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing that a submission still needs: `what` is `answer`, `evidence`, `gate_failed` or `confirmation`."""

    code: str
    what: str
    text: Texts


@dataclass(frozen=True, slots=True)
class FormItem:
    """One criterion of the form: what is asked and why, what was answered, what it earns as things stand.

    `field` says how to ask (`scoring.measures.measure.Field.to_json`): its `kind` is yes_no, number, count, points,
    choice, counts, checks or parts. `citation` is as `Edition.cite` gives it. `line` is the item's line of the live scorecard.
    """

    code: str
    title: Texts
    requirement: Texts
    rule: Texts
    field: Mapping[str, Any]
    maximum: str
    gate: bool
    judged: bool
    applies: bool
    not_applicable_when: Texts | None
    evidence_kinds: tuple[Texts, ...]
    evidence_required: bool
    citation: Mapping[str, Any]
    status: str
    value: Value
    note: str
    version: int
    saved_at: datetime | None
    carried_on: date | None
    evidence: tuple[EvidenceItem, ...]
    line: Mapping[str, Any]
    missing: tuple[MissingItem, ...]


@dataclass(frozen=True, slots=True)
class FormChapter:
    """A chapter of the form with its items. `result` is its part of the live scorecard: points, maximum, share, met."""

    code: str
    title: Texts
    result: Mapping[str, Any]
    items: tuple[FormItem, ...]

    @property
    def missing_count(self) -> int:
        """How many items a submission would be refused for."""
        return sum(1 for item in self.items if item.missing)


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with its form. Members see the answers being edited; officials those last handed in.

    `judged_by` is the edition that would judge it if it were handed in today, another than `edition` once the criteria
    have changed. `carried_from_id` is the submission whose answers the form began with, of `carried_on`.
    `scorecard` is the self-score of the shown answers, as `python -m scoring score` prints it; it is not kept.
    """

    id: UUID
    scheme: str
    year: int
    round_id: UUID
    round_title: Texts
    round_opens_on: date
    round_closes_on: date
    enterprise_id: UUID
    enterprise_name: str
    uscc: str
    site_id: UUID
    site_name: str
    place_code: str
    state: State
    revision: int
    edition: str
    edition_title: Texts
    judged_by: str
    judged_by_title: Texts
    renews_certificate_id: UUID | None
    carried_from_id: UUID | None
    carried_on: date | None
    due_on: date | None
    late: bool
    editable: bool
    may_submit: bool
    may_withdraw: bool
    latest_submission_id: UUID | None
    latest_submission_number: int
    chapters: tuple[FormChapter, ...]
    scorecard: Mapping[str, Any]
    missing: tuple[MissingItem, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """What a form could begin with. `asked` counts the criteria that apply, `answers` those with a carried answer."""

    submission_id: UUID
    handed_in_on: date
    same_criteria: bool
    edition_title: Texts
    asked: int
    answers: int
    files: int
    old_files: int


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step that was taken. Who took it is the audit's to show."""

    transition: Transition
    from_state: State
    to_state: State
    effective_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One handing-in in a list."""

    id: UUID
    number: int
    submitted_on: date
    submitted_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class FrozenEvidence:
    """One file as it was when handed in. `name` is the file's own, empty in the oldest documents."""

    criterion: str
    file_id: UUID
    sha256: str
    title: str
    size: int
    media_type: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An application with what it handed in last, for work that goes through all of them."""

    application_id: UUID
    place_code: str
    year: int
    state: State
    submission: "FrozenSubmission"


@dataclass(frozen=True, slots=True)
class FrozenSubmission:
    """A submission as it is for ever. `edition`, `format` and `facts` are all that scoring takes; `snapshot` is everything.

    `format` is None where the edition does not know the site's.
    """

    id: UUID
    application_id: UUID
    number: int
    scheme: str
    edition: str
    edition_digest: str
    format: str | None
    facts: Mapping[str, Value]
    notes: Mapping[str, str]
    evidence: tuple[FrozenEvidence, ...]
    submitted_on: date
    submitted_at: datetime
    sha256: str
    snapshot: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """What areas above need to know of an application. `year` and `place_code` are the round's year and the site's place."""

    id: UUID
    scheme: str
    round_id: UUID
    year: int
    enterprise_id: UUID
    site_id: UUID
    place_code: str
    edition: str
    state: State
    revision: int
    latest_submission_id: UUID | None
    renews_certificate_id: UUID | None = None
