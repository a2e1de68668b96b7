"""Three steps: all points, part of them, or none (2 / 1 / 0), each with the words that say when."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

from scoring.explain import opening
from scoring.facts import refuse, shown
from scoring.measures.measure import Field, Judge, Judgement, Measure, Part, Remark
from scoring.measures.parts import codes_differ
from scoring.values import Code, Data, Points, Text, Words, amount, points_en

STEPS = 3


class Step(Data):
    """One of the three: what has been reached, and what it earns."""

    code: Code
    title: Text
    points: Points


class ThreeStep(Measure):
    """`{ kind = "three_step", points = 2, steps = [{ code = "full", points = 2, title = {…} }, …, …] }`, best first."""

    kind: Literal["three_step"]
    steps: tuple[Step, ...]

    def rule(self) -> Words:
        """What earns how much."""
        return {
            "zh": "；".join(f"{step.title.zh}：{amount(step.points)} 分" for step in self.steps) + "。",
            "en": "; ".join(f"{step.title.en}: {points_en(step.points)}" for step in self.steps) + ".",
        }

    def field(self) -> Field:
        """A choice of the three."""
        return Field("choice", parts=tuple(Part(step.code, step.title.words(), step.points) for step in self.steps))

    def read(self, value: Any, path: str) -> str:
        """The code of the step reached."""
        codes = [step.code for step in self.steps]
        if isinstance(value, str) and value in codes:
            return value
        raise refuse(
            "fact-not-a-choice",
            path,
            {"zh": f"“{shown(value)}”不在可选的几档之中。", "en": f"“{shown(value)}” is none of the steps."},
            {"zh": f"可填：{'、'.join(codes)}。", "en": f"Choose one of: {', '.join(codes)}."},
        )

    def judge(self) -> Judge:
        """All three outcomes are known beforehand."""
        zh, en = opening(self.rule())
        outcomes: dict[str, Judgement] = {}
        for step in self.steps:
            reason: Words = {
                "zh": f"{zh}事实：{step.title.zh}，得 {amount(step.points)} 分。",
                "en": f"{en}Fact: {step.title.en}: {points_en(step.points)} awarded.",
            }
            outcomes[step.code] = (step.points, reason)
        return outcomes.__getitem__

    def remarks(self) -> Iterator[Remark]:
        """Three steps from all points down to none."""
        worth = [step.points for step in self.steps]
        if len(worth) != STEPS or worth[0] != self.points or worth[-1] or any(a <= b for a, b in pairwise(worth)):
            yield Remark(
                "three-step-points",
                {"zh": "应有三档，从满分递减到 0 分。", "en": "There are not three steps from all points down to 0."},
                {"zh": "首档等于 points，末档为 0，逐档减少。", "en": "Begin with `points`, end with 0, and descend."},
            )
        if not codes_differ(self.steps):
            yield Remark(
                "part-codes",
                {"zh": "各档编码缺失或重复。", "en": "Steps are missing or share a code."},
                {"zh": "每档各用一个编码。", "en": "Give each its own code."},
            )
