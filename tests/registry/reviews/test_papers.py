"""The words of a printed score sheet, and who may have one made."""

from dataclasses import replace

import pytest

from certificates.documents import read
from registry.assessments.queries import judged_sheet, scorecards
from registry.audit.models import AuditEntry
from registry.documents.queries import document
from registry.documents.rules import Kind
from registry.errors import Misconfigured, NotFound
from registry.reviews.actions import request_score_sheet
from registry.reviews.papers import paper_of
from tests.factories import people, stages
from tests.factories.certificates import DAY, bureau, office

pytestmark = pytest.mark.usefixtures("db")


def card_passed(found):
    return found.assessment.scorecard["passed"]


async def test_every_item_stands_in_it_with_points_and_reason():
    made = await stages.reviewed()
    found = await judged_sheet(made.member, made.id, made.assessment_id)
    sheet = paper_of(found, bureau=bureau(), on=DAY)
    assert [row.item for row in sheet.rows] == [one.title.zh.removeprefix("★ ") for one in found.edition.criteria]
    chapters = [chapter.title.zh for chapter in found.edition.chapters for _ in chapter.criteria]
    assert [row.chapter.split("（")[0] for row in sheet.rows] == [chapter.split("（")[0] for chapter in chapters]
    assert (sheet.total, sheet.maximum) == (found.assessment.total, found.assessment.maximum)
    assert sheet.fingerprint == found.assessment.sha256
    facts = dict(sheet.facts)
    assert facts["参评单位"] == found.submission.snapshot["site"]["name"]
    assert facts["评价依据"].startswith("《绿色商场创建评价指标（试行）》（商办流通函〔2021〕186号）")
    assert facts["评分"] == "专家评审后"
    assert read(sheet.canonical_json()) == sheet
    english = sheet.english
    assert [row.item for row in english.rows] == [one.title.en.removeprefix("★ ") for one in found.edition.criteria]
    assert [row.obtained for row in english.rows if row.obtained != "n/a"] == [
        row.obtained for row in sheet.rows if row.obtained != "不适用"
    ]
    assert dict(english.facts)["Scores"] == "After expert review"
    assert english.verdict.startswith("Meets" if card_passed(found) else "Does not meet")


async def test_an_edition_with_long_titles_can_be_printed():
    made = await stages.reviewed()
    found = await judged_sheet(made.member, made.id, made.assessment_id)
    title = found.edition.title.model_copy(update={"zh": "长" * 2000})
    edition = found.edition.model_copy(update={"title": title})
    assert paper_of(replace(found, edition=edition), bureau=bureau(), on=DAY).title.endswith("…")


async def test_the_machines_own_judgement_is_called_so():
    made = await stages.submitted()
    (card,) = await scorecards(made.member, made.id)
    sheet = paper_of(await judged_sheet(made.member, made.id, card.id), bureau=bureau(), on=DAY)
    assert dict(sheet.facts)["评分"] == "依据申报材料计算，未经评审"
    assert sheet.verdict.startswith("达到" if card.passed else "未达到")


async def test_members_officials_and_reviewers_have_the_same_one_made():
    await office()
    made = await stages.reviewed()
    asked = [
        await request_score_sheet(made.id, made.assessment_id, actor=who, on=DAY)
        for who in (made.member, people.city_officer(), made.reviewer)
    ]
    assert len(set(asked)) == 1
    found = await document(Kind.SCORE_SHEET, made.assessment_id)
    assert found is not None
    assert found.id == asked[0]
    assert await AuditEntry.filter(tag="assessment:print", subject_id=made.id).count() == 3


async def test_nobody_else_learns_of_it():
    await office()
    made = await stages.reviewed()
    other = await stages.submitted()
    for who in (other.member,):
        with pytest.raises(NotFound):
            await request_score_sheet(made.id, made.assessment_id, actor=who, on=DAY)
    with pytest.raises(NotFound):
        await request_score_sheet(other.id, made.assessment_id, actor=made.member, on=DAY)


async def test_without_a_bureau_nothing_can_be_printed():
    made = await stages.submitted()
    (card,) = await scorecards(made.member, made.id)
    with pytest.raises(Misconfigured):
        await request_score_sheet(made.id, card.id, actor=made.member, on=DAY)
