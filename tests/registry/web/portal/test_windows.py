"""What two windows on one thing tell each other."""

import pytest

from registry.enterprises.schemas import EnterpriseForm
from registry.errors import Conflict, Invalid
from registry.web import i18n
from registry.web.forms import fill_form
from registry.web.portal.enterprises import Correcting
from registry.web.portal.windows import stored_now
from tests.factories import people
from tests.factories.enterprises import places

SAID = {"name": "甲", "place_code": people.NANMING, "contact_name": "李", "contact_phone": "0851"}


def typed(**changes):
    fields = SAID | {"revision": "1"} | changes
    return fill_form(Correcting, {name: [value] for name, value in fields.items()})


def clash(**changes):
    stored = EnterpriseForm.model_validate(SAID | changes).model_dump()
    return Conflict("x", "x", stored=stored | {"revision": 7})


async def test_only_what_differs_is_told_and_a_place_by_its_name(db):
    await places()
    form = typed(contact_name="王")
    with i18n.in_locale("en"):
        found = await stored_now(form, clash(place_code=people.ZUNYI))
    assert found == {"contact_name": "李", "place_code": "Zunyi"}
    assert form.text("revision") == "7"


async def test_a_place_of_which_nothing_is_known_keeps_its_code(db):
    assert await stored_now(typed(), clash(place_code=people.ZUNYI)) == {"place_code": people.ZUNYI}


@pytest.mark.parametrize("error", [Invalid("x", "x"), Conflict("x", "x"), Conflict("x", "x", stored="text")])
async def test_other_refusals_tell_nothing(error):
    form = typed()
    assert await stored_now(form, error) == {}
    assert form.text("revision") == "1"
