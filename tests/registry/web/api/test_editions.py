"""Editions that a bureau writes, through the API: from a table to law."""

import pytest
import time_machine

from tests.factories import editions as make
from tests.factories.people import GUIZHOU

ASKED = {"scheme": "green-mall", "place_code": GUIZHOU}


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel("2023-05-15T03:00:00Z"):
        yield


async def test_from_a_table_to_law(province, decider, auditor, city, anybody):
    made = await province.upload("/edition-drafts/import", make.table_file(), "评价表.xlsx", **ASKED)
    path = f"/edition-drafts/{made['id']}"
    assert (province.status, province.headers["Location"]) == (201, f"/api/v1{path}")
    draft = await province.get(path)
    assert draft["digest"] is None
    assert draft["report"]["rows"][2]["code"] == "A101"
    assert ("", "in_force_from") in {(fault["criterion"], fault["field"]) for fault in draft["faults"]}
    assert (await auditor.get("/edition-drafts"))["items"][0]["criteria"] == 5
    await city.get(path)
    assert city.status == 404
    problem = await province.get(f"{path}/diff")
    assert (province.status, problem["code"]) == (422, "draft-incomplete")

    content = make.complete(draft["content"]) | {"in_force_from": "2023-07-01"}
    saved = await province.put(path, {"content": content, "seen": draft["seen"], "chinese_only": True})
    assert (province.status, saved["faults"]) == (200, [])
    assert saved["edition"] == "520000-2023-07-01"
    problem = await province.put(path, {"content": draft["content"], "seen": draft["seen"]})
    assert (province.status, problem["code"]) == (409, "draft-conflict")
    problem = await province.put(path, {"content": {"chapters": 1}, "seen": saved["seen"]})
    assert (province.status, problem["code"]) == (422, "draft-shape")

    cases = [{"given": "85", "expect": "4"}, {"given": "viel", "expect": "0"}]
    tried = await province.put(f"{path}/cases/B101", {"cases": cases})
    assert [(case["points"], case["holds"]) for case in tried["cases"]] == [("4", True), (None, False)]
    await province.put(f"{path}/cases/B101", {"cases": cases[:1]})
    difference = await province.get(f"{path}/diff")
    assert (difference["old"]["edition"], difference["new"]["digest"]) == ("2021-05-25", saved["digest"])
    assert {"added", "removed"} <= {change["kind"] for change in difference["changes"]}

    await province.post(f"{path}/propose", {"document_number": "黔商发〔2023〕1号"})
    await province.post(f"{path}/publish")
    assert province.status == 404
    sent_back = await decider.post(f"{path}/return", {"remark": "改"})
    assert sent_back["state"] == "open"
    await province.post(f"{path}/propose", {"document_number": "黔商发〔2023〕1号"})
    published = await decider.post(f"{path}/publish")
    assert (decider.status, published["state"]) == (200, "published")

    found = await anybody.get("/schemes/green-mall/editions/520000-2023-07-01")
    assert (found["digest"], found["place_code"], found["document_number"], found["published_on"]) == (
        saved["digest"], GUIZHOU, "黔商发〔2023〕1号", "2023-05-15",
    )  # fmt: skip
    (mall,) = [row for row in (await anybody.get("/schemes"))["items"] if row["code"] == "green-mall"]
    assert [row["place_code"] for row in mall["editions"]] == [None, None, GUIZHOU]


async def test_from_an_edition_and_put_aside(province):
    made = await province.post("/edition-drafts", ASKED | {"edition": "2021-05-25"})
    assert province.status == 201
    await province.delete(f"/edition-drafts/{made['id']}")
    assert province.status == 204
    assert (await province.get("/edition-drafts"))["total"] == 0


async def test_what_is_no_table(province):
    problem = await province.upload("/edition-drafts/import", b"a,b\n", "t.csv", **ASKED)
    assert (province.status, problem["code"]) == (422, "table-not-found")


async def test_nothing_to_compare_with(province):
    asked = {"scheme": "green-sorting-centre", "edition": "2025-06-01", "place_code": GUIZHOU}
    path = f"/edition-drafts/{(await province.post('/edition-drafts', asked))['id']}"
    draft = await province.get(path)
    content = draft["content"] | {"in_force_from": "2024-01-01"}
    assert (await province.put(path, {"content": content, "seen": draft["seen"]}))["digest"]
    problem = await province.get(f"{path}/diff")
    assert (province.status, problem["code"]) == (422, "draft-alone")
