"""Keeping what was typed into a chapter: everything that can be kept is, and the rest is told apart.

The action keeps all or nothing, which is right for programs. A person who mistyped one figure of twelve keeps eleven.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from registry.accounts.schemas import Viewer
from registry.applications.actions import save_answers
from registry.applications.faults import AnswerConflict, Clash
from registry.applications.schemas import AnswerInput, FormItem
from registry.errors import Invalid, InvalidMany, LvceError
from registry.fields import flattened
from registry.web.portal import answers
from registry.web.portal.answers import THEIRS
from registry.web.values import Typed

CONFIRM = "confirm"
"""Value of the button `then` that says that every carried answer of the chapter is still so."""


@dataclass(slots=True)
class Kept:
    """What became of the answers sent. `faults` and `clashes` are by criterion; those answers were not kept."""

    saved_at: datetime | None = None
    versions: dict[str, int] = field(default_factory=dict)
    faults: dict[str, list[LvceError]] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return not self.faults and not self.clashes


async def keep(application_id: UUID, items: Iterable[FormItem], typed: Typed, *, actor: Viewer) -> Kept:
    """Keep what this window changed. Raises NotNow, NotFound as `save_answers`."""
    kept, by_code = Kept(), {item.code: item for item in items}
    sent: dict[str, AnswerInput] = {}
    for code, item in by_code.items():
        if (answers.touched(item, typed) or _confirmed(item, typed)) and not _given_way(code, typed):
            try:
                _check_chosen(code, typed)
                sent[code] = answers.stated(item, typed)
            except Invalid as error:
                kept.faults[code] = list(flattened(error))
    while sent:
        try:
            saved = await save_answers(application_id, sent, actor=actor)
        except InvalidMany as error:
            for fault in flattened(error):
                item = by_code[(fault.field or "").split("[")[0]]
                kept.faults.setdefault(item.code, []).append(answers.at_field(item, fault))
                sent.pop(item.code, None)
        except AnswerConflict as error:
            for clash in error.clashes:
                kept.clashes[clash.criterion] = clash
                del sent[clash.criterion]
        else:
            kept.saved_at, kept.versions = saved.saved_at, dict(saved.versions)
            break
    return kept


def _confirmed(item: FormItem, typed: Typed) -> bool:
    """A carried answer that the person says is still so: this item's box, or the button for the whole chapter."""
    said = typed.get(f"confirm-{item.code}") or typed.get("then", [""])[-1] == CONFIRM
    return item.carried_on is not None and f"version-{item.code}" in typed and bool(said)


def _given_way(code: str, typed: Typed) -> bool:
    """After a clash: the person lets the stored answer stand."""
    return typed.get(f"choice-{code}", [""])[-1] == THEIRS


def _check_chosen(code: str, typed: Typed) -> None:
    """After a clash nothing is kept until one of both answers is chosen."""
    if f"clash-{code}" in typed and f"choice-{code}" not in typed:
        raise Invalid(
            "answer-choice",
            "This answer was changed in another window or by a colleague.",
            hint="Choose which of the two is to stand.",
            field=f"choice-{code}",
        )
