"""What a simulation says: by city, by clause, by application; to whom; over drafts as over published editions."""

from datetime import date

import pytest

from registry import clock
from registry.accounts.schemas import SYSTEM
from registry.errors import Forbidden, Invalid, NotFound
from registry.identifiers import new_id
from registry.issuance.actions import revoke
from registry.issuance.models import Certificate
from registry.public_register.actions import refresh
from registry.simulations import queries
from registry.simulations.rules import MoveKind
from registry.simulations.schemas import Question
from registry.targets.actions import set_target
from registry.targets.rules import Counting, Indicator
from registry.targets.schemas import TargetForm
from tests.factories import applications as make
from tests.factories import people, stages
from tests.factories.editions import imported, officer
from tests.factories.enterprises import places
from tests.factories.simulations import finish, question, started, stricter_draft

pytestmark = pytest.mark.usefixtures("db")
OFFICER = people.province_officer()


async def target(counting, amount, place_code=people.GUIZHOU):
    form = TargetForm(
        year=2023,
        indicator=Indicator.GREEN_MALL,
        counting=counting,
        place_code=place_code,
        amount=amount,
        unit_zh="家",
        unit_en="malls",
        source_title="绿色流通工作要点",
        source_clause="一（一）",
        source_on=date(2023, 3, 22),
    )
    await set_target(form, actor=SYSTEM)


async def over_draft():
    return await started(asked=Question(draft_id=await stricter_draft(), place_code=people.GUIZHOU))


async def test_a_draft_shows_who_would_fall_and_by_which_clause():
    best = await make.submitted(name="甲秀购物中心")
    lost = await make.submitted(answers={"X103": 2}, name="花果园购物中心")
    far = await make.submitted(answers={"X103": 2}, name="遵义购物中心", place_code="520302")
    asked = await over_draft()
    await finish(asked)
    found = await queries.simulation(OFFICER, asked)
    assert found.row.draft_id is not None
    assert (found.row.done, found.row.total, found.row.state) == (3, 3, "done")
    counts = found.whole.counts
    assert (counts.submissions, counts.before, counts.after, counts.falls, counts.open) == (3, 3, 1, 2, 0)
    assert [(city.place_code, city.counts.falls) for city in found.cities] == [("520100", 1), ("520300", 1)]
    assert found.former == {"2021-05-25": 3}
    page = await queries.moves(OFFICER, asked)
    found = [(move.application_id, move.kind) for move in page.items]
    assert found == [(lost.id, "falls"), (best.id, "grade"), (far.id, "falls")]
    assert page.items[0].before.passed
    assert not page.items[0].after.passed
    assert (await queries.moves(OFFICER, asked, kind=MoveKind.RISES)).total == 0
    assert (await queries.moves(OFFICER, asked, place_code="520300")).items[0].application_id == far.id
    assert (await queries.moves(OFFICER, asked, kind=MoveKind.FALLS, page=2, size=1)).items[0].application_id == far.id
    every = [move async for moves in queries.all_moves(OFFICER, asked, at_once=1) for move in moves]
    assert {move.application_id for move in every} == {best.id, lost.id, far.id}


async def test_causes_carry_the_titles_of_the_edition_in_question():
    await make.submitted()
    asked = await started()
    await finish(asked)
    (move,) = (await queries.moves(OFFICER, asked)).items
    assert all(cause.title is not None for cause in move.causes)
    clauses = (await queries.simulation(OFFICER, asked)).clauses
    assert {clause.code for clause in clauses} == {cause.code for cause in move.causes}
    assert clauses[0].title["en"]


async def test_a_target_loses_what_is_recognised_and_would_fall():
    made = await stages.recognised()
    await Certificate.filter(id=made.certificate_id).update(printed_at=clock.now())
    await refresh(made.certificate_id)
    await target(Counting.NEW, 1)
    await target(Counting.CUMULATIVE, 5)
    await target(Counting.NEW, 1, "520100")
    asked = await started()
    await finish(asked)
    whole, (city,) = (found := await queries.simulation(OFFICER, asked)).whole, found.cities
    new, cumulative = whole.targets
    assert (new.amount, new.reached, new.lost, new.won, new.doubtful, new.after) == (1, 1, 0, 0, 1, 1)
    assert (cumulative.reached, cumulative.doubtful, cumulative.missed) == (1, 1, False)
    assert [(each.counting, each.amount, each.doubtful) for each in city.targets] == [
        ("new", 1, 1),
        ("cumulative", None, 1),
    ]


async def test_a_revoked_one_that_might_fall_is_not_counted_once_more():
    """A target that has lost it already would else come out below nought."""
    made = await stages.recognised()
    await Certificate.filter(id=made.certificate_id).update(printed_at=clock.now())
    step = {"effective_on": clock.today(), "reason": "false-material", "document_number": "黔商发〔2026〕9号"}
    await revoke(made.certificate_id, actor=people.province_decider(), **step)
    await refresh(made.certificate_id)
    await target(Counting.NEW, 1)
    asked = await started()
    await finish(asked)
    whole = (await queries.simulation(OFFICER, asked)).whole
    assert (whole.counts.submissions, whole.counts.open) == (1, 1)
    (new,) = whole.targets
    assert (new.reached, new.lost, new.doubtful, new.after) == (0, 0, 0, 0)


async def test_without_targets_none_is_touched():
    await make.submitted()
    asked = await started()
    await finish(asked)
    assert (await queries.simulation(OFFICER, asked)).whole.targets == ()


async def test_for_whom():
    await make.submitted()
    asked, far = await started(), await started(asked=question(place_code=people.ZUNYI))
    for reader in (OFFICER, people.province_decider(), people.auditor()):
        assert {row.id for row in await queries.simulations(reader)} == {asked, far}
        assert (await queries.simulation(reader, far)).whole.place_code == people.ZUNYI
    sichuan = people.province_officer(people.SICHUAN)
    assert await queries.simulations(sichuan) == []
    for stranger in (sichuan, people.city_officer(), people.expert()):
        with pytest.raises(NotFound):
            await queries.simulation(stranger, asked)
        with pytest.raises(NotFound):
            await queries.moves(stranger, asked)
        with pytest.raises(NotFound):
            _ = [moves async for moves in queries.all_moves(stranger, asked)]
    with pytest.raises(NotFound):
        await queries.simulation(OFFICER, new_id())
    for nobody in (people.city_officer(), people.expert()):
        with pytest.raises(Forbidden):
            await queries.simulations(nobody)
        with pytest.raises(Forbidden):
            await queries.choices(nobody)


async def test_what_can_be_asked_about():
    await places()
    writer = await officer()
    draft_id = await stricter_draft(writer)
    choices = await queries.choices(writer)
    assert choices[0].draft_id == draft_id
    assert [c.edition for c in choices if c.scheme == "green-mall" and not c.draft_id] == ["2021-05-25", "2018-03-01"]
    with pytest.raises(Forbidden):
        await queries.choices(people.auditor())
    unfinished = await imported(writer)
    with pytest.raises(Invalid, match="draft-incomplete"):
        await started(writer, Question(draft_id=unfinished, place_code=people.GUIZHOU))
    with pytest.raises(NotFound):
        sichuan = people.province_officer(people.SICHUAN)
        await started(sichuan, Question(draft_id=draft_id, place_code=people.SICHUAN))
