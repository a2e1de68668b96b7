"""kill -9 of the server and of the press at twenty random moments of the path; restarting finishes it.

Two malls go the whole way over the API while processes die under them. In the end each has what it was to have, once:
no acknowledged answer is lost, no number given twice or left out, no half state remains, the audit chain is whole.
LVCE_TEST_SEED repeats a run's moments.
"""

import asyncio
import hashlib
import os
import random
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from certificates.kinds import kind
from certificates.numbering import format_number
from certificates.verify import Outcome, verify
from registry.applications.models import Application, EvidenceLink, StateChange, Submission
from registry.assessments.models import Assessment
from registry.audit.models import AuditEntry
from registry.db.lifecycle import connected
from registry.decisions.models import Decision
from registry.enterprises.models import Enterprise, Site
from registry.issuance.models import Certificate, NumberSeries
from registry.issuance.queries import pdf_for_public
from registry.jobs.models import Job
from registry.jobs.queries import waiting
from registry.notices.models import NoticeItem, PublicNotice
from registry.press_process import DEMONSTRATION_KEY
from registry.public_register.models import RegisterEntry
from registry.reviews.models import Assignment, Finding
from registry.settings import Settings
from registry.storage.installed import install
from registry.storage.models import StoredFile
from scoring.in_force import edition_on
from tests.factories.people import GUIZHOU
from tests.journeys.calling import Caller, session
from tests.journeys.installation import DAY, SCHEME, install_for
from tests.journeys.running import PATIENCE, Running, environment, running
from tests.journeys.steps import MallWay, publish, same

VICTIMS = ("web", "worker", "press")
PRINTING = ("worker", "press")
ACTS, AT_ACTS, IN_PRINTING = 150, 14, 6
"""About so many things are sent on the way; so many of the twenty moments are among them, so many in printing."""

AFTER_SENDING, WHILE_PRINTING = 0.04, 1.5
"""At most so many seconds after something was sent, or after the decision, the kill comes."""

NEXT_WORKING_DAY = timedelta(days=3)


@pytest.fixture(autouse=True)
def _watched_loop() -> None:
    """Installing and looking afterwards read files, as they may: this process serves nobody."""


@dataclass
class Killer:
    """Kills at the moments it was given: after the n-th thing that is sent, or so long after a decision."""

    product: Running
    moments: dict[int, tuple[str, float]]
    sent: int = 0
    done: list[str] = field(default_factory=list)
    tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    def before(self, method: str, path: str) -> None:
        """Something is being sent."""
        self.sent += 1
        if self.sent in self.moments:
            what, delay = self.moments.pop(self.sent)
            self.strike(what, delay, f"{method} {path}")

    def strike(self, what: str, delay: float, where: str) -> None:
        """Kill after a delay, while others go on."""
        self.tasks.append(asyncio.create_task(self._strike(what, delay, where)))

    async def strike_in_printing(self, strikes: list[tuple[str, float]], where: str) -> None:
        """One kill after the other, each so long after the product has come up from the one before."""
        for what, delay in strikes:
            await self.product.up()
            await self._strike(what, delay, where)

    async def _strike(self, what: str, delay: float, where: str) -> None:
        await asyncio.sleep(delay)
        if what == "press" and not self.product.kill(what):
            what = "worker"  # a press that died idle is started again when something is to be sealed
        while what != "press" and not self.product.kill(what):  # noqa: ASYNC110 - started again just now, untold
            await asyncio.sleep(0.05)
        self.done.append(f"{what} {delay:.3f} s after {where}")


@pytest.mark.timeout(600)
async def test_twenty_kills_lose_nothing(separate_settings: Settings) -> None:
    seed = int(os.environ.get("LVCE_TEST_SEED") or random.SystemRandom().randrange(10**6))
    print(f"LVCE_TEST_SEED={seed}")
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    made = await install_for(separate_settings)
    async with running(separate_settings, at=DAY) as product, session() as http:
        killer = Killer(product, moments(chance))
        tokens = {**made.tokens, "mall-1": "", "mall-2": ""}
        callers = {name: Caller(http, product.address, token, before=killer.before) for name, token in tokens.items()}
        edition = edition_on(SCHEME, DAY)
        ways = [MallWay(number, callers, edition, made.round_id, made.accounts) for number in (1, 2)]
        await walk(ways, killer, chance)
        await asyncio.gather(*killer.tasks)
        print(*killer.done, f"{killer.sent} sent, {product.starts} starts", sep="\n")
        assert len(killer.done) == AT_ACTS + IN_PRINTING, f"moments left: {killer.moments}"
        await product.whole()
        await nothing_waits(product.settings)
        await product.stop()
    await everything_is_there_once(product.settings, ways)
    await the_audit_chain_is_whole(product.settings)


def moments(chance: random.Random) -> dict[int, tuple[str, float]]:
    """At which sending, what dies, how long after."""
    numbers = chance.sample(range(1, ACTS), AT_ACTS)
    return {number: (chance.choice(VICTIMS), chance.uniform(0, AFTER_SENDING)) for number in numbers}


async def walk(ways: list[MallWay], killer: Killer, chance: random.Random) -> None:
    """Both malls at the same time, up to the notice, which names both; then, a week later, to the certificate."""

    async def apply_and_be_reviewed(way: MallWay) -> None:
        for step in (
            way.sign_up, way.add_site, way.open, way.answer, way.prove, way.submit, way.accept, way.assign, way.review,
        ):  # fmt: skip
            await step()

    async def be_decided(way: MallWay) -> None:
        strikes = [
            (chance.choice(PRINTING), chance.uniform(0, WHILE_PRINTING)) for _ in range(IN_PRINTING // len(ways))
        ]
        await way.decide()
        await asyncio.gather(killer.strike_in_printing(strikes, f"the decision on {way.number}"), way.receive())

    await asyncio.gather(*(apply_and_be_reviewed(way) for way in ways))
    last_day = date.fromisoformat(await publish(ways, DAY.isoformat()))
    await asyncio.gather(*killer.tasks)
    await killer.product.move_to(last_day + NEXT_WORKING_DAY)
    await asyncio.gather(*(be_decided(way) for way in ways))


async def nothing_waits(settings: Settings) -> None:
    """The last kill may have come after the certificate was there, and cut short what follows it."""
    async with connected(settings), asyncio.timeout(PATIENCE):
        while await waiting():  # noqa: ASYNC110 - another process, which tells nobody
            await asyncio.sleep(0.2)


async def everything_is_there_once(settings: Settings, ways: list[MallWay]) -> None:
    install(settings)
    trust = (settings.data / DEMONSTRATION_KEY).with_suffix(".pem").read_bytes()
    async with connected(settings):
        for way in ways:
            await the_file_is_whole(way)
        books = await Certificate.all().order_by("number")
        series = await NumberSeries.get(scheme=SCHEME, year=DAY.year)
        numbers = [book.number for book in books]
        assert numbers == [
            format_number(kind(SCHEME), place=GUIZHOU, year=DAY.year, serial=serial) for serial in (1, 2)
        ]
        assert series.last_serial == len(ways) == len({book.identifier for book in books})
        for book in books:
            await it_is_sealed_once(book, trust)
        for table, many in EXPECTED.items():
            assert await table.all().count() == many * len(ways), table.__name__
        assert await PublicNotice.all().count() == 1
        assert [(job.name, job.last_error) for job in await Job.filter(done_at=None)] == []
        assert await Job.exclude(failed_at=None).count() == 0
        used = set(await EvidenceLink.all().values_list("file_id", flat=True))
        assert set(await StoredFile.all().values_list("id", flat=True)) == used
        assert await told_more_or_less_than_once(len(ways)) == {}


EXPECTED = {
    Enterprise: 1, Site: 1, Application: 1, Submission: 1, Assessment: 2, Assignment: 1, NoticeItem: 1, Decision: 1,
    Certificate: 1, RegisterEntry: 1,
}  # fmt: skip
"""Rows a mall leaves in each table when every step was done exactly once."""


async def the_file_is_whole(way: MallWay) -> None:
    """What was acknowledged is what was frozen, judged and decided; every file that it names is there."""
    frozen = await Submission.get(application_id=way.id)
    kept = {code: same(answer["value"]) for code, answer in frozen.snapshot["answers"].items()}
    assert kept == {code: same(value) for code, value in way.acknowledged.items()}
    links = await EvidenceLink.filter(application_id=way.id)
    assert len({link.criterion for link in links}) == len(links)
    stored = {row.id: row.sha256 for row in await StoredFile.filter(id__in=[link.file_id for link in links])}
    assert {link.file_id: link.sha256 for link in links} == stored
    found = await Finding.filter(assignment_id=way.assignment_id).values_list("criterion", flat=True)
    assert sorted(found) == sorted(way.found)
    changes = await StateChange.filter(application_id=way.id).order_by("at", "id").values_list("to_state", flat=True)
    assert changes == ["submitted", "accepted", "in_review", "reviewed", "in_notice", "recognised"]


async def it_is_sealed_once(book: Certificate, trust: bytes) -> None:
    pdf = b"".join([piece async for piece in (await pdf_for_public(book.number)).content])
    assert hashlib.sha256(pdf).hexdigest() == book.pdf_sha256
    verdict = await asyncio.to_thread(
        verify, pdf, trust, on=book.valid_from, changes=(), expected_digest=book.record_sha256
    )
    assert verdict.outcome is Outcome.VALID, verdict.reasons
    assert await AuditEntry.filter(tag="certificate:print", subject_id=book.id).count() == 1


async def told_more_or_less_than_once(malls: int) -> dict[str, int]:
    """Things of which each mall did one, and of which the audit tells another number."""
    counted = {tag: await AuditEntry.filter(tag=tag).count() for tag in ONCE}
    return {tag: many for tag, many in counted.items() if many != malls}


ONCE = (
    "application:open", "application:submit", "application:accept", "review:assign", "review:conclude",
    "decision:propose:recognise", "decision:agree", "certificate:print",
)  # fmt: skip


async def the_audit_chain_is_whole(settings: Settings) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "registry", "audit-verify",
        env=environment(settings, 0), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    assert process.returncode == 0, told.decode()
