"""Pages of a list: the numbers in the address, and the links below a table. Which rows, is each query's."""

from dataclasses import dataclass
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, Field

from registry.web import i18n
from registry.web.pages import this_page

NEIGHBOURS = 2


class PageQuery(BaseModel):
    """`?page=&size=` of a list; mix into a filter model or use as `Annotated[PageQuery, Query]`."""

    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    size: Annotated[int, Field(ge=1, le=200)] = 20

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a list a page stands; `links(request)` feeds the macro `pager`."""

    page: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Number of the first row shown, counted from one; 0 for an empty list."""
        return min(self.total, (self.page - 1) * self.size + 1) if self.total else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.total, self.page * self.size)

    def links(self, request: web.Request) -> dict[str, Any]:
        """Parameters of the GOV.UK pagination component, in the present language."""
        near = range(max(1, self.page - NEIGHBOURS), min(self.pages, self.page + NEIGHBOURS) + 1)
        items: list[dict[str, Any]] = []
        for number in sorted({1, self.pages, *near}):
            if items and number > items[-1]["number"] + 1:
                items.append({"ellipsis": True, "number": number - 1})
            label = i18n.say("Page {number}", number=number)
            current = number == self.page
            items.append(
                {
                    "number": number,
                    "href": this_page(request, page=number),
                    "current": current,
                    "visuallyHiddenText": label,
                }
            )
        links: dict[str, Any] = {"landmarkLabel": i18n.gettext("Pages of the list"), "items": items}
        if self.page > 1:
            links["previous"] = {"href": this_page(request, page=self.page - 1), "text": i18n.gettext("Previous page")}
        if self.page < self.pages:
            links["next"] = {"href": this_page(request, page=self.page + 1), "text": i18n.gettext("Next page")}
        return links
