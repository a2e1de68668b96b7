"""Yes or no: all points or none. Also the usual form of a gate."""

from decimal import Decimal
from typing import Any, ClassVar, Literal

from scoring.explain import opening, outcome
from scoring.facts import read_yes_no
from scoring.measures.measure import Field, Judge, Judgement, Measure
from scoring.values import Words, amount, points_en


class YesNo(Measure):
    """`{ kind = "yes_no", points = 5 }`."""

    kind: Literal["yes_no"]
    may_be_gate: ClassVar[bool] = True

    def rule(self) -> Words:
        """How points are given."""
        if not self.points:
            return {"zh": "必须符合要求。", "en": "The requirement must be met."}
        return {
            "zh": f"符合要求得 {amount(self.points)} 分，不符合不得分。",
            "en": f"{points_en(self.points)} if the requirement is met, otherwise none.",
        }

    def field(self) -> Field:
        """A choice of yes and no."""
        return Field("yes_no")

    def read(self, value: Any, path: str) -> bool:
        """True or false."""
        return read_yes_no(value, path)

    def judge(self) -> Judge:
        """Both reasons are known beforehand."""
        zh, en = opening(self.rule())
        points, none = self.points, Decimal(0)
        got, lost = outcome(met=True, points=points), outcome(met=False, points=points)
        yes: Words = {"zh": f"{zh}事实：是。{got[0]}", "en": f"{en}Fact: yes. {got[1]}"}
        no: Words = {"zh": f"{zh}事实：否。{lost[0]}", "en": f"{en}Fact: no. {lost[1]}"}

        def judge(value: bool) -> Judgement:  # noqa: FBT001 - the value is the fact itself
            return (points, yes) if value else (none, no)

        return judge

    def met(self, value: Any) -> bool:
        """The answer itself."""
        return bool(value)
