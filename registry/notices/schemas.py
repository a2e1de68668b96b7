"""Shapes of notices: what the public sends and sees, what the desk sees. Objectors' names only in `ObjectionView`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from registry.fields import Line, Paragraphs
from registry.notices.rules import ObjectionOutcome
from registry.workdays.rules import Unit
from scoring.values import Words


class ObjectionForm(BaseModel):
    """An objection as anybody sends it: real name, a way to answer, what is objected to. Empty criterion: the whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Line(100)]
    contact: Annotated[str, Line(200)]
    text: Annotated[str, Paragraphs(5000)]
    criterion: Annotated[str, Line(40, required=False)] = ""


@dataclass(frozen=True, slots=True)
class CriterionChoice:
    """One item that an objection can be about."""

    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class NoticeItemView:
    """One application in a notice, as published. `takes_objections`: on the asked day, for this item."""

    application_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    left_on: date | None
    takes_objections: bool


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as anybody may read it; `open` on the asked day. No points, no objectors, no officers."""

    id: UUID
    scheme: str
    place_code: str
    title_zh: str
    title_en: str
    document_number: str
    opens_on: date
    closes_on: date
    rule_days: int
    rule_unit: Unit
    open: bool
    published_at: datetime
    items: tuple[NoticeItemView, ...]


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection as the bureau that answers it sees it. `outcome` None: waits for an answer."""

    id: UUID
    notice_id: UUID
    notice_title_zh: str
    notice_title_en: str
    application_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    criterion: str
    name: str
    contact: str
    text: str
    received_on: date
    outcome: ObjectionOutcome | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class WindowView:
    """The window that a notice opened on a day would have, with the rule and its source for the page."""

    opens_on: date
    closes_on: date
    days: int
    unit: Unit
    count_first_day: bool
    status: str
    citation: Words


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One application as a notice would print it."""

    application_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """A notice as it would be published: scheme, province, items, its window and the shortest right one with its rule."""

    scheme: str
    place_code: str
    opens_on: date
    closes_on: date
    shortest: WindowView
    items: tuple[PlannedItem, ...]


@dataclass(frozen=True, slots=True)
class NoticeCandidate:
    """A reviewed application that could be noticed; `passed` False: only declining is left."""

    application_id: UUID
    scheme: str
    year: int
    place_code: str
    site_name: str
    enterprise_name: str
    passed: bool
    total: str
    share: str


@dataclass(frozen=True, slots=True)
class StandingNotice:
    """Where an application stands in public notice, for the areas above."""

    notice_id: UUID
    opens_on: date
    closes_on: date
