"""The criteria as applications use them."""

from datetime import date

import pytest

from registry.applications import criteria
from registry.errors import Invalid, Misconfigured
from scoring.loader import load_all
from tests.factories.applications import DAY, SCHEME, edition
from tests.factories.successors import published

PLACE = "520100"
pytestmark = pytest.mark.usefixtures("db")


async def test_the_edition_of_a_day_can_be_found_again_by_its_name():
    found = await criteria.edition_in_force(SCHEME, DAY, PLACE)
    assert (await criteria.edition_named(SCHEME, found.edition)).digest == found.digest


async def test_a_scheme_without_criteria_is_told_in_both_languages():
    with pytest.raises(Invalid) as refusal:
        await criteria.edition_in_force("green-moon", DAY, PLACE)
    assert refusal.value.field == "scheme"
    assert refusal.value.context["explanation"].keys() == {"zh", "en"}


@pytest.mark.parametrize(("scheme", "name"), [(SCHEME, "1999-01-01"), ("green-moon", "2023-01-01")])
async def test_a_bound_edition_that_is_gone_is_the_installations_fault(scheme, name):
    with pytest.raises(Misconfigured, match="edition-gone"):
        await criteria.edition_named(scheme, name)


async def test_an_edition_ends_by_itself_unless_another_follows_at_once():
    trial = await published(date(2026, 4, 1), in_force_until=date(2027, 3, 31))
    ends = {each.edition: each.last for each in await criteria.terms_of(SCHEME, PLACE)}
    assert (ends["2021-05-25"], ends[trial.edition]) == (None, date(2027, 3, 31))
    successor = await published(date(2027, 4, 1))
    ends = {each.edition: each.last for each in await criteria.terms_of(SCHEME, PLACE)}
    assert (ends[trial.edition], ends[successor.edition]) == (None, None)


def test_a_format_that_the_edition_does_not_know_counts_as_unknown():
    assert criteria.known_format(edition(), "shopping_centre") == "shopping_centre"
    assert criteria.known_format(edition(), "space-station") is None


def test_a_round_needs_a_certificate_to_end_with():
    assert set(criteria.OFFERED) == set(load_all().schemes)
    criteria.check_offered("green-mall")
    with pytest.raises(Invalid, match="scheme-not-offered"):
        criteria.check_offered("recycler-filing")
