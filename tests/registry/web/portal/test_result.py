"""The scorecards: machine and reviewed side by side, every point explained."""

from datetime import timedelta

from registry import clock
from registry.applications.actions import save_answers, submit
from registry.applications.facts import application_for_system
from registry.applications.schemas import AnswerInput
from registry.assessments.actions import score_submission
from registry.assessments.keeping import keep
from registry.db.transactions import transaction
from registry.reviews.actions import return_for_changes
from tests.factories import applications, people


async def test_before_handing_in_and_before_the_job(draft):
    await draft.browser.get(f"{draft.address}/result")
    assert "尚未提交" in draft.browser.html
    draft.applied = await applications.submitted(draft.applied)
    await draft.browser.get(f"{draft.address}/result")
    assert "正在计算评分表" in draft.browser.html


async def test_every_line_has_rule_fact_arithmetic_and_source(draft):
    draft.applied = await applications.submitted(draft.applied, {"X103": 1})
    await score_submission(draft.applied.submission_id)
    await draft.browser.get(f"{draft.address}/result?lang=en")
    for part in ("5 − 1 × 1 = 4", "Annex A, X103", "GB/T 38849-2020", "verified", "reference", "must be met", "to be"):
        assert part in draft.browser.html, part
    assert "has not confirmed this yet" in draft.browser.html
    await draft.browser.get(draft.address)
    assert f"{draft.address}/result" in draft.browser.html


async def test_a_review_stands_beside_with_its_reason(handed_in):
    await score_submission(handed_in.applied.submission_id)
    finding = {"X104": {"value": "2", "reason": "用水高于同行"}, "X101": {"value": False, "reason": "有行政处罚"}}
    async with transaction():
        await keep(handed_in.applied.submission_id, finding, actor=people.expert())
    await handed_in.browser.get(f"{handed_in.address}/result")
    for part in ("用水高于同行", "评审后", "提交时", "评审有调整", "不能通过", "2 / 5"):
        assert part in handed_in.browser.html, part


async def test_former_handings_in_can_be_read(handed_in):
    await score_submission(handed_in.applied.submission_id)
    day = clock.today()
    await return_for_changes(
        handed_in.applied.id,
        actor=people.city_officer(),
        on=day,
        advice={"X105": "请核实"},
        due_on=day + timedelta(days=9),
    )
    await save_answers(handed_in.applied.id, {"X105": AnswerInput(value=False, version=1)}, actor=handed_in.member)
    facts = await application_for_system(handed_in.applied.id)
    second = await submit(handed_in.applied.id, actor=handed_in.member, revision=facts.revision, on=day)
    await score_submission(second)
    await handed_in.browser.get(f"{handed_in.address}/result")
    assert "第 2 次提交" in handed_in.browser.html
    await handed_in.browser.get(f"{handed_in.address}/result?number=1")
    assert "第 1 次提交" in handed_in.browser.html.split("<main")[1].split("<h2")[0]
    await handed_in.browser.get(f"{handed_in.address}/result?number=7")
    assert "第 2 次提交" in handed_in.browser.html.split("<main")[1].split("<h2")[0]


async def test_the_form_says_what_it_takes_before_it_is_handed_in(draft):
    await draft.browser.get(f"{draft.address}/result?lang=en")
    for part in ("What decides, as the form stands", "Gate X101", "not stated yet", "Every item counts alike here"):
        assert part in draft.browser.html, part
    assert 'href="#line-X101"' in draft.browser.html
    assert 'name="effort-X101"' in draft.browser.html
    assert '<svg class="lvce-bars"' in draft.browser.html


async def test_efforts_are_stated_in_the_address(handed_in):
    await score_submission(handed_in.applied.submission_id)
    async with transaction():
        finding = {"X101": {"value": False, "reason": "有行政处罚"}}
        await keep(handed_in.applied.submission_id, finding, actor=people.expert())
    at = f"{handed_in.address}/result"
    await handed_in.browser.get(at)
    assert "至少须改进 1 项" in handed_in.browser.html
    assert "否决项 X101" in handed_in.browser.html
    await handed_in.browser.get(f"{at}?number=1&effort-X101=12.5")
    assert "共需投入 12.5" in handed_in.browser.html
    assert 'name="number" value="1"' in handed_in.browser.html
    await handed_in.browser.get(f"{at}?effort-X101=")
    assert "仍无法达标" in handed_in.browser.html
    await handed_in.browser.get(f"{at}?effort-X101=three days")
    assert 'href="#effort-X101"' in handed_in.browser.html
    assert 'value="three days"' in handed_in.browser.html
    assert "至少须改进 1 项" in handed_in.browser.html
