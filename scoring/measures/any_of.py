"""Any one of a set of conditions is enough."""

from typing import Literal

from scoring.measures.conditions import Conditions


class AnyOf(Conditions):
    """`{ kind = "any_of", points = 0, items = [{ code = "steel", title = {…}, at_least = 100000, unit = {…} }, …] }`."""

    kind: Literal["any_of"]

    @property
    def needed(self) -> int:
        """One."""
        return 1

    def opening_words(self) -> tuple[str, str]:
        """One of them."""
        return "满足其一", "any one of these"
