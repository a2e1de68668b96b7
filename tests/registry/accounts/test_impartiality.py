"""An official who is also a member of an enterprise settles nothing about it, in no act and with no token."""

import pytest

from registry.accounts.impartiality import check_impartial
from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import PUBLIC, SYSTEM
from registry.errors import NotNow
from registry.identifiers import new_id
from tests.factories import people

OWN, OTHER = new_id(), new_id()


@pytest.mark.parametrize("limit", [None, frozenset({Permission.DECISION_DECIDE})])
def test_an_enterprise_of_ones_own_is_a_colleague_s(limit):
    actor = people.also_member(people.province_decider(), OWN, limit=limit)
    with pytest.raises(NotNow, match="own-enterprise"):
        check_impartial(actor, OWN)
    check_impartial(actor, OTHER)


@pytest.mark.parametrize("actor", [PUBLIC, SYSTEM, people.province_decider(), people.viewer(Role.EXPERT)])
def test_nobody_else_has_one(actor):
    check_impartial(actor, OWN)
