"""Pages of a list."""

import pytest
from aiohttp.test_utils import make_mocked_request
from pydantic import ValidationError

from registry.web import i18n
from registry.web.paging import PageQuery, Pager


def test_offsets():
    assert PageQuery(page=3, size=20).offset == 40
    with pytest.raises(ValidationError):
        PageQuery(size=1000)


@pytest.mark.parametrize(
    ("page", "total", "first", "last", "pages"),
    [(1, 0, 0, 0, 1), (1, 5, 1, 5, 1), (2, 41, 21, 40, 3), (3, 41, 41, 41, 3)],
)
def test_where_a_page_stands(page, total, first, last, pages):
    pager = Pager(page, 20, total)
    assert (pager.first, pager.last, pager.pages) == (first, last, pages)


def test_links_keep_the_filters():
    request = make_mocked_request("GET", "/register?q=%E8%B4%B5&page=5")
    with i18n.in_locale("en"):
        links = Pager(5, 20, 400).links(request)
    assert links["next"]["href"] == "/register?q=%E8%B4%B5&page=6"
    assert [item["number"] for item in links["items"] if not item.get("ellipsis")] == [1, 3, 4, 5, 6, 7, 20]
    assert [item["number"] for item in links["items"] if item.get("current")] == [5]


def test_the_ends_have_no_link_beyond():
    links = Pager(1, 20, 10).links(make_mocked_request("GET", "/register"))
    assert "previous" not in links
    assert "next" not in links
