"""Who sees which enterprise and site; to everybody else they do not exist."""

import pytest

from registry.accounts.schemas import PUBLIC, SYSTEM
from registry.enterprises import queries
from registry.enterprises.actions import add_site
from registry.errors import NotFound
from registry.identifiers import new_id
from tests.factories import enterprises as make
from tests.factories import people

pytestmark = pytest.mark.usefixtures("db")

SEES = [
    people.county_officer(),
    people.city_officer(),
    people.province_officer(),
    people.province_decider(),
    people.auditor(),
    SYSTEM,
]
SEES_NOTHING = [
    people.county_officer("520103"),
    people.city_officer(people.ZUNYI),
    people.province_officer(people.SICHUAN),
    people.expert(),
    people.administrator(),
    PUBLIC,
]


def _name(viewer):
    return viewer.login.rsplit("-", 1)[0] + "".join(grant.place_code or "" for grant in viewer.grants)


@pytest.mark.parametrize("viewer", SEES, ids=_name)
async def test_an_office_sees_what_lies_in_its_place(viewer):
    mall = await make.mall()
    assert (await queries.site(viewer, mall.site_id)).enterprise_id == mall.enterprise_id
    assert (await queries.enterprise(viewer, mall.enterprise_id)).id == mall.enterprise_id
    assert [site.id for site in await queries.sites_of(viewer, mall.enterprise_id)] == [mall.site_id]


@pytest.mark.parametrize("viewer", SEES_NOTHING, ids=_name)
async def test_everybody_else_sees_nothing(viewer):
    mall = await make.mall()
    with pytest.raises(NotFound):
        await queries.site(viewer, mall.site_id)
    with pytest.raises(NotFound):
        await queries.enterprise(viewer, mall.enterprise_id)
    assert await queries.sites_of(viewer, mall.enterprise_id) == []
    assert await queries.mine(viewer) == []


async def test_ones_own_enterprise_is_that_of_a_membership_not_of_an_office():
    mall, other = await make.mall(), await make.mall()
    assert await queries.own_enterprise(mall.member, mall.enterprise_id) == (await queries.mine(mall.member))[0]
    for viewer in (people.city_officer(), other.member):
        with pytest.raises(NotFound):
            await queries.own_enterprise(viewer, mall.enterprise_id)


async def test_a_member_sees_their_own_enterprise_only():
    mall, other = await make.mall(), await make.mall()
    assert [each.id for each in await queries.mine(mall.member)] == [mall.enterprise_id]
    assert (await queries.enterprise(mall.member, mall.enterprise_id)).uscc
    assert [each.id for each in await queries.sites_of(mall.member, mall.enterprise_id)] == [mall.site_id]
    with pytest.raises(NotFound):
        await queries.site(mall.member, other.site_id)
    with pytest.raises(NotFound):
        await queries.enterprise(mall.member, other.enterprise_id)
    assert await queries.sites_of(mall.member, other.enterprise_id) == []


async def test_a_bureau_sees_an_enterprise_of_elsewhere_with_a_site_here():
    mall = await make.mall()
    zunyi = people.city_officer(people.ZUNYI)
    here = await add_site(make.site_form(place_code="520302"), actor=mall.member, enterprise_id=mall.enterprise_id)
    assert (await queries.enterprise(zunyi, mall.enterprise_id)).id == mall.enterprise_id
    assert [site.id for site in await queries.sites_of(zunyi, mall.enterprise_id)] == [here]


async def test_what_is_not_there_is_not_found():
    for question in (queries.site, queries.enterprise):
        with pytest.raises(NotFound):
            await question(SYSTEM, new_id())
    for question in (queries.site_for_system, queries.enterprise_for_system):
        with pytest.raises(NotFound):
            await question(new_id())


async def test_other_areas_ask_without_a_viewer():
    mall = await make.mall(name="花果园购物中心")
    site = await queries.site_for_system(mall.site_id)
    enterprise = await queries.enterprise_for_system(mall.enterprise_id)
    assert (site.enterprise_name, site.uscc) == (enterprise.name, enterprise.uscc)
    assert await queries.sites_for_system([mall.site_id, new_id()]) == {mall.site_id: site}
    for text in ("果园", enterprise.name[2:6], enterprise.uscc.lower()):
        assert await queries.site_ids_named_for_system(text) == [mall.site_id]
    assert await queries.site_ids_named_for_system("没有") == []
