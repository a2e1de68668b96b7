"""Shapes that enter and leave enterprises: forms with their hygiene, and views. Rows are `models.py`'s."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, SecretStr

from registry.enterprises.rules import AreaClass
from registry.fields import Checked, Line
from registry.identifiers import normal_uscc
from registry.jurisdictions.rules import normal_code

Uscc = Annotated[str, Checked(normal_uscc)]
PlaceCode = Annotated[str, Checked(normal_code)]


class EnterpriseForm(BaseModel):
    """What an enterprise says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Line(200)]
    legal_representative: Annotated[str, Line(100, required=False)] = ""
    place_code: PlaceCode
    address: Annotated[str, Line(300, required=False)] = ""
    contact_name: Annotated[str, Line(100)]
    contact_phone: Annotated[str, Line(40)]


class SignUp(EnterpriseForm):
    """The first form: the enterprise, its credit code, and the account of whoever fills it in."""

    uscc: Uscc
    login: Annotated[str, Line(64)]
    password: SecretStr


class MemberForm(BaseModel):
    """A colleague's account: the password is the first one, which the colleague changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    login: Annotated[str, Line(64)]
    name: Annotated[str, Line(100)]
    password: SecretStr


class SiteForm(BaseModel):
    """What is to be recognised, as its enterprise describes it. Whether the figures can be true is asked in the action.

    `format` is one that the scheme's criteria know (`formats.py`). Building area and opening day are needed for schemes
    whose sites are classed by their area, and may be left out for others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    scheme: Annotated[str, Line(60)] = "green-mall"
    name: Annotated[str, Line(200)]
    format: Annotated[str, Line(40)]
    place_code: PlaceCode
    address: Annotated[str, Line(300)]
    building_area_m2: Decimal | None = None
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What a sign-up made."""

    enterprise_id: UUID
    account_id: UUID


@dataclass(frozen=True, slots=True)
class Joined:
    """Who was let in; `again`: a former colleague, whose account and password are as they were."""

    account_id: UUID
    again: bool


@dataclass(frozen=True, slots=True)
class EnterpriseView:
    """An enterprise as its members and bureaus see it. The public sees `public_register`'s rows instead."""

    id: UUID
    uscc: str
    name: str
    legal_representative: str
    place_code: str
    address: str
    contact_name: str
    contact_phone: str
    revision: int


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site with the names that everything printed needs. `building_area_m2` is in m², None where none is asked for."""

    id: UUID
    enterprise_id: UUID
    enterprise_name: str
    uscc: str
    scheme: str
    name: str
    format: str
    place_code: str
    address: str
    building_area_m2: Decimal | None
    area_class: AreaClass | None
    opened_on: date | None
    revision: int
