"""Signing up, colleagues, corrections and malls: all or nothing, clear refusals, no second copy."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from registry import clock
from registry.accounts.actions import set_active
from registry.accounts.models import Account, RoleGrant
from registry.accounts.queries import account_viewer, members
from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import SYSTEM
from registry.applications.facts import submission_for_system
from registry.audit.models import AuditEntry
from registry.enterprises import queries
from registry.enterprises.actions import (
    add_member,
    add_site,
    change_enterprise,
    change_site,
    end_member,
    sign_up,
)
from registry.enterprises.models import Enterprise, Site
from registry.enterprises.queries import site
from registry.enterprises.schemas import EnterpriseForm, MemberForm
from registry.errors import Conflict, Invalid, InvalidMany, NotFound, NotNow
from registry.fields import faults_of
from registry.identifiers import new_id
from registry.issuance.queries import certificate
from tests.factories import enterprises as make
from tests.factories import people, stages

pytestmark = pytest.mark.usefixtures("db")


async def test_signing_up_makes_enterprise_account_and_membership():
    await make.places()
    made = await sign_up(make.sign_up_form(name="䶮𬭎商业有限公司"), locale="en")
    enterprise = await Enterprise.get(id=made.enterprise_id)
    viewer = await account_viewer(made.account_id)
    assert enterprise.name == "䶮𬭎商业有限公司"
    assert viewer.locale == "en"
    assert [(grant.role, grant.enterprise_id) for grant in viewer.grants] == [
        (Role.ENTERPRISE_MEMBER, made.enterprise_id)
    ]
    entry = await AuditEntry.get(tag="enterprise:sign_up")
    assert (entry.subject_id, entry.actor_id) == (made.enterprise_id, made.account_id)
    assert "password" not in entry.data


async def test_a_second_sign_up_with_one_credit_code_is_refused():
    await make.places()
    form = make.sign_up_form()
    await sign_up(form)
    with pytest.raises(Conflict) as refusal:
        await sign_up(make.sign_up_form(uscc=form.uscc.lower()))
    assert refusal.value.code == "uscc-taken"
    assert refusal.value.field == "uscc"
    assert await Account.all().count() == 1


async def test_of_two_sign_ups_at_once_one_wins():
    await make.places()
    form = make.sign_up_form()
    forms = [form, make.sign_up_form(uscc=form.uscc)]
    outcomes = await asyncio.gather(*(sign_up(each) for each in forms), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert [error.code for error in refused if isinstance(error, Conflict)] == ["uscc-taken"]
    assert (await Enterprise.all().count(), await Account.all().count()) == (1, 1)


async def test_a_taken_login_leaves_no_enterprise_behind():
    await make.places()
    form = make.sign_up_form()
    await sign_up(form)
    with pytest.raises(Conflict) as refusal:
        await sign_up(make.sign_up_form(login=form.login))
    assert refusal.value.code == "login-taken"
    assert await Enterprise.all().count() == 1


@pytest.mark.parametrize(("code", "fault"), [("990000", "place-unknown-code"), ("520000", "place-too-wide")])
async def test_an_enterprise_sits_in_a_city_or_county_of_today(code, fault):
    await make.places()
    with pytest.raises(Invalid) as refusal:
        await sign_up(make.sign_up_form(place_code=code))
    assert (refusal.value.code, refusal.value.field) == (fault, "place_code")
    assert await Enterprise.all().count() == 0


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("uscc", "91520102MA6DJ8Y99", "uscc-length"),
        ("name", "商" * 201, "text-too-long"),
        ("name", "商" * 2_000_000, "text-too-long"),
        ("name", "gpj.\u202eexe", "text-direction"),
        ("name", "a\u0000b", "text-control"),
        ("name", " ", "missing"),
        ("place_code", "guiyang", "place-code"),
    ],
)
def test_bad_text_is_named_by_field_and_reason(field, value, code):
    with pytest.raises(ValidationError) as refusal:
        make.sign_up_form(**{field: value})
    assert [(fault.field, fault.code) for fault in faults_of(refusal.value)] == [(field, code)]


def test_a_wrong_check_character_is_found():
    right = make.next_uscc()
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    with pytest.raises(ValidationError) as refusal:
        make.sign_up_form(uscc=wrong)
    assert [fault.code for fault in faults_of(refusal.value)] == ["uscc-check"]


async def test_a_small_mall_is_welcome_and_its_class_is_computed():
    mall = await make.mall(building_area_m2=Decimal("8000.50"))
    seen = await site(mall.member, mall.site_id)
    assert (seen.area_class, seen.building_area_m2) == ("small", Decimal("8000.50"))
    entry = await AuditEntry.get(tag="site:add")
    assert entry.place_code == people.NANMING


async def test_every_fault_of_a_site_is_told_at_once():
    member = await make.enterprise()
    form = make.site_form(building_area_m2=Decimal(0), opened_on=clock.today() + timedelta(days=1), place_code="990000")
    with pytest.raises(InvalidMany) as refusal:
        await add_site(form, actor=member, enterprise_id=member.grants[0].enterprise_id)
    assert [fault.field for fault in refusal.value.faults] == ["building_area_m2", "opened_on", "place_code"]
    with pytest.raises(Invalid) as single:
        await add_site(
            make.site_form(building_area_m2=Decimal(0)), actor=member, enterprise_id=member.grants[0].enterprise_id
        )
    assert single.value.code == "area-not-positive"
    assert await Site.all().count() == 0


async def test_what_is_no_mall_needs_no_building():
    plant = {"scheme": "key-recycler", "format": "general", "building_area_m2": None, "opened_on": None}
    made = await make.mall(**plant)
    seen = await site(made.member, made.site_id)
    assert (seen.scheme, seen.format, seen.area_class, seen.building_area_m2) == ("key-recycler", "general", None, None)
    with pytest.raises(Invalid, match="area-not-positive"):
        await make.mall(**plant | {"building_area_m2": Decimal(0)})


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"building_area_m2": None}, "missing", "building_area_m2"),
        ({"opened_on": None}, "missing", "opened_on"),
        ({"format": "castle"}, "format-unknown", "format"),
        ({"scheme": "key-recycler"}, "format-unknown", "format"),
        ({"scheme": "castle"}, "scheme-unknown", "scheme"),
    ],
)
async def test_scheme_format_and_figures_belong_together(changes, code, field):
    with pytest.raises(Invalid) as refusal:
        await make.mall(**changes)
    assert (refusal.value.code, refusal.value.field) == (code, field)


async def test_a_site_keeps_its_scheme_and_may_stand_in_two():
    made = await make.mall(name="同名企业")
    plant = make.site_form(scheme="key-recycler", format="general", name="同名企业")
    with pytest.raises(Invalid, match="site-scheme-fixed"):
        await change_site(made.site_id, plant, actor=made.member, revision=1)
    await add_site(plant, actor=made.member, enterprise_id=made.enterprise_id)


async def test_one_name_in_one_place_is_one_site():
    mall = await make.mall(name="同名商场")
    with pytest.raises(Conflict) as refusal:
        await add_site(make.site_form(name="同名商场"), actor=mall.member, enterprise_id=mall.enterprise_id)
    assert refusal.value.code == "site-duplicate"
    await add_site(
        make.site_form(name="同名商场", place_code=people.ZUNYI), actor=mall.member, enterprise_id=mall.enterprise_id
    )


async def test_a_stranger_adds_and_changes_nothing():
    mall, stranger = await make.mall(), await make.enterprise()
    for actor in (stranger, people.city_officer(), people.province_officer()):
        with pytest.raises(NotFound):
            await add_site(make.site_form(), actor=actor, enterprise_id=mall.enterprise_id)
        with pytest.raises(NotFound):
            await change_site(mall.site_id, make.site_form(), actor=actor, revision=1)
    assert await Site.all().count() == 1


async def test_no_site_without_its_enterprise():
    await make.places()
    with pytest.raises(NotFound):
        await add_site(make.site_form(), actor=SYSTEM, enterprise_id=new_id())
    with pytest.raises(NotFound):
        await change_site(new_id(), make.site_form(), actor=SYSTEM, revision=1)


async def test_the_second_of_two_tabs_is_shown_what_is_stored():
    mall = await make.mall()
    form = make.site_form(name="第一窗口")
    assert await change_site(mall.site_id, form, actor=mall.member, revision=1) == 2
    with pytest.raises(Conflict) as refusal:
        await change_site(mall.site_id, make.site_form(name="第二窗口"), actor=mall.member, revision=1)
    assert refusal.value.context["stored"]["name"] == "第一窗口"
    assert refusal.value.context["stored"]["revision"] == 2
    assert (await site(mall.member, mall.site_id)).opened_on == date(2015, 5, 1)


async def test_a_site_cannot_be_renamed_onto_another():
    mall = await make.mall(name="甲")
    await add_site(make.site_form(name="乙"), actor=mall.member, enterprise_id=mall.enterprise_id)
    with pytest.raises(Conflict) as refusal:
        await change_site(mall.site_id, make.site_form(name="乙"), actor=mall.member, revision=1)
    assert refusal.value.code == "site-duplicate"


TODAY = clock.today()


async def own():
    """A member, and the enterprise they look after."""
    member = await make.enterprise()
    return member, member.grants[0].enterprise_id


def member_form(**changes):
    return MemberForm.model_validate(
        {"login": "colleague", "name": "王同事", "password": "a short sentence for tests"} | changes
    )


async def with_colleague():
    member, enterprise_id = await own()
    with make.cheap_hashing():
        account_id = (await add_member(enterprise_id, member_form(), actor=member)).account_id
    return member, enterprise_id, await account_viewer(account_id)


async def test_a_colleague_may_what_a_member_may():
    member, enterprise_id, colleague = await with_colleague()
    assert (colleague.login, colleague.name, colleague.locale) == ("colleague", "王同事", member.locale)
    assert colleague.own_enterprises == (enterprise_id,)
    assert {each.login for each in await members(colleague, enterprise_id)} == {member.login, "colleague"}
    entry = await AuditEntry.get(tag="enterprise:add_member")
    assert (entry.subject_id, entry.actor_id, entry.place_code) == (enterprise_id, member.account_id, people.NANMING)
    assert "short sentence" not in str(await AuditEntry.all().values_list("data", flat=True))


@pytest.mark.parametrize(
    ("change", "refusal", "code"),
    [
        ({"login": "a b"}, Invalid, "login-form"),
        ({"password": "short"}, Invalid, "password-short"),
        ({"password": "colleague-1", "login": "colleague-1"}, Invalid, "password-login"),
    ],
)
async def test_a_colleague_needs_a_good_login_and_password(change, refusal, code):
    member, enterprise_id = await own()
    with pytest.raises(refusal) as told:
        await add_member(enterprise_id, member_form(**change), actor=member)
    assert told.value.code == code
    assert await Account.all().count() == 1


async def test_a_taken_login_is_refused_and_nothing_is_left():
    member, enterprise_id, _ = await with_colleague()
    entries = await AuditEntry.all().count()
    with make.cheap_hashing(), pytest.raises(Conflict) as told:
        await add_member(enterprise_id, member_form(), actor=member)
    assert told.value.code == "login-taken"
    assert await AuditEntry.all().count() == entries


async def test_strangers_let_nobody_in_or_out():
    _, enterprise_id, colleague = await with_colleague()
    for actor in (await make.enterprise(), people.city_officer(), people.administrator()):
        with pytest.raises(NotFound):
            await add_member(enterprise_id, member_form(login="mine"), actor=actor)
        with pytest.raises(NotFound):
            await end_member(enterprise_id, colleague.account_id, actor=actor, on=TODAY)
    with make.cheap_hashing(), pytest.raises(NotFound):
        await add_member(new_id(), member_form(login="mine"), actor=SYSTEM)
    assert not await Account.exists(login="mine")


async def test_an_ended_colleague_sees_nothing_any_more():
    member, enterprise_id, colleague = await with_colleague()
    await end_member(enterprise_id, colleague.account_id, actor=member, on=TODAY)
    assert (await account_viewer(colleague.account_id)).grants == ()
    assert [each.id for each in await members(member, enterprise_id)] == [member.account_id]
    entry = await AuditEntry.get(tag="enterprise:end_member")
    assert (entry.subject_id, entry.on_day) == (enterprise_id, TODAY)
    with pytest.raises(NotFound):
        await end_member(enterprise_id, colleague.account_id, actor=member, on=TODAY)


async def test_nobody_ends_their_own_access():
    member, enterprise_id, _ = await with_colleague()
    with pytest.raises(Invalid) as told:
        await end_member(enterprise_id, member.account_id, actor=member, on=TODAY)
    assert told.value.code == "member-self"


async def test_the_last_member_stays():
    member, enterprise_id = await own()
    with pytest.raises(NotNow) as told:
        await end_member(enterprise_id, member.account_id, actor=SYSTEM, on=TODAY)
    assert told.value.code == "member-last"
    with pytest.raises(NotFound):
        await end_member(enterprise_id, new_id(), actor=member, on=TODAY)
    with pytest.raises(NotFound):
        await end_member(new_id(), member.account_id, actor=SYSTEM, on=TODAY)


async def test_two_who_end_each_other_at_once_leave_one():
    member, enterprise_id, colleague = await with_colleague()
    outcomes = await asyncio.gather(
        end_member(enterprise_id, colleague.account_id, actor=member, on=TODAY),
        end_member(enterprise_id, member.account_id, actor=colleague, on=TODAY),
        return_exceptions=True,
    )
    assert [each.code for each in outcomes if each] == ["member-last"]
    assert await RoleGrant.filter(enterprise_id=enterprise_id, revoked_on=None).count() == 1


def enterprise_form(**changes):
    form = make.sign_up_form().model_dump(exclude={"uscc", "login", "password"})
    return EnterpriseForm.model_validate(form | changes)


async def test_an_enterprise_corrects_all_but_its_credit_code():
    member, enterprise_id = await own()
    before = await queries.enterprise(member, enterprise_id)
    form = enterprise_form(
        name="䶮商有限公司", legal_representative="", contact_phone="0851-1", place_code=people.ZUNYI
    )
    assert await change_enterprise(enterprise_id, form, actor=member, revision=1) == 2
    seen = await queries.enterprise(member, enterprise_id)
    assert EnterpriseForm.model_validate({name: getattr(seen, name) for name in EnterpriseForm.model_fields}) == form
    assert (seen.uscc, seen.revision) == (before.uscc, 2)
    entry = await AuditEntry.get(tag="enterprise:change")
    assert (entry.subject_id, entry.place_code) == (enterprise_id, people.ZUNYI)


async def test_the_credit_code_is_not_taken_from_a_form_that_has_one():
    member, enterprise_id = await own()
    before = (await queries.enterprise(member, enterprise_id)).uscc
    await change_enterprise(enterprise_id, make.sign_up_form(name="新名称"), actor=member, revision=1)
    seen = await queries.enterprise(member, enterprise_id)
    assert (seen.uscc, seen.name) == (before, "新名称")


async def test_the_second_of_two_tabs_is_shown_what_the_enterprise_says_now():
    member, enterprise_id = await own()
    await change_enterprise(enterprise_id, enterprise_form(contact_name="先到"), actor=member, revision=1)
    with pytest.raises(Conflict) as told:
        await change_enterprise(enterprise_id, enterprise_form(contact_name="后到"), actor=member, revision=1)
    assert told.value.code == "enterprise-changed"
    assert (told.value.context["stored"]["contact_name"], told.value.context["stored"]["revision"]) == ("先到", 2)


async def test_strangers_correct_no_enterprise():
    _, enterprise_id = await own()
    narrowed = people.viewer(
        Role.ENTERPRISE_MEMBER, enterprise_id=enterprise_id, limit=frozenset({Permission.APPLICATION_READ_OWN})
    )
    for actor in (await make.enterprise(), people.city_officer(), narrowed):
        with pytest.raises(NotFound):
            await change_enterprise(enterprise_id, enterprise_form(), actor=actor, revision=1)
    with pytest.raises(NotFound):
        await change_enterprise(new_id(), enterprise_form(), actor=SYSTEM, revision=1)
    with pytest.raises(Invalid) as told:
        await change_enterprise(enterprise_id, enterprise_form(place_code="990000"), actor=SYSTEM, revision=1)
    assert told.value.field == "place_code"


async def test_what_was_handed_in_and_certified_keeps_the_old_name():
    made = await stages.recognised()
    before = await queries.enterprise(made.mall.member, made.mall.enterprise_id)
    await change_enterprise(
        made.mall.enterprise_id, enterprise_form(name="新名称有限公司"), actor=made.mall.member, revision=1
    )
    handed_in = await submission_for_system(made.submission_id)
    assert handed_in.snapshot["enterprise"]["name"] == before.name
    certified = await certificate(made.mall.member, made.certificate_id)
    assert certified.record.enterprise_name == before.name


async def test_a_former_colleague_is_let_in_again_with_the_account_as_it_was():
    member, enterprise_id, colleague = await with_colleague()
    before = await Account.get(id=colleague.account_id)
    await end_member(enterprise_id, colleague.account_id, actor=member, on=TODAY)
    with make.cheap_hashing():
        joined = await add_member(
            enterprise_id, member_form(name="另一个名字", password="quite another sentence"), actor=member
        )
    assert (joined.account_id, joined.again) == (colleague.account_id, True)
    after = await Account.get(id=colleague.account_id)
    assert (after.password_hash, after.name) == (before.password_hash, before.name)
    assert (await account_viewer(colleague.account_id)).own_enterprises == (enterprise_id,)
    assert await AuditEntry.filter(tag="account:resume:member").count() == 1
    with make.cheap_hashing(), pytest.raises(Conflict, match="login-taken"):
        await add_member(enterprise_id, member_form(), actor=member)


async def test_nobody_is_let_in_by_another_enterprise_or_once_stopped():
    member, enterprise_id, colleague = await with_colleague()
    await end_member(enterprise_id, colleague.account_id, actor=member, on=TODAY)
    other, other_id = await own()
    with make.cheap_hashing(), pytest.raises(Conflict, match="login-taken"):
        await add_member(other_id, member_form(), actor=other)
    await set_active(colleague.account_id, active=False, actor=people.administrator())
    with make.cheap_hashing(), pytest.raises(Conflict, match="login-taken"):
        await add_member(enterprise_id, member_form(), actor=member)
