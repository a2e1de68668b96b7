"""Applications at each state of the way, brought there by the real actions.

Answers are found from the criteria themselves, so that any edition can be filled: the best that each measure rewards.
"""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from pypdf import PdfWriter

from registry.accounts.schemas import Viewer
from registry.applications import criteria
from registry.applications.actions import add_evidence, open_application, open_round, save_answers, submit
from registry.applications.facts import application_for_system
from registry.applications.models import Round
from registry.applications.schemas import AnswerInput, RoundForm
from registry.demonstration.answers import good_answers
from registry.enterprises.queries import site_for_system
from registry.errors import Misconfigured
from registry.settings import Settings
from registry.storage import installed as storage
from registry.storage.actions import store
from registry.storage.inspection import EVIDENCE_TYPES
from scoring.editions import Edition
from scoring.in_force import edition_on
from tests.factories import people
from tests.factories.enterprises import Mall, mall

SCHEME = "green-mall"
DAY = date(2023, 5, 15)
"""A Monday within the round."""


@dataclass(frozen=True)
class Applied:
    """An application with whose it is. `submission_id` is the latest, if it was handed in."""

    id: UUID
    mall: Mall
    submission_id: UUID | None = None

    @property
    def member(self) -> Viewer:
        """The enterprise's member who fills it in."""
        return self.mall.member


def edition() -> Edition:
    """The criteria in force on `DAY`."""
    return edition_on(SCHEME, DAY)


async def call(place_code: str = people.GUIZHOU, **changes: Any) -> UUID:
    """The round of 2023 in a province, opened once."""
    known = await Round.get_or_none(scheme=SCHEME, year=2023, place_code=place_code)
    if known is not None:
        return known.id
    fields: dict[str, Any] = {
        "scheme": SCHEME,
        "year": 2023,
        "place_code": place_code,
        "title_zh": "2023年绿色商场创建",
        "title_en": "Green malls 2023",
        "opens_on": date(2023, 3, 1),
        "closes_on": date(2023, 10, 31),
    }
    return await open_round(RoundForm.model_validate(fields | changes), actor=people.province_officer(place_code))


async def draft(owner: Mall | None = None, **site: Any) -> Applied:
    """An empty form, just opened, of a new mall unless one is given."""
    owner = owner or await mall(**site)
    round_id = await call()
    return Applied(await open_application(owner.site_id, round_id=round_id, actor=owner.member, on=DAY), owner)


async def complete(made: Applied | None = None, answers: Mapping[str, Any] | None = None, **site: Any) -> Applied:
    """A form with everything that handing in needs; `answers` stand in place of the best ones."""
    made = made or await draft(**site)
    view = await site_for_system(made.mall.site_id)
    rules = edition()
    form = criteria.known_format(rules, view.format)
    values = good_answers(rules, form) | dict(answers or {})
    await save_answers(made.id, {code: AnswerInput(value=value) for code, value in values.items()}, actor=made.member)
    wanted = [item.code for item in rules.criteria if item.evidence_required and item.applies(form)]
    if wanted:
        file_id = await evidence(made.mall)
        for code in wanted:
            await add_evidence(made.id, code, file_id, actor=made.member, title=f"{code} 佐证材料")
    return made


async def submitted(made: Applied | None = None, answers: Mapping[str, Any] | None = None, **site: Any) -> Applied:
    """A complete form, handed in on `DAY`; its job to be scored waits in the queue."""
    made = await complete(made, answers, **site)
    facts = await application_for_system(made.id)
    submission_id = await submit(made.id, actor=made.member, revision=facts.revision, on=DAY)
    return Applied(made.id, made.mall, submission_id)


async def evidence(owner: Mall, *, filename: str = "台账.pdf", data: bytes | None = None) -> UUID:
    """A stored one-page PDF of the enterprise."""
    await asyncio.to_thread(_install_storage)
    return await store(
        _chunks(data or page()),
        filename=filename,
        actor=owner.member,
        owner_enterprise_id=owner.enterprise_id,
        allowed=EVIDENCE_TYPES,
    )


@cache
def page() -> bytes:
    """A PDF of one empty page."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    return out.getvalue()


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    yield data


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


def _install_storage() -> None:
    """Storage for tests that have not chosen one: a folder that ends with the process."""
    try:
        storage.installed()
    except Misconfigured:
        _FOLDERS.append(tempfile.TemporaryDirectory(prefix="lvce-test-files-"))
        storage.install(Settings(environment="test", data=Path(_FOLDERS[-1].name)))
