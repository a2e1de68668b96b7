"""Viewers in every role, without the cost of an account: what an action looks at is the viewer alone."""

from dataclasses import replace
from uuid import UUID

from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import Grant, Viewer
from registry.identifiers import new_id

GUIZHOU, GUIYANG, NANMING, ZUNYI, SICHUAN = "520000", "520100", "520102", "520300", "510000"


def viewer(
    role: Role,
    *,
    place_code: str | None = None,
    enterprise_id: UUID | None = None,
    name: str = "",
    limit: frozenset[Permission] | None = None,
) -> Viewer:
    """Somebody with one role; each call is another person."""
    account_id = new_id()
    return Viewer(
        account_id=account_id,
        login=f"{role.value}-{account_id.hex[-6:]}",
        name=name or role.value,
        locale="zh-CN",
        grants=(Grant(role, place_code, enterprise_id),),
        limit=limit,
    )


def member(enterprise_id: UUID) -> Viewer:
    """A member of an enterprise."""
    return viewer(Role.ENTERPRISE_MEMBER, enterprise_id=enterprise_id)


def also_member(official: Viewer, enterprise_id: UUID, *, limit: frozenset[Permission] | None = None) -> Viewer:
    """The same official, who belongs to an enterprise besides."""
    grant = Grant(Role.ENTERPRISE_MEMBER, enterprise_id=enterprise_id)
    return replace(official, grants=(*official.grants, grant), limit=limit)


def county_officer(place_code: str = NANMING) -> Viewer:
    """An officer of a county bureau; Nanming unless said otherwise."""
    return viewer(Role.COUNTY_OFFICER, place_code=place_code)


def city_officer(place_code: str = GUIYANG) -> Viewer:
    """An officer of a city bureau; Guiyang unless said otherwise."""
    return viewer(Role.CITY_OFFICER, place_code=place_code)


def province_officer(place_code: str = GUIZHOU) -> Viewer:
    """An officer of the provincial department; Guizhou unless said otherwise."""
    return viewer(Role.PROVINCE_OFFICER, place_code=place_code)


def province_decider(place_code: str = GUIZHOU) -> Viewer:
    """The one who decides what another proposed; Guizhou unless said otherwise."""
    return viewer(Role.PROVINCE_DECIDER, place_code=place_code)


def expert() -> Viewer:
    """An expert, who sees only what is assigned."""
    return viewer(Role.EXPERT)


def administrator() -> Viewer:
    """Who manages accounts, and sees no application."""
    return viewer(Role.ADMINISTRATOR)


def auditor() -> Viewer:
    """Who reads everything that was handed in."""
    return viewer(Role.AUDITOR)
