"""Questions about enterprises and sites. A viewer sees the enterprises they are a member of, and what their office covers.

`…_for_system` take no viewer: other areas ask them inside their own, already authorised, work.
"""

from collections.abc import Iterable
from uuid import UUID

from tortoise.expressions import Q

from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.enterprises.area_classes import AREA_CLASSES
from registry.enterprises.models import Enterprise, Site
from registry.enterprises.rules import area_class
from registry.enterprises.schemas import EnterpriseView, SiteView
from registry.errors import NotFound
from registry.jurisdictions.rules import stem_of


async def mine(viewer: Viewer) -> list[EnterpriseView]:
    """The enterprises that the viewer is a member of, by name."""
    ids = viewer.enterprises_for(Permission.ENTERPRISE_MANAGE_OWN)
    return [_enterprise(row) for row in await Enterprise.filter(id__in=ids).order_by("name", "id")]


async def enterprise(viewer: Viewer, enterprise_id: UUID) -> EnterpriseView:
    """One enterprise: of the viewer's own, seated where their office reaches, or with a site there. Else NotFound."""
    row = await Enterprise.get_or_none(id=enterprise_id)
    if row is None or not await _sees(viewer, row):
        raise NotFound("enterprise")
    return _enterprise(row)


async def own_enterprise(viewer: Viewer, enterprise_id: UUID) -> EnterpriseView:
    """One of the enterprises that the viewer is a member of. Else NotFound, even where their office reaches."""
    if not _owns(viewer, enterprise_id):
        raise NotFound("enterprise")
    return await enterprise_for_system(enterprise_id)


async def site(viewer: Viewer, site_id: UUID) -> SiteView:
    """One site: of the viewer's own enterprise, or where their office reaches. Else NotFound."""
    row = await Site.get_or_none(id=site_id).select_related("enterprise")
    if row is None or not (
        _owns(viewer, row.enterprise_id) or viewer.may_at(Permission.ENTERPRISE_READ, row.place_code)
    ):
        raise NotFound("site")
    return _site(row)


async def sites_of(viewer: Viewer, enterprise_id: UUID) -> list[SiteView]:
    """The sites of an enterprise that the viewer may see, by name; none of a stranger's."""
    rows = Site.filter(enterprise_id=enterprise_id)
    if not _owns(viewer, enterprise_id):
        rows = rows.filter(_reach(viewer))
    return [_site(row) for row in await rows.select_related("enterprise").order_by("name", "id")]


async def site_for_system(site_id: UUID) -> SiteView:
    """One site, whoever asks; NotFound if there is none."""
    row = await Site.get_or_none(id=site_id).select_related("enterprise")
    if row is None:
        raise NotFound("site")
    return _site(row)


async def sites_for_system(site_ids: Iterable[UUID]) -> dict[UUID, SiteView]:
    """Many sites in one question, for lists; unknown ids are left out."""
    rows = await Site.filter(id__in=list(site_ids)).select_related("enterprise")
    return {row.id: _site(row) for row in rows}


async def enterprise_for_system(enterprise_id: UUID) -> EnterpriseView:
    """One enterprise, whoever asks; NotFound if there is none."""
    row = await Enterprise.get_or_none(id=enterprise_id)
    if row is None:
        raise NotFound("enterprise")
    return _enterprise(row)


async def site_ids_named_for_system(text: str) -> list[UUID]:
    """Sites whose own or whose enterprise's name contains the text, or whose enterprise has it as credit code."""
    code = text.upper()[:18]  # the ORM refuses to ask for more than the column holds
    named = Q(name__icontains=text) | Q(enterprise__name__icontains=text) | Q(enterprise__uscc=code)
    return [row.id for row in await Site.filter(named).only("id")]


def _owns(viewer: Viewer, enterprise_id: UUID) -> bool:
    return enterprise_id in viewer.enterprises_for(Permission.ENTERPRISE_MANAGE_OWN)


def _reach(viewer: Viewer) -> Q:
    """Rows at places that the viewer's office covers; matches nothing where there is no office."""
    stems = [stem_of(code) for code in viewer.places_for(Permission.ENTERPRISE_READ)]
    return Q(*(Q(place_code__startswith=stem) for stem in stems), join_type="OR") if stems else Q(id__in=[])


async def _sees(viewer: Viewer, row: Enterprise) -> bool:
    if _owns(viewer, row.id) or viewer.may_at(Permission.ENTERPRISE_READ, row.place_code):
        return True
    return await Site.filter(_reach(viewer), enterprise_id=row.id).exists()


def _enterprise(row: Enterprise) -> EnterpriseView:
    return EnterpriseView(
        id=row.id,
        uscc=row.uscc,
        name=row.name,
        legal_representative=row.legal_representative,
        place_code=row.place_code,
        address=row.address,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        revision=row.revision,
    )


def _site(row: Site) -> SiteView:
    area = row.building_area_m2
    return SiteView(
        id=row.id,
        enterprise_id=row.enterprise_id,
        enterprise_name=row.enterprise.name,
        uscc=row.enterprise.uscc,
        scheme=row.scheme,
        name=row.name,
        format=row.format,
        place_code=row.place_code,
        address=row.address,
        building_area_m2=area,
        area_class=None if area is None else area_class(area, AREA_CLASSES.thresholds),
        opened_on=row.opened_on,
        revision=row.revision,
    )
