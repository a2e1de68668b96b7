"""Editions as a province publishes them, for tests of what happens when criteria change."""

from datetime import date
from typing import Any

from registry import clock
from registry.editions.models import PublishedEdition
from registry.identifiers import new_id
from scoring.digest import plain
from scoring.editions import Edition
from scoring.in_force import edition_on

SCHEME = "green-mall"


async def published(
    first: date, *, rule: str | None = None, without: tuple[str, ...] = (), place_code: str = "520000", **changes: Any
) -> Edition:
    """The shipped edition once more, in force from a day in a province, with a rule of transition and some criteria less."""
    content = edition_on(SCHEME, date(2026, 3, 1)).model_dump()
    content |= {"edition": f"{place_code}-{first}", "in_force_from": first, "in_force_until": None} | changes
    if rule is not None:
        content["transition"] = {"rule": rule, "note": {"zh": "测试", "en": "a test"}}
    for chapter in content["chapters"]:
        chapter["criteria"] = [each for each in chapter["criteria"] if each["code"] not in without]
    edition = Edition.model_validate(content)
    await PublishedEdition.create(
        scheme=SCHEME,
        edition=edition.edition,
        place_code=place_code,
        in_force_from=first,
        document_number="黔商发〔2026〕1号",
        content=plain(edition.model_dump(exclude_defaults=True)),
        cases=[],
        digest=edition.digest,
        draft_id=new_id(),
        proposed_by=new_id(),
        published_by=new_id(),
        published_on=first,
        published_at=clock.now(),
    )
    return edition
