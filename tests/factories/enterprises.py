"""Enterprises and malls, signed up and added as people do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from stdnum.cn import uscc

from registry.accounts import passwords
from registry.accounts.queries import account_viewer
from registry.accounts.schemas import SYSTEM, Viewer
from registry.enterprises.actions import add_site, sign_up
from registry.enterprises.schemas import SignUp, SiteForm
from registry.jurisdictions.actions import import_places
from tests.factories.people import NANMING

PLACES = (
    ("520000", "贵州省", "Guizhou"),
    ("520100", "贵阳市", "Guiyang"),
    ("520102", "南明区", "Nanming"),
    ("520103", "云岩区", "Yunyan"),
    ("520300", "遵义市", "Zunyi"),
    ("520302", "红花岗区", "Honghuagang"),
    ("510000", "四川省", "Sichuan"),
    ("510100", "成都市", "Chengdu"),
)

SAFE, CHEAP = passwords._HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_NUMBERS: Iterator[int] = count(1)


@dataclass(frozen=True)
class Mall:
    """A site, its enterprise, and the member who looks after both."""

    enterprise_id: UUID
    site_id: UUID
    member: Viewer


async def places() -> None:
    """A few places; repeating it adds nothing."""
    rows = [{"code": code, "name_zh": zh, "name_en": en, "valid_from": "2000-01-01"} for code, zh, en in PLACES]
    await import_places(rows, actor=SYSTEM)


def next_uscc() -> str:
    """A credit code with a right check character, another one each time."""
    body = f"91520102MA6{next(_NUMBERS):06d}"
    return body + uscc.calc_check_digit(body)


def sign_up_form(**changes: Any) -> SignUp:
    """A form of an enterprise in Guiyang; another credit code and login each time."""
    number = next(_NUMBERS)
    fields: dict[str, Any] = {
        "uscc": next_uscc(),
        "name": f"示例商业管理有限公司{number}",
        "legal_representative": "张示例",
        "place_code": NANMING,
        "address": "示例路1号",
        "contact_name": "李示例",
        "contact_phone": "0851-0000000",
        "login": f"mall-{number}",
        "password": "a short sentence for tests",
    }
    return SignUp.model_validate(fields | changes)


def site_form(**changes: Any) -> SiteForm:
    """A form of a shopping centre of 120 000 m² in Guiyang."""
    fields: dict[str, Any] = {
        "name": f"示例购物中心{next(_NUMBERS)}",
        "format": "shopping_centre",
        "place_code": NANMING,
        "address": "示例路2号",
        "building_area_m2": Decimal(120_000),
        "opened_on": date(2015, 5, 1),
    }
    return SiteForm.model_validate(fields | changes)


@contextmanager
def cheap_hashing() -> Iterator[None]:
    """Hash passwords at once instead of in a third of a second, for tests that are about something else."""
    passwords._HASHER = CHEAP
    try:
        yield
    finally:
        passwords._HASHER = SAFE


async def enterprise(**changes: Any) -> Viewer:
    """Sign an enterprise up; returns its first member, whose only grant names it."""
    await places()
    with cheap_hashing():
        made = await sign_up(sign_up_form(**changes))
    return await account_viewer(made.account_id)


async def mall(**changes: Any) -> Mall:
    """An enterprise with one site; the changes are the site's."""
    member = await enterprise()
    enterprise_id = member.grants[0].enterprise_id
    assert enterprise_id is not None
    site_id = await add_site(site_form(**changes), actor=member, enterprise_id=enterprise_id)
    return Mall(enterprise_id=enterprise_id, site_id=site_id, member=member)
