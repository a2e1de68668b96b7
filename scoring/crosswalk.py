"""From one edition to the next: which criterion continues which, and what of a filled form may be carried over.

Read from `criteria/<scheme>/crosswalks/<from>--<to>.toml`, or said by the newer edition itself. What differs between two editions is in `diff.py`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from scoring.editions import Edition
from scoring.facts import read
from scoring.faults import Fault, Refused
from scoring.values import Code, Data, Text

_CARRIED = "按原版本评审结果沿用。"
Carry = Literal["answer_and_evidence", "evidence", "nothing"]
_LEAST: tuple[Carry, ...] = ("nothing", "evidence", "answer_and_evidence")


class Pair(Data):
    """One criterion that continues another. `carry` says what stays valid; `note` why no more does."""

    old: Code
    new: Code
    carry: Carry = "answer_and_evidence"
    note: Text | None = None


class Crosswalk(Data):
    """The pairs between two editions of a scheme. What no pair names begins anew, or ends."""

    scheme: Code
    old: Code
    new: Code
    note: Text | None = None
    pairs: tuple[Pair, ...]


class Carried(NamedTuple):
    """A form as it can begin under the new edition: answers by new code, evidence (new code → old codes), what was lost."""

    facts: dict[str, Any]
    evidence: dict[str, tuple[str, ...]]
    lost: tuple[str, ...]


def same_codes(old: Edition, new: Edition) -> Crosswalk:
    """The crosswalk where no other was written: equal codes continue each other, answers only if the form asks alike."""
    return _paired(old, new, {criterion.code: criterion.code for criterion in new.criteria})


def stated(old: Edition, new: Edition) -> Crosswalk:
    """The crosswalk that an edition which follows another says itself; answers as in `same_codes`."""
    return _paired(old, new, {row.code: row.continues for row in new.criteria if row.continues})


def chained(first: Crosswalk, second: Crosswalk) -> Crosswalk:
    """Two crosswalks one after the other: of each pair no more is carried than both let pass."""
    pairs = [
        Pair(old=one.old, new=two.new, carry=min(one.carry, two.carry, key=_LEAST.index))
        for two in second.pairs
        for one in first.pairs
        if one.new == two.old
    ]
    return Crosswalk(scheme=second.scheme, old=first.old, new=second.new, pairs=tuple(pairs))


def _paired(old: Edition, new: Edition, former: Mapping[str, str]) -> Crosswalk:
    pairs = []
    for code, name in former.items():
        before = old.by_code.get(name)
        if before is not None:
            alike = before.measure.field() == new.by_code[code].measure.field()
            pairs.append(Pair(old=name, new=code, carry="answer_and_evidence" if alike else "evidence"))
    return Crosswalk(scheme=new.scheme, old=old.edition, new=new.edition, pairs=tuple(pairs))


def carry(crosswalk: Crosswalk, new: Edition, facts: Mapping[str, Any]) -> Carried:
    """What of stated facts (by old code) the new edition can begin with; answers that it refuses are lost, not bent."""
    kept: dict[str, Any] = {}
    evidence: dict[str, list[str]] = {}
    used = set()
    for pair in crosswalk.pairs:
        if pair.carry == "nothing":
            continue
        evidence.setdefault(pair.new, []).append(pair.old)
        if pair.carry == "answer_and_evidence" and facts.get(pair.old) is not None:
            try:
                read(new.by_code[pair.new], facts[pair.old])
            except Refused:
                continue
            kept[pair.new] = facts[pair.old]
            used.add(pair.old)
    lost = tuple(code for code, value in facts.items() if value is not None and code not in used)
    return Carried(kept, {code: tuple(olds) for code, olds in evidence.items()}, lost)


def carry_findings(
    crosswalk: Crosswalk, old: Edition, new: Edition, awarded: Mapping[str, Mapping[str, Any]], form: str | None
) -> tuple[dict[str, Mapping[str, Any]], tuple[str, ...]]:
    """Points that a reviewer awarded (old code → `{points, reason}`), where the new edition awards them in the same way.

    The others are told as lost: what a reviewer would award under another rule, nobody knows.
    """
    kept: dict[str, Mapping[str, Any]] = {}
    used = set()
    for pair in crosswalk.pairs:
        criterion = new.by_code[pair.new]
        alike = pair.carry == "answer_and_evidence" and old.by_code[pair.old].measure == criterion.measure
        if pair.old in awarded and alike and criterion.applies(form):
            finding = awarded[pair.old]
            kept[pair.new] = {"points": finding["points"], "reason": finding.get("reason") or _CARRIED}
            used.add(pair.old)
    return kept, tuple(code for code in awarded if code not in used)


def lint_crosswalk(crosswalk: Crosswalk, old: Edition | None, new: Edition | None) -> Iterator[Fault]:
    """Dangling codes, a criterion that takes two answers, answers carried into a form that asks otherwise."""
    if old is None or new is None:
        yield _fault(
            "crosswalk-edition",
            "old" if old is None else "new",
            "对照表所指的版本不存在。",
            "The crosswalk names an edition that does not exist.",
            "文件名与 old、new 应为现有版本。",
            "Let the file's name, old and new be editions that there are.",
        )
        return
    answered: set[str] = set()
    for pair in crosswalk.pairs:
        if pair.old not in old.by_code or pair.new not in new.by_code:
            yield _fault(
                "crosswalk-code",
                pair.new,
                f"没有条款 {pair.old} 或 {pair.new}。",
                f"There is no criterion {pair.old}, or no {pair.new}.",
                "核对两个版本的条款编号。",
                "Check the codes in both editions.",
            )
            continue
        if pair.carry != "answer_and_evidence":
            continue
        if pair.new in answered:
            yield _fault(
                "crosswalk-twice",
                pair.new,
                "同一条款接收了两个旧答案。",
                "A criterion takes two old answers.",
                '只保留一个；其余写 carry = "evidence"。',
                'Keep one; write carry = "evidence" for the others.',
            )
        answered.add(pair.new)
        if old.by_code[pair.old].measure.field().kind != new.by_code[pair.new].measure.field().kind:
            yield _fault(
                "crosswalk-answer",
                pair.new,
                "新旧条款的填报方式不同，答案不能沿用。",
                "The two ask in different ways, so that an answer cannot be carried.",
                '改为 carry = "evidence"。',
                'Write carry = "evidence".',
            )


def lint_followed(new: Edition, old: Edition | None) -> Iterator[Fault]:
    """An edition that follows none that there is; criteria that continue none of its. `old`: the edition followed."""
    if new.follows and old is None:
        yield _fault(
            "follows-unknown",
            "follows",
            f"没有版本“{new.follows}”。",
            f"There is no edition {new.follows}.",
            "选择本版本所承接的版本，或留空。",
            "Name the edition that this one follows, or none.",
        )
        return
    for criterion in new.criteria:
        if criterion.continues and (old is None or criterion.continues not in old.by_code):
            yield _fault(
                "continues-unknown",
                criterion.code,
                f"所承接的版本中没有条款 {criterion.continues}。",
                f"The edition that this one follows has no criterion {criterion.continues}.",
                "选择所承接的条款；新条款则留空。",
                "Choose the criterion that it continues, or none if it is new.",
            )


def _fault(code: str, path: str, zh: str, en: str, hint_zh: str, hint_en: str) -> Fault:  # noqa: PLR0917 - a sentence and its remedy, each in two languages
    return Fault(code, {"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en}, path)
