"""Nobody acts as an official on an enterprise of their own (回避): asked by every act that settles something about one."""

from uuid import UUID

from registry.accounts.schemas import Viewer
from registry.errors import NotNow


def check_impartial(actor: Viewer, enterprise_id: UUID) -> None:
    """Raise NotNow `own-enterprise` when the actor belongs to the enterprise; what a token is limited to changes nothing."""
    if any(grant.enterprise_id == enterprise_id for grant in actor.grants):
        raise NotNow(
            "own-enterprise",
            "You belong to this enterprise yourself, so a colleague has to do this.",
            hint="Ask a colleague without ties to the enterprise.",
        )
