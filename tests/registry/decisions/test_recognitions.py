"""What a recognition certifies comes from what was handed in and judged."""

from dataclasses import replace
from decimal import Decimal

from registry.applications.facts import application_for_system
from registry.assessments.queries import latest_for_system
from registry.decisions.recognitions import recognition_of
from registry.enterprises.models import Site
from tests.factories.reviewing import reviewed


async def test_later_changes_of_the_mall_are_not_certified(db):
    made = await reviewed(name="甲秀购物中心", building_area_m2=Decimal(120_000))
    await Site.filter(id=made.mall.site_id).update(name="改名购物中心", building_area_m2=1)
    verdict = await latest_for_system(made.submission_id)
    found = await recognition_of(await application_for_system(made.id), verdict, document_number="1号")
    assert (found.site_name, found.building_area_m2, found.document_number) == ("甲秀购物中心", Decimal(120_000), "1号")
    assert found.edition.startswith("green-mall/")
    assert (found.application_id, found.year) == (made.id, 2023)


async def test_the_grade_that_the_score_reached_goes_along(db):
    made = await reviewed()
    facts, verdict = await application_for_system(made.id), await latest_for_system(made.submission_id)
    for title, expected in (
        ({"zh": "优秀", "en": "Excellent"}, ("优秀", "Excellent")),
        (None, ("", "")),
    ):
        card = {**verdict.scorecard, "grade": title and {"code": "g", "title": title}}
        found = await recognition_of(facts, replace(verdict, scorecard=card), document_number="1号")
        assert (found.grade_zh, found.grade_en) == expected
