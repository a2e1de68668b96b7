"""All of a set of conditions must hold."""

from typing import Literal

from scoring.measures.conditions import Conditions


class AllOf(Conditions):
    """`{ kind = "all_of", points = 0, items = [{ code = "site", title = {…}, at_least = 20000, unit = {…} }, …] }`."""

    kind: Literal["all_of"]

    @property
    def needed(self) -> int:
        """Every one."""
        return len(self.items)

    def opening_words(self) -> tuple[str, str]:
        """All of them."""
        return "同时满足", "all of these"
