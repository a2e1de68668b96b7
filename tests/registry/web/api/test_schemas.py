"""How views become JSON, and lists their pages."""

from dataclasses import dataclass

import pytest
from pydantic import ValidationError

from registry.web.api.schemas import Listing, Shape, Words, listing, part
from registry.web.paging import PageQuery


@dataclass
class View:
    id: int
    title_zh: str = "绿册"
    title_en: str = "Lvce"
    status: str = "valid"
    status_zh: str = "有效"
    status_en: str = "Valid"


class Told(Shape):
    id: int
    title: Words
    status: str
    status_label: Words


class Nested(Shape):
    told: Told
    many: tuple[Told, ...]
    none: Told | None = None


def test_two_languages_become_one_member():
    told = Told.of(View(1))
    assert told.title == Words(zh="绿册", en="Lvce")
    assert (told.status, told.status_label.en) == ("valid", "Valid")


def test_views_inside_of_views_and_plain_data():
    @dataclass
    class Outer:
        told: View
        many: list[View]

    made = Nested.of(Outer(View(1), [View(2)]))
    assert (made.told.id, made.many[0].id, made.none) == (1, 2, None)
    assert Nested.of(made.model_dump()) == made
    assert Told.of(made.told) is made.told


def test_a_view_that_lost_a_member_is_no_shape():
    with pytest.raises(ValidationError):
        Told.of(object())


def test_pages_of_lists():
    rows = [View(number) for number in range(5)]
    page = listing(Told, rows, PageQuery(page=2, size=2))
    assert ([row.id for row in page.items], page.total, page.page, page.size) == ([2, 3], 5, 2, 2)
    assert listing(Told, rows, PageQuery(page=9, size=2)).items == ()
    assert part(Told, rows[:1], 99, PageQuery(size=1)) == Listing((Told.of(rows[0]),), 99, 1, 1)
