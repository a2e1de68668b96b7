"""Recognitions as a decision hands them over, the bureau that issues, and certificates reserved from them."""

from datetime import date
from decimal import Decimal
from typing import Any

from certificates.content import CertificateRecord
from certificates.kinds import kind
from registry.accounts.schemas import SYSTEM
from registry.db.transactions import transaction
from registry.identifiers import new_id
from registry.issuance.actions import record_print, register_bureau
from registry.issuance.records import Numbered, PlaceNames, compose
from registry.issuance.reserving import reserve
from registry.issuance.schemas import Bureau, Recognition, Reserved
from tests.factories.enterprises import next_uscc, places
from tests.factories.people import GUIZHOU, NANMING

DAY = date(2026, 3, 2)
"""The day on which the certificates of the tests are issued."""


def bureau(**changes: Any) -> Bureau:
    """The issuing department of Guizhou in a demonstration."""
    values: dict[str, Any] = {
        "place_code": GUIZHOU,
        "name_zh": "贵州省商务厅",
        "name_en": "Department of Commerce of Guizhou Province",
        "signatory": "",
        "verify_base_url": "http://127.0.0.1:8080",
        "demonstration": True,
        "valid_from": date(2020, 1, 1),
        "valid_until": None,
    }
    return Bureau(**values | {"uscc": next_uscc()} | changes)


def recognition(**changes: Any) -> Recognition:
    """A mall in Nanming as it was judged; another application each time."""
    values: dict[str, Any] = {
        "application_id": new_id(),
        "enterprise_id": new_id(),
        "site_id": new_id(),
        "scheme": "green-mall",
        "year": 2026,
        "place_code": NANMING,
        "enterprise_name": "贵阳甲秀商业管理有限公司",
        "uscc": next_uscc(),
        "site_name": "甲秀购物中心",
        "site_address": "中华南路 1 号",
        "format": "shopping_centre",
        "building_area_m2": Decimal("120000.00"),
        "edition": "green-mall/2021-05-25",
        "edition_zh": "《绿色商场创建评价指标（试行）》",
        "edition_en": "Evaluation Indicators for Green Malls (Trial)",
        "document_number": "黔商发〔2026〕1号",
    }
    return Recognition(**values | changes)


async def reserved(on: date = DAY, **changes: Any) -> Reserved:
    """A certificate whose number is given and which waits for the press."""
    async with transaction():
        return await reserve(recognition(**changes), on=on)


async def printed(on: date = DAY, **changes: Any) -> Reserved:
    """A certificate as it is after the press, without a press: its file is only named."""
    done = await reserved(on, **changes)
    await record_print(done.certificate_id, actor=SYSTEM, sha256="0" * 64, level="B-B")
    return done


async def office() -> None:
    """Places and the bureau, without which nothing is issued."""
    await places()
    await register_bureau(bureau(), actor=SYSTEM)


def a_record(*, demonstration: bool = True) -> CertificateRecord:
    """A record as it goes to the press."""
    return compose(
        recognition(),
        sort=kind("green-mall"),
        numbered=Numbered(GUIZHOU, 2026, 1),
        bureau=bureau(demonstration=demonstration),
        place=PlaceNames("贵州省贵阳市南明区", "Nanming, Guiyang, Guizhou"),
        on=DAY,
        until=date(2029, 3, 1),
    )
