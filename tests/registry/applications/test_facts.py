"""What other areas ask about applications: no viewer, and nothing that is not there."""

import pytest

from registry.applications.facts import application_for_system, rows_for_system, submission_for_system
from registry.applications.rules import State
from registry.errors import NotFound
from registry.identifiers import new_id
from tests.factories import applications as make
from tests.factories import people

pytestmark = pytest.mark.usefixtures("db")


async def test_other_areas_ask_without_a_viewer():
    made = await make.submitted()
    facts = await application_for_system(made.id)
    assert (facts.scheme, facts.year, facts.place_code, facts.state) == (
        make.SCHEME,
        2023,
        people.NANMING,
        State.SUBMITTED,
    )
    frozen = await submission_for_system(made.submission_id)
    assert (frozen.application_id, frozen.number, frozen.format) == (made.id, 1, "shopping_centre")
    assert frozen.facts.keys() <= make.edition().by_code.keys()
    assert frozen.evidence
    rows = await rows_for_system([made.id, new_id()])
    assert rows[made.id].enterprise_name
    assert list(rows) == [made.id]


@pytest.mark.parametrize("question", [application_for_system, submission_for_system])
async def test_what_is_not_there_is_not_found(question):
    with pytest.raises(NotFound):
        await question(new_id())
