"""`./lvce python -m tests.house.access_matrix`: writes tests/golden/access_matrix.txt, who may open each address.

A change of that file in a commit is a change of who may do what. That the running product obeys it is `test_access.py`'s.
"""

from registry.accounts.rules import ROLE_PERMISSIONS, Role
from registry.web.routing import Access, Needs, Route, all_routes
from tests.house.source import ROOT

GOLDEN = ROOT / "tests/golden/access_matrix.txt"
ANONYMOUS, NO_ROLE = "anonymous", "no_role"
ACTORS = (ANONYMOUS, NO_ROLE, *(role.value for role in Role))
"""Who may come: without a session, signed in without any role, and with one role each."""

HEAD = """# Who may open each address, and post to it. Written by: ./lvce python -m tests.house.access_matrix
# anonymous: nobody signed in. no_role: signed in, but without a role. What a role reaches (its place, its enterprise,
# its assignment) is decided behind the door by the query or action; whoever it does not reach gets the same "not found".
#
# method  path  name  needs -> who may
"""


def may(actor: str, needs: Needs) -> bool:
    """Whether one of `ACTORS` meets the needs of an address."""
    if isinstance(needs, Access):
        return needs is Access.PUBLIC or actor != ANONYMOUS
    return actor not in {ANONYMOUS, NO_ROLE} and needs in ROLE_PERMISSIONS[Role(actor)]


def line(route: Route) -> str:
    """One row of the matrix; no columns, so that a new long path does not touch the other rows."""
    who = " ".join(actor for actor in ACTORS if may(actor, route.needs))
    return f"{route.method}  {route.path}  {route.name}  {route.needs.value} -> {who}"


def matrix() -> str:
    """The whole file."""
    return HEAD + "".join(f"{line(route)}\n" for route in all_routes())


if __name__ == "__main__":
    GOLDEN.write_text(matrix(), encoding="utf-8")
