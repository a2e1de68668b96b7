"""Scorecards through the API: the machine's beside the reviewed one, line by line."""

from tests.factories import stages


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
