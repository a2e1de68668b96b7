"""Schemes of recognition and the editions of their criteria: what is asked, what it earns, where it is written."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import Field

from registry.editions.comparing import compared
from registry.editions.queries import edition_named, issued, library
from registry.editions.schemas import Published
from registry.errors import NotFound
from registry.web.api.schemas import Listing, Shape, Words, listing
from registry.web.endpoints import Path, Query, endpoint
from registry.web.paging import PageQuery
from scoring.editions import Edition, Standing
from scoring.faults import NoEdition

Name = Annotated[str, Field(max_length=60)]


class Citation(Shape):
    """Where something is written: the document and its clause. `dated` is a year, a month or a day."""

    document: str
    number: str
    title: Words
    issuer: Words
    dated: str
    clause: Words
    note: Words | None = None


class Graded(Citation):
    """A citation of one criterion, with how sure it is: seen in the source, written from sources, or set locally."""

    status: Standing


class Part(Shape):
    """One of several things that an answer is made of, one choice, or one level of a guide.

    `points` is null where they are earned by all parts together; `field` says how to ask where the parts differ.
    """

    code: str
    title: Words
    points: str | None
    field: "AnswerField | None" = None


class AnswerField(Shape):
    """How an answer is asked for: yes_no, number, count, points, choice (the code of a part), or one value per part, in
    order: counts, checks (yes or no each), parts (each as its own field says). Limits are text.
    """

    kind: str
    unit: Words | None
    lowest: str | None
    highest: str | None
    step: str | None
    parts: tuple[Part, ...]


class Criterion(Shape):
    """One row of the table. A gate earns no points and must be met; empty `applies_to` means every format."""

    code: str
    title: Words
    requirement: Words
    rule: Words
    measure: str
    field: AnswerField
    maximum: str
    gate: bool
    judged: bool
    applies_to: tuple[str, ...]
    not_applicable_when: Words | None
    evidence: tuple[Words, ...]
    evidence_required: bool
    status: Standing
    citation: Citation
    bonus: bool = False
    at_headquarters: tuple[str, ...] = ()


class ChapterSummary(Shape):
    """A chapter of the table without its rows."""

    code: str
    title: Words
    maximum: str
    minimum_share: str | None


class CriteriaChapter(ChapterSummary):
    """A chapter of the table with its rows."""

    criteria: tuple[Criterion, ...]


class EditionSummary(Shape):
    """A table of criteria in force from a day; `criteria`, `gates` and `verified` count its rows.

    `place_code` is given where a bureau published it for its own place; others come with the program.
    """

    scheme: str
    edition: str
    title: Words
    in_force_from: date
    in_force_until: date | None
    maximum: str
    pass_share: str
    pass_status: Standing
    chapters: tuple[ChapterSummary, ...]
    criteria: int
    gates: int
    verified: int
    digest: str
    place_code: str | None = None
    document_number: str = ""
    published_on: date | None = None


class Format(Shape):
    """A kind of subject that the edition tells apart."""

    code: str
    title: Words


class EditionTransition(Shape):
    """To whom an edition applies when it follows another."""

    rule: Literal["from_submission_date", "at_renewal", "grandfathered"]
    note: Words


class CriteriaEdition(EditionSummary):
    """A whole table: every row with its source, and the formats that it tells apart."""

    chapters: tuple[CriteriaChapter, ...]
    citation: Citation
    formats: tuple[Format, ...]
    transition: EditionTransition | None


class ClauseDifference(Shape):
    """One thing that differs in a clause: what (`points`, `rule`, …), how it is called, how it was and is."""

    what: str
    name: Words
    old: Words
    new: Words


class ClauseChange(Shape):
    """A clause, a chapter, or the edition itself. `kind`: added, removed, changed, moved (a new code alone), same."""

    kind: str
    old: str | None
    new: str | None
    title: Words
    differences: tuple[ClauseDifference, ...]


class CarriedCriterion(Shape):
    """A criterion that continues another; `carry`: answer_and_evidence, evidence or nothing."""

    old: str
    new: str
    carry: str
    note: Words | None


class EditionsCompared(Shape):
    """Two editions of a scheme: every change in the order of the new one, and what of a filled form carries over."""

    old: EditionSummary
    new: EditionSummary
    changes: tuple[ClauseChange, ...]
    carried: tuple[CarriedCriterion, ...]


class Scheme(Shape):
    """What can be recognised, and by which editions of its criteria, oldest first."""

    code: str
    title: Words
    subject: Words
    description: Words
    editions: tuple[EditionSummary, ...]


def issue_of(edition: Edition, published: Mapping[tuple[str, str], Published]) -> dict[str, Any]:
    """Who issued an edition, for where and by which document; nothing for those that come with the program."""
    own = published.get((edition.scheme, edition.edition))
    if own is None:
        return {}
    return {"place_code": own.place_code, "document_number": own.document_number, "published_on": own.published_on}


@endpoint()
async def listed(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[Scheme]:
    """Every scheme with its editions."""
    del request
    shelf, published = await library(), await issued()
    rows = [
        scheme.model_dump()
        | {"code": code, "editions": [edition.summary() | issue_of(edition, published) for edition in shelf.of(code)]}
        for code, scheme in shelf.schemes.items()
    ]
    return listing(Scheme, rows, wanted)


@endpoint()
async def edition(
    request: web.Request, scheme: Annotated[Name, Path], edition: Annotated[Name, Path]
) -> CriteriaEdition:
    """One edition, row by row."""
    del request
    try:
        found = await edition_named(scheme, edition)
    except NoEdition:
        raise NotFound("edition") from None
    return CriteriaEdition.of(found.to_json() | issue_of(found, await issued()))


@endpoint(absent=True)
async def compare(
    request: web.Request,
    scheme: Annotated[Name, Path],
    old: Annotated[Name, Query, Field(alias="from")],
    new: Annotated[Name, Query, Field(alias="to")],
) -> EditionsCompared:
    """Two editions of a scheme, clause by clause, and what of a filled form carries over."""
    del request
    found = await compared(scheme, old, new)
    return EditionsCompared.of(
        {
            "old": found.old.summary(),
            "new": found.new.summary(),
            "changes": [change.to_json() for change in found.changes],
            "carried": [pair.model_dump() for pair in found.walk.pairs],
        }
    )
