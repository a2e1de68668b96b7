"""Shapes that several nouns of the API share: how a view becomes JSON, lists and their pages, texts in two languages.

Shapes of one noun stand in its own module. Fields may be added; what a program reads is never renamed or dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from registry.web.paging import PageQuery


class Words(BaseModel):
    """The same text in Chinese and English; English is empty where none is known."""

    zh: str
    en: str


LABEL = "_label"


class Shape(BaseModel):
    """JSON that is read from a view by attribute: `Shape.of(view)`.

    A view's `title_zh` and `title_en` become one `title` of Words; `status_label` is made of `status_zh`, `status_en`.
    """

    model_config = ConfigDict(from_attributes=True, frozen=True)

    @classmethod
    def of(cls, view: object) -> Self:
        """The shape of one view."""
        return cls.model_validate(view)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, view: Any) -> Any:
        if isinstance(view, Mapping | cls):
            return view
        return {name: cls._member(view, name) for name in cls.model_fields if cls._has(view, name)}

    @classmethod
    def _has(cls, view: object, name: str) -> bool:
        return hasattr(view, name) or hasattr(view, f"{name.removesuffix(LABEL)}_zh")

    @classmethod
    def _member(cls, view: object, name: str) -> object:
        stem = name.removesuffix(LABEL)
        if cls.model_fields[name].annotation is Words and hasattr(view, f"{stem}_zh"):
            return {"zh": getattr(view, f"{stem}_zh"), "en": getattr(view, f"{stem}_en")}
        return getattr(view, name)


T = TypeVar("T")
S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """One page of a list; `total` counts the rows of all its pages."""

    items: tuple[T, ...]
    total: int
    page: int
    size: int


def listing(shape: type[S], rows: Sequence[object], wanted: PageQuery) -> Listing[S]:
    """A page out of rows that were all read at once: lists that are short by nature."""
    return part(shape, rows[wanted.offset : wanted.offset + wanted.size], len(rows), wanted)


def part(shape: type[S], rows: Sequence[object], total: int, wanted: PageQuery) -> Listing[S]:
    """A page whose rows alone were read, and how many there are in all."""
    return Listing(tuple(shape.of(row) for row in rows), total, wanted.page, wanted.size)


class Made(BaseModel):
    """What was created; its address is in the header Location."""

    id: UUID


class Revised(BaseModel):
    """The revision that stands after a change; the next step that needs one names it."""

    revision: int
