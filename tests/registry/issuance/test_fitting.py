"""What the press could not print gets no number, and takes no certificate from anybody."""

import asyncio

import pytest

from registry.db.transactions import transaction
from registry.errors import Invalid
from registry.issuance.fitting import check_fits
from registry.issuance.models import Certificate
from registry.issuance.previews import preview, reissue_preview
from registry.issuance.queries import status_of
from registry.issuance.schemas import Outcome
from registry.issuance.succession import reissue
from tests.certificates.conftest import build_record
from tests.factories.certificates import DAY, office, printed, recognition, reserved

LONG = "甲秀购物中心" * 30


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"holder": LONG}, "180 个字符"),
        ({"enterprise": LONG}, "180 个字符"),
        ({"address": "中华南路😀号"}, "U+1F600"),
    ],
)
async def test_every_text_is_measured_in_the_typefaces_of_the_certificate(changes, said):
    with pytest.raises(Invalid, match="certificate-record") as refused:
        await check_fits(build_record(**changes))
    assert said in refused.value.context["reason"].zh


async def test_several_are_measured_at_once():
    records = [build_record(holder=f"甲秀{each}号") for each in range(8)]
    assert await asyncio.gather(*map(check_fits, records)) == records


async def test_a_name_that_does_not_fit_gets_no_number(db):
    await office()
    with pytest.raises(Invalid, match="certificate-record"):
        await preview(recognition(site_name=LONG), on=DAY)
    with pytest.raises(Invalid, match="certificate-record"):
        await reserved(site_name=LONG)
    assert not await Certificate.exists()
    assert (await reserved()).number.endswith("-0001")


async def test_a_new_version_that_does_not_fit_leaves_the_old_one_valid(db):
    await office()
    done = await printed()
    change = {"holder": LONG}
    with pytest.raises(Invalid, match="certificate-record"):
        await reissue_preview(done.certificate_id, change, on=DAY)
    with pytest.raises(Invalid, match="certificate-record"):
        async with transaction():
            await reissue(done.certificate_id, change, reason="misprint", document_number="1号", on=DAY, actor_id=None)
    assert (await status_of(done.number, on=DAY)).outcome is Outcome.VALID
