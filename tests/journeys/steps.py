"""The steps of the path over the API, each repeated until it is seen to be done; what was acknowledged is noted.

Who takes a step is a `Caller` of `calling.py`; when servers die is the journey's own.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from registry.demonstration.answers import good_answers
from scoring.editions import Edition
from tests.factories.applications import page
from tests.factories.enterprises import next_uscc
from tests.factories.people import NANMING
from tests.journeys.calling import Caller, Refused, pause, surely
from tests.journeys.installation import PASSWORD

V1 = "/api/v1"
SAVED_AT_ONCE = 7


@dataclass
class MallWay:
    """One mall's way through the house, and what the house acknowledged on it."""

    number: int
    callers: dict[str, Caller]
    edition: Edition
    round_id: str
    accounts: dict[str, str]
    enterprise_id: str = ""
    site_id: str = ""
    id: str = ""
    assignment_id: str = ""
    certificate: dict[str, Any] = field(default_factory=dict)
    acknowledged: dict[str, Any] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)

    @property
    def member(self) -> Caller:
        """Whoever applies."""
        return self.callers[f"mall-{self.number}"]

    @property
    def name(self) -> str:
        """Of the mall; with characters that few fonts have."""
        return f"䶮𬭎购物中心{self.number}"

    async def view(self) -> Any:
        """The application as the enterprise sees it."""
        return await self.member.get(f"{V1}/applications/{self.id}")

    async def in_state(self, *states: str) -> bool:
        """Whether the application is in one of these states."""
        return (await self.view())["state"] in states

    async def sign_up(self) -> None:
        """Sign the enterprise up; it is done when its member can get a token."""
        login = f"member-{self.number}"
        form = {
            "uscc": next_uscc(), "name": f"示例商业管理有限公司{self.number}", "place_code": NANMING,
            "contact_name": "李示例", "contact_phone": "0851-0000000", "login": login, "password": PASSWORD,
        }  # fmt: skip

        async def signed_in() -> bool:
            try:
                key = {"name": "journey", "login": login, "password": PASSWORD}
                self.member.token = (await self.member.ask("POST", f"{V1}/tokens", key))["secret"]
            except Refused:
                return False
            return True

        await self.member.until(partial(surely, signed_in), partial(self.member.act, "POST", f"{V1}/enterprises", form))
        self.enterprise_id = (await self.member.get(f"{V1}/enterprises"))["items"][0]["id"]

    async def add_site(self) -> None:
        """Add the mall."""
        address = f"{V1}/enterprises/{self.enterprise_id}/sites"
        form = {
            "name": self.name, "format": "shopping_centre", "place_code": NANMING, "address": "示例路2号",
            "building_area_m2": "120000", "opened_on": "2015-05-01",
        }  # fmt: skip

        async def added() -> bool:
            return bool((await self.member.get(address))["items"])

        await self.member.until(added, partial(self.member.act, "POST", address, form))
        self.site_id = (await self.member.get(address))["items"][0]["id"]

    async def open(self) -> None:
        """Open the form."""
        opening = {"site_id": self.site_id, "round_id": self.round_id}

        async def opened() -> bool:
            return bool((await self.member.get(f"{V1}/applications"))["items"])

        await self.member.until(opened, partial(self.member.act, "POST", f"{V1}/applications", opening))
        self.id = (await self.member.get(f"{V1}/applications"))["items"][0]["id"]

    async def answer(self) -> None:
        """Answer a few items at a time, as autosave does, and check that nothing acknowledged before has gone."""
        values = good_answers(self.edition, "shopping_centre")
        codes = list(values)
        for start in range(0, len(codes), SAVED_AT_ONCE):
            part = {code: values[code] for code in codes[start : start + SAVED_AT_ONCE]}
            await self.member.until(partial(self._answered, part), partial(self._save, part))

    async def _answered(self, part: dict[str, Any]) -> bool:
        items = await self._items()
        lost = [code for code, value in self.acknowledged.items() if same(items[code]["value"]) != same(value)]
        assert not lost, f"acknowledged, and gone: {lost}"
        return all(same(items[code]["value"]) == same(value) for code, value in part.items())

    async def _save(self, part: dict[str, Any]) -> None:
        items = await self._items()
        sent = {code: {"value": value, "version": items[code]["version"]} for code, value in part.items()}
        await self.member.act("PATCH", f"{V1}/applications/{self.id}/answers", {"answers": sent})
        self.acknowledged |= part

    async def _items(self) -> dict[str, Any]:
        return {item["code"]: item for chapter in (await self.view())["chapters"] for item in chapter["items"]}

    async def prove(self) -> None:
        """Hand in a file wherever one is asked for."""
        for code in [item.code for item in self.edition.criteria if item.evidence_required]:
            offer = f"{V1}/applications/{self.id}/evidence?criterion={code}"
            await self.member.until(partial(self._proved, code), partial(self.member.act, "POST", offer, page()))

    async def _proved(self, code: str) -> bool:
        return bool((await self._items())[code]["evidence"])

    async def submit(self) -> None:
        """Hand in what was read last, and wait for the machine's score."""

        async def hand_in() -> None:
            revision = (await self.view())["revision"]
            await self.member.act("POST", f"{V1}/applications/{self.id}/submit", {"revision": revision})

        await self.member.until(partial(self.in_state, "submitted"), hand_in)
        await self.member.until(partial(self._scored, 1), pause)

    async def _scored(self, many: int) -> bool:
        return len((await self.member.get(f"{V1}/applications/{self.id}/scorecards"))["items"]) >= many

    async def accept(self) -> None:
        """The city finds it complete."""
        city = self.callers["city"]
        act = partial(city.act, "POST", f"{V1}/applications/{self.id}/accept")
        await city.until(partial(self.in_state, "accepted", "in_review"), act)

    async def assign(self) -> None:
        """The province gives it to an expert."""
        province = self.callers["province"]
        whom = {"reviewer_id": self.accounts["expert"], "working_days": 10}
        act = partial(province.act, "POST", f"{V1}/applications/{self.id}/assign", whom)
        await province.until(partial(self.in_state, "in_review"), act)
        given = await province.get(f"{V1}/applications/{self.id}/assignments")
        assert len(given["items"]) == 1
        self.assignment_id = given["items"][0]["id"]

    async def review(self) -> None:
        """The expert confirms what needs a finding, and concludes."""
        expert, address = self.callers["expert"], f"{V1}/reviews/{self.assignment_id}"
        for line in await self._lines():
            if line["needed"]:
                finding = {"verdict": "confirm", "reason": "材料与申报一致。"}
                find = partial(expert.act, "PUT", f"{address}/findings/{line['code']}", finding)
                await expert.until(partial(self._has_finding, line["code"]), find)

        async def concluded() -> bool:
            return (await expert.get(address))["concluded_at"] is not None

        await expert.until(concluded, partial(expert.act, "POST", f"{address}/conclude"))
        assert await self.in_state("reviewed")
        assert await self._scored(2)

    async def _lines(self) -> list[Any]:
        sheet = await self.callers["expert"].get(f"{V1}/reviews/{self.assignment_id}")
        return [line for chapter in sheet["chapters"] for line in chapter["lines"]]

    async def _has_finding(self, code: str) -> bool:
        there = {line["code"] for line in await self._lines() if line["finding"] is not None}
        assert self.found <= there, f"acknowledged, and gone: {self.found - there}"
        self.found = there
        return code in there

    async def decide(self) -> None:
        """One officer proposes, another agrees."""
        province, decider = self.callers["province"], self.callers["decider"]
        address = f"{V1}/applications/{self.id}/decisions"
        what = {"application_id": self.id, "outcome": "recognise", "document_number": f"黔商发〔2026〕{self.number}号"}

        async def proposed() -> bool:
            return bool((await province.get(address))["items"])

        await province.until(proposed, partial(province.act, "POST", f"{V1}/decisions", what))
        (decision,) = (await province.get(address))["items"]
        agree = partial(decider.act, "POST", f"{V1}/decisions/{decision['id']}/decide", {"agree": True})
        await decider.until(partial(self.in_state, "recognised"), agree)

    async def receive(self) -> None:
        """Wait for the sealed certificate, and for the public register."""
        own = f"{V1}/applications/{self.id}/certificate"

        async def sealed() -> bool:
            self.certificate = await self.member.get(own)
            return self.certificate["printed_at"] is not None

        async def shown() -> bool:
            found = (await self.member.get(f"{V1}/register?q={self.name}"))["items"]
            return bool(found) and found[0]["certificate_number"] == self.certificate["record"]["number"]

        await self.member.until(sealed, pause)
        await self.member.until(shown, pause)


def same(value: object) -> str:
    """An answer in the form in which sent and kept ones can be compared: a number may be sent as its text."""
    return str(value)


async def publish(ways: list[MallWay], opens_on: str) -> str:
    """The province puts all of them before the public in one notice; returns its last day."""
    province, first = ways[0].callers["province"], ways[0]
    notices = f"{V1}/applications/{first.id}/notices"
    notice = {
        "application_ids": [way.id for way in ways], "opens_on": opens_on,
        "title_zh": "2026年拟认定绿色商场名单公示", "document_number": "黔商公示〔2026〕1号",
    }  # fmt: skip

    async def published() -> bool:
        return bool((await province.get(notices))["items"])

    await province.until(published, partial(province.act, "POST", f"{V1}/notices", notice))
    (made,) = (await province.get(notices))["items"]
    return str(made["closes_on"])
