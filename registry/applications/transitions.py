"""The one doorway by which an application changes its state, inside the transaction of the action that causes it.

Which steps exist is `rules.py`'s; the audit entry is the calling action's.
"""

from datetime import date
from uuid import UUID

from tortoise.exceptions import TransactionManagementError
from tortoise.expressions import F

from registry import clock
from registry.accounts.schemas import Viewer
from registry.applications.models import Application, StateChange
from registry.applications.rules import State, Transition, next_state
from registry.db.transactions import in_open_transaction
from registry.errors import Conflict, NotFound


async def apply(
    application_id: UUID, transition: Transition, *, on: date, actor: Viewer, due_on: date | None = None
) -> State:
    """Take one step and append it to the history; returns the new state.

    `on` is the day on which the step takes effect; `due_on` the day by which the next move is due, if any.
    Raises NotFound, NotNow (`application-state`) if the step may not start here, Conflict if somebody else moved the
    application at the same moment, TransactionManagementError outside a transaction.
    """
    if not in_open_transaction():
        raise TransactionManagementError("a transition is made inside the transaction of its action")
    application = await Application.get_or_none(id=application_id)
    if application is None:
        raise NotFound("application")
    source = State(application.state)
    target = next_state(source, transition)
    moved = await Application.filter(id=application_id, state=source).update(
        state=target, due_on=due_on, revision=F("revision") + 1
    )
    if not moved:
        raise Conflict(
            "application-moved",
            "Somebody else has just taken a step with this application.",
            hint="Open the application again to see where it stands.",
        )
    await StateChange.create(
        application_id=application_id,
        transition=transition,
        from_state=source,
        to_state=target,
        effective_on=on,
        at=clock.now(),
        actor_id=actor.account_id,
    )
    return target
