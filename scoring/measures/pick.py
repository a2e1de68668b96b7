"""Pick: at least N of M conditions must hold."""

from typing import Literal

from scoring.measures.conditions import Conditions


class Pick(Conditions):
    """`{ kind = "pick", points = 0, need = 3, items = [{ code = "a", title = {…} }, …] }`. Also a gate."""

    kind: Literal["pick"]
    need: int

    @property
    def needed(self) -> int:
        """As many as the author says."""
        return self.need

    def opening_words(self) -> tuple[str, str]:
        """At least so many of so many."""
        return f"{len(self.items)} 项中至少 {self.need} 项", f"at least {self.need} of {len(self.items)}"
