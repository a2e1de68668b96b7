"""One mall's way to its stage, each step by whoever takes it in life, on a working day of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registry.accounts.schemas import Viewer
from registry.applications import actions as applications
from registry.applications.facts import application_for_system
from registry.applications.schemas import AnswerInput
from registry.decisions import actions as decisions
from registry.decisions.rules import Outcome
from registry.demonstration.answers import good_answers
from registry.demonstration.evidence import example_document
from registry.demonstration.plan import PAST_YEAR, SCHEME, Province
from registry.duties import actions as duties
from registry.duties.queries import of_certificate
from registry.duties.rules import Result
from registry.enterprises import actions as enterprises
from registry.enterprises.schemas import SiteForm
from registry.issuance import actions as issuance
from registry.jobs.queries import failed, waiting
from registry.notices import actions as notices
from registry.notices.schemas import ObjectionForm
from registry.reissues import actions as reissues
from registry.reviews import actions as reviews
from registry.reviews.queries import review_sheet
from registry.reviews.rules import Verdict
from registry.storage.actions import store
from registry.storage.inspection import EVIDENCE_TYPES
from registry.workdays.queries import calendar_for
from registry.workdays.rules import add_working_days
from scoring.in_force import edition_on

SITE_FIELDS = ("name", "format", "place_code", "address", "building_area_m2", "opened_on")


@dataclass(slots=True)
class Way:
    """A mall on its way. `start` is the first day; `step` counts working days from it."""

    province: Province
    mall: dict[str, Any]
    start: date
    application_id: UUID
    assignment_id: UUID | None = None
    decision_id: UUID | None = None
    certificate_id: UUID | None = None

    @property
    def officer(self) -> Viewer:
        """The province's officer."""
        return self.province.people["province"]

    async def day(self, working_days: int) -> date:
        """So many working days after the start."""
        return add_working_days(self.start, working_days, await calendar_for(self.start))

    async def hand_in(self) -> None:
        """The enterprise submits."""
        facts = await application_for_system(self.application_id)
        member = self.province.people[self.mall["enterprise"]]
        await applications.submit(self.application_id, actor=member, revision=facts.revision, on=await self.day(2))
        await settled()

    async def return_it(self) -> None:
        """The city finds something missing."""
        await reviews.return_for_changes(
            self.application_id,
            actor=self.province.city_officer(self.mall["place_code"]),
            on=self.province.today,
            advice={"X105": "请补充上一年度节能改造的支出凭证，扫描件须清晰可辨。"},
            remark="其余材料齐全。",
            working_days=10,
        )

    async def accept(self) -> None:
        """The city finds it complete."""
        officer = self.province.city_officer(self.mall["place_code"])
        await reviews.accept(self.application_id, actor=officer, on=await self.day(4), remark="材料齐全。")

    async def assign(self) -> None:
        """The province names the reviewer."""
        expert = self.province.people["expert"]
        assert expert.account_id is not None  # noqa: S101 - every person of the demonstration has an account
        self.assignment_id = await reviews.assign_reviewer(
            self.application_id,
            actor=self.officer,
            reviewer_id=expert.account_id,
            on=await self.day(5),
            working_days=40,
        )

    async def review(self) -> None:
        """The expert confirms what was claimed, item by item."""
        expert, assignment_id = self.province.people["expert"], _there(self.assignment_id)
        sheet = await review_sheet(expert, assignment_id)
        for line in (line for chapter in sheet.chapters for line in chapter.lines if line.needed):
            await reviews.record_finding(
                assignment_id,
                line.code,
                actor=expert,
                verdict=Verdict.CONFIRM if line.has_claim else Verdict.CHANGE,
                value=None if line.has_claim else line.maximum,
                reason="现场查看属实，材料与申报一致。",
            )
        await reviews.conclude(assignment_id, actor=expert, on=await self.day(8))

    async def notice(self) -> None:
        """The province asks the public, some time ago."""
        await self._publish(await self.day(9))

    async def notice_today(self) -> None:
        """The province asks the public today, and somebody objects; the objection waits."""
        notice_id = await self._publish(self.province.today)
        form = ObjectionForm(
            name="杨示例",
            contact="demonstration@example.org",
            criterion="X201-2",
            text="东侧入口的无障碍坡道被货车占用，轮椅不能通行（演示）。",
        )
        token = f"demonstration-{notice_id}"
        await notices.object_to(notice_id, self.application_id, form, token=token, on=self.province.today)

    async def _publish(self, opens_on: date) -> UUID:
        return await notices.publish(
            [self.application_id],
            actor=self.officer,
            opens_on=opens_on,
            on=opens_on,
            title_zh=f"关于拟认定{self.mall['name']}为绿色商场的公示（演示）",
            title_en=f"Intended recognition of {self.mall['name']} as a green mall (demonstration)",
            document_number=f"演示公示〔{opens_on.year}〕1号",
        )

    async def propose(self) -> None:
        """The province's officer proposes to recognise it."""
        on = await self.day(16)
        self.decision_id = await decisions.propose(
            self.application_id,
            actor=self.officer,
            outcome=Outcome.RECOGNISE,
            document_number=f"演示商发〔{on.year}〕1号",
            on=on,
        )

    async def decide(self) -> None:
        """A second officer agrees; the certificate is printed and sealed."""
        self.certificate_id = await decisions.decide(
            _there(self.decision_id),
            actor=self.province.people["decider"],
            agree=True,
            on=await self.day(18),
            remark="同意。",
        )
        await settled()

    async def suspend(self) -> None:
        """From today it is suspended."""
        await issuance.suspend(
            _there(self.certificate_id),
            actor=self.province.people["decider"],
            effective_on=self.province.today,
            reason="rectification-due",
            document_number="演示整改通知1号",
        )
        await settled()

    async def revoke(self) -> None:
        """It was revoked a year later."""
        await issuance.revoke(
            _there(self.certificate_id),
            actor=self.province.people["decider"],
            effective_on=date(PAST_YEAR + 1, 6, 3),
            reason="false-material",
            document_number=f"演示商发〔{PAST_YEAR + 1}〕9号",
        )
        await settled()

    async def recheck(self) -> None:
        """Every re-check so far was passed."""
        officer, certificate_id = self.province.city_officer(self.mall["place_code"]), _there(self.certificate_id)
        for view in await of_certificate(officer, certificate_id, on=self.province.today):
            if view.duty.waiting:
                done_on = view.duty.opens_on + timedelta(days=5)
                await duties.record_result(
                    certificate_id, view.duty.number, actor=officer, result=Result.PASSED, done_on=done_on
                )

    async def reissue(self) -> None:
        """The mall was renamed, so its certificate is issued anew: proposed by one officer, confirmed by another."""
        proposed = await reissues.propose(
            _there(self.certificate_id),
            actor=self.officer,
            reason="name-changed",
            changes={"holder": self.mall["renamed"]},
            document_number="演示换发1号",
            note="营业执照已变更（演示）。",
            on=self.province.today,
        )
        await reissues.decide(
            proposed, actor=self.province.people["decider"], agree=True, on=self.province.today, remark="同意换发。"
        )
        await settled()


Step = Callable[[Way], Awaitable[None]]

CHECKED: tuple[Step, ...] = (Way.hand_in, Way.accept)
ASSIGNED = (*CHECKED, Way.assign)
REVIEWED = (*ASSIGNED, Way.review)
PROPOSED = (*REVIEWED, Way.notice, Way.propose)
RECOGNISED = (*PROPOSED, Way.decide)

STAGES: dict[str, tuple[Step, ...]] = {
    "draft": (),
    "submitted": (Way.hand_in,),
    "returned": (Way.hand_in, Way.return_it),
    "accepted": CHECKED,
    "in_review": ASSIGNED,
    "reviewed": REVIEWED,
    "in_notice": (*REVIEWED, Way.notice_today),
    "proposed": PROPOSED,
    "recognised": RECOGNISED,
    "suspended": (*RECOGNISED, Way.suspend),
    "revoked": (*RECOGNISED, Way.revoke),
    "rechecked": (*RECOGNISED, Way.recheck),
    "reissued": (*RECOGNISED, Way.reissue),
}
"""The steps that bring a mall to each stage."""


async def walk(province: Province, mall: dict[str, Any]) -> None:
    """Add the site, fill in its form (half of it for a draft) and take every step of its stage."""
    start = province.starts[mall["round"]]
    application_id = await _form(province, mall, start)
    way = Way(province, mall, start, application_id)
    for step in STAGES[mall["stage"]]:
        await step(way)


async def _form(province: Province, mall: dict[str, Any], on: date) -> UUID:
    member = province.people[mall["enterprise"]]
    site_id = await enterprises.add_site(
        SiteForm.model_validate({name: mall[name] for name in SITE_FIELDS}),
        actor=member,
        enterprise_id=province.enterprises[mall["enterprise"]],
    )
    round_id = province.rounds[mall["round"]]
    application_id = await applications.open_application(site_id, round_id=round_id, actor=member, on=on)
    edition = edition_on(SCHEME, on)
    answers = good_answers(edition, mall["format"])
    codes = list(answers) if STAGES[mall["stage"]] else list(answers)[: len(answers) // 2]
    await applications.save_answers(
        application_id, {code: AnswerInput(value=answers[code]) for code in codes}, actor=member
    )
    for code in codes:
        if edition.by_code[code].evidence_required:
            file_id = await _evidence(province, mall["enterprise"])
            title = f"{code} 佐证材料（演示）"
            await applications.add_evidence(application_id, code, file_id, actor=member, title=title)
    return application_id


async def _evidence(province: Province, login: str) -> UUID:
    """One real document an enterprise, handed in wherever evidence is asked for."""
    if login not in province.evidence:
        document = await asyncio.to_thread(example_document)

        async def pieces() -> AsyncIterator[bytes]:
            yield document

        province.evidence[login] = await store(
            pieces(),
            filename="佐证材料（演示）.pdf",
            actor=province.people[login],
            owner_enterprise_id=province.enterprises[login],
            allowed=EVIDENCE_TYPES,
        )
    return province.evidence[login]


async def settled() -> None:
    """Wait until the queue is empty: scores are kept, certificates printed, the register up to date.

    Raises RuntimeError for a job that was given up: a demonstration with a hole would show what is not so.
    """
    while await waiting():  # noqa: ASYNC110 - the queue is a table; there is no event to wait for
        await asyncio.sleep(0.05)
    if lost := await failed():
        raise RuntimeError(f"the job {lost[0].name} of the demonstration was given up: {lost[0].error}")


def _there(found: UUID | None) -> UUID:
    assert found is not None  # noqa: S101 - an earlier step of the stage has made it
    return found
