"""What became of an application, through the API."""

import pytest

from tests.factories import stages


async def test_steps_and_what_was_handed_in(start, city):
    made = await stages.accepted()
    for program in (await start(made.member), city):
        history = await program.get(f"/applications/{made.id}/history")
        assert [step["transition"] for step in history["items"]] == ["submit", "accept"]
        (row,) = (await program.get(f"/applications/{made.id}/submissions"))["items"]
        frozen = await program.get(f"/submissions/{row['id']}")
        assert (frozen["sha256"], frozen["facts"]["X101"]) == (row["sha256"], True)
        assert frozen["snapshot"]["site"]["name"]
        assert frozen["evidence"][0]["media_type"] == "application/pdf"


async def test_advice_of_the_bureau(start):
    made = await stages.returned()
    (check,) = (await (await start(made.member)).get(f"/applications/{made.id}/checks"))["items"]
    assert (check["outcome"], check["due_on"], list(check["advice"].values())) == (
        "returned", "2023-05-22", ["请补充证明材料"],
    )  # fmt: skip


async def test_notices_outcome_and_certificate(start, auditor):
    made = await stages.recognised()
    member = await start(made.member)
    path = f"/applications/{made.id}"
    assert [row["id"] for row in (await member.get(f"{path}/notices"))["items"]] == [str(made.notice_id)]
    outcome = await member.get(f"{path}/outcome")
    assert (outcome["outcome"], outcome["decided_on"]) == ("recognise", "2023-06-12")
    assert "proposed_by" not in outcome
    certificate = await member.get(f"{path}/certificate")
    assert (certificate["id"], certificate["printed_at"]) == (str(made.certificate_id), None)
    assert certificate["record"]["pdf"] is None
    assert (await auditor.get(f"{path}/certificate"))["id"] == str(made.certificate_id)


@pytest.mark.parametrize("part", ["outcome", "certificate"])
async def test_what_is_not_there_yet(start, part):
    made = await stages.accepted()
    program = await start(made.member)
    problem = await program.get(f"/applications/{made.id}/{part}")
    assert (program.status, problem["code"]) == (404, "not-found")


async def test_strangers_find_nothing(stranger, other_city):
    made = await stages.recognised()
    paths = [f"/submissions/{made.submission_id}"] + [
        f"/applications/{made.id}/{part}"
        for part in ("history", "submissions", "checks", "notices", "outcome", "certificate")
    ]
    for program in (stranger, other_city):
        for path in paths:
            problem = await program.get(path)
            assert (program.status, problem["code"]) == (404, "not-found"), path
