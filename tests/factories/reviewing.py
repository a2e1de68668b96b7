"""Applications put at a stage of the path at once, and reviewers with accounts: for the areas that come late on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry import clock
from registry.accounts.models import Account, RoleGrant
from registry.accounts.queries import account_viewer
from registry.accounts.rules import Role
from registry.accounts.schemas import Grant, Viewer
from registry.applications import criteria, snapshot
from registry.applications.models import Application, Round, Submission
from registry.applications.rules import State
from registry.assessments.models import Assessment
from registry.enterprises.queries import enterprise_for_system, site_for_system
from registry.identifiers import new_id
from registry.jurisdictions.rules import province_of
from scoring.in_force import edition_on
from tests.factories.enterprises import Mall, mall

SCHEME = "green-mall"
DAY = date(2023, 5, 15)
"""A Monday, with both working days and holidays known around it."""


@dataclass(frozen=True)
class HandedIn:
    """An application that was handed in once."""

    id: UUID
    submission_id: UUID
    mall: Mall


async def account(*grants: Grant, name: str = "王示例") -> Viewer:
    """Somebody with an account that others can look up, and these grants."""
    row = await Account.create(
        login=f"account-{new_id()}",
        password_hash="none",
        name=name,
        password_changed_at=clock.now(),
        created_at=clock.now(),
    )
    for grant in grants:
        await RoleGrant.create(
            account=row,
            role=grant.role,
            place_code=grant.place_code,
            enterprise_id=grant.enterprise_id,
            granted_on=date(2020, 1, 1),
        )
    return await account_viewer(row.id)


async def reviewer(*more: Grant, name: str = "陈专家") -> Viewer:
    """An expert with an account."""
    return await account(Grant(Role.EXPERT), *more, name=name)


async def handed_in(facts: Mapping[str, Any] | None = None, *, state: State = State.SUBMITTED, **site: Any) -> HandedIn:
    """An application of a mall in Guiyang (or as the site's changes say) with these answers, frozen as handing in does."""
    owner = await mall(**site)
    view = await site_for_system(owner.site_id)
    edition = edition_on(SCHEME, DAY)
    call, _ = await Round.get_or_create(
        scheme=SCHEME,
        year=DAY.year,
        place_code=province_of(view.place_code),
        defaults={
            "title_zh": "2023年绿色商场",
            "title_en": "Green malls 2023",
            "opens_on": date(2023, 1, 1),
            "closes_on": date(2023, 12, 31),
            "created_at": clock.now(),
        },
    )
    application = await Application.create(
        round=call,
        scheme=SCHEME,
        enterprise_id=owner.enterprise_id,
        site_id=owner.site_id,
        place_code=view.place_code,
        edition=edition.edition,
        state=state,
        opened_at=clock.now(),
    )
    document = snapshot.compose(
        application_id=application.id,
        number=1,
        scheme=SCHEME,
        round_id=call.id,
        year=call.year,
        edition=edition.edition,
        edition_digest=edition.digest,
        edition_format=criteria.known_format(edition, view.format),
        enterprise=await enterprise_for_system(owner.enterprise_id),
        site=view,
        answers={code: (value, "") for code, value in (facts or {}).items()},
        evidence=(),
        submitted_on=DAY,
        submitted_by=owner.member.account_id,
    )
    submission = await Submission.create(
        application=application,
        number=1,
        revision=application.revision,
        edition=edition.edition,
        edition_digest=edition.digest,
        snapshot=document,
        sha256=snapshot.fingerprint(document),
        submitted_on=DAY,
        submitted_at=clock.now(),
        submitted_by=owner.member.account_id,
    )
    return HandedIn(id=application.id, submission_id=submission.id, mall=owner)


async def reviewed(*, passed: bool = True, **site: Any) -> HandedIn:
    """An application whose review is concluded, with the assessment that came of it."""
    application = await handed_in({"X101": True}, state=State.REVIEWED, **site)
    await assessed(application, passed=passed)
    return application


async def assessed(application: HandedIn, *, passed: bool = True) -> UUID:
    """One more reviewed assessment of the application's submission."""
    edition = edition_on(SCHEME, DAY)
    row = await Assessment.create(
        application_id=application.id,
        submission_id=application.submission_id,
        kind="reviewed",
        ordinal=await Assessment.filter(submission_id=application.submission_id).count() + 1,
        edition=edition.edition,
        edition_digest=edition.digest,
        scorecard={
            "passed": passed,
            "settled": True,
            "total": "70" if passed else "30",
            "maximum": "100",
            "share": "0.7" if passed else "0.3",
            "pass_share": "0.6",
            "pass_status": "local",
            "grade": None,
            "gates": [],
            "chapters": [],
            "lines": [],
        },
        sha256="0" * 64,
        made_at=clock.now(),
    )
    return row.id
