"""What is certified is what was handed in and judged, even if the rows have changed since."""

from decimal import Decimal

import pytest

from registry.applications.queries import application_for_system
from registry.assessments.queries import latest_for_system
from registry.decisions.recognitions import recognition_of
from registry.enterprises.actions import change_site
from tests.factories.enterprises import site_form
from tests.factories.reviewing import reviewed

pytestmark = pytest.mark.usefixtures("db")


async def test_a_name_changed_after_handing_in_is_not_certified():
    application = await reviewed(name="甲秀购物中心")
    renamed = site_form(name="乙秀购物中心", building_area_m2=Decimal(90_000))
    await change_site(application.mall.site_id, renamed, actor=application.mall.member, revision=1)
    facts = await application_for_system(application.id)
    verdict = await latest_for_system(application.submission_id)
    assert verdict is not None
    recognised = await recognition_of(facts, verdict, document_number="黔商办发〔2023〕12号")
    assert (recognised.site_name, recognised.building_area_m2) == ("甲秀购物中心", Decimal("120000.00"))
    assert (recognised.year, recognised.document_number) == (2023, "黔商办发〔2023〕12号")
    assert recognised.edition.startswith("green-mall/")
    assert recognised.edition_zh
    assert recognised.edition_en
