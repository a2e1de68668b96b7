"""Scorecards through the API: the machine's beside the reviewed one, line by line."""

from uuid import UUID

from registry.documents.printing import print_document
from tests.factories import applications as factory
from tests.factories import stages
from tests.factories.certificates import office
from tests.factories.documents import PAPER, PaperPress


async def test_each_judgement_beside_the_earlier(start, city, other_city, stranger):
    made = await stages.reviewed()
    path = f"/applications/{made.id}/scorecards"
    found = await (await start(made.member)).get(path)
    assert [(row["kind"], row["ordinal"]) for row in found["items"]] == [("reviewed", 2), ("machine", 1)]
    card = found["items"][0]["scorecard"]
    assert card["passed"]
    line = card["lines"][0]
    assert (line["code"], line["status"]) == ("X101", "gate_passed")
    assert line["citation"]["clause"]["zh"]
    assert line["reason"]["en"]
    assert isinstance(card["total"], str)
    for program in (city, await start(made.reviewer)):
        assert await program.get(path) == found
    for program in (other_city, stranger):
        await program.get(path)
        assert program.status == 404


async def test_what_decides_and_what_it_would_take(start, stranger, other_city):
    made = await stages.reviewed()
    program = await start(made.member)
    path = f"/applications/{made.id}/advice"
    told = await program.get(path, submission=made.submission_id)
    assert told["advice"]["passes_now"]
    assert all(reason["met"] for reason in told["reasons"])
    draft = await factory.draft()
    program = await start(draft.member)
    told = await program.get(f"/applications/{draft.id}/advice", effort="X101:2")
    assert (told["stated"], told["advice"]["possible"]) == (True, False)
    told = await program.get(f"/applications/{draft.id}/advice")
    step = told["advice"]["steps"][0]
    assert (step["code"], step["points_before"], step["gate"]) == ("X101", "0", True)
    await program.get(f"/applications/{draft.id}/advice", effort="X101")
    assert program.status == 422
    waiting = await factory.submitted()
    program = await start(waiting.member)
    await program.get(f"/applications/{waiting.id}/advice", submission=waiting.submission_id)
    assert program.status == 404
    for program in (other_city, stranger):
        await program.get(path, submission=made.submission_id)
        assert program.status == 404


async def test_a_judgement_as_a_sealed_sheet(start, stranger):
    await office()
    made = await stages.reviewed()
    program = await start(made.member)
    sheet = f"/applications/{made.id}/scorecards/{made.assessment_id}"
    asked = [await program.post(f"{sheet}/print") for _ in range(2)]
    assert (program.status, asked[0]) == (202, asked[1])
    await program.get(f"{sheet}.pdf")
    assert program.status == 404
    await stranger.post(f"{sheet}/print")
    assert stranger.status == 404
    await print_document(UUID(asked[0]["id"]), press=PaperPress())
    assert await program.get(f"{sheet}.pdf") == PAPER
