"""The real actions lead from an empty form to a reserved certificate, and the chain of what was done is whole."""

import pytest

from registry.applications.facts import application_for_system
from registry.applications.queries import history
from registry.applications.rules import State, Transition
from registry.assessments.queries import replays_for_system
from registry.audit.queries import verify_chain
from registry.jobs.models import Job
from tests.factories import stages

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        (stages.submitted, State.SUBMITTED),
        (stages.returned, State.RETURNED),
        (stages.accepted, State.ACCEPTED),
        (stages.in_review, State.IN_REVIEW),
        (stages.reviewed, State.REVIEWED),
        (stages.in_notice, State.IN_NOTICE),
        (stages.proposed, State.IN_NOTICE),
    ],
)
async def test_each_stage_is_reached(stage, state):
    made = await stage()
    assert (await application_for_system(made.id)).state is state


async def test_the_whole_way_is_walked_and_remembered():
    made = await stages.recognised(name="䶮𬭎购物中心")
    assert (await application_for_system(made.id)).state is State.RECOGNISED
    assert made.certificate_id is not None
    steps = await history(made.member, made.id)
    assert [step.transition for step in steps] == [
        Transition.SUBMIT,
        Transition.ACCEPT,
        Transition.BEGIN_REVIEW,
        Transition.CONCLUDE_REVIEW,
        Transition.PUBLISH_NOTICE,
        Transition.RECOGNISE,
    ]
    assert all([replayed.same async for replayed in replays_for_system()])
    assert (await verify_chain()).whole
    names = set(await Job.all().values_list("name", flat=True))
    assert {"assessments.score", "issuance.print"} <= names
