"""What a bureau's table takes over from the edition in force, pure: its rows continue criteria, and those that still say
the same keep their way of earning points, their scope and their English.

What comes of it is data of a draft (`contents.py`), to be looked through by a person.
"""

import re
import unicodedata
from collections import Counter
from itertools import count
from typing import Any

from scoring.digest import plain
from scoring.editions import Chapter, Criterion, Edition
from scoring.tables import Draft, DraftItem

_KEPT = ("requirement", "measure", "evidence_required", "applies_to", "not_applicable_when", "at_headquarters")
"""Of a criterion whose words, points and role are the same."""


def taken_over(draft: Draft, base: Edition) -> dict[str, Any]:
    """The table's chapters and total, completed as far as the edition in force can."""
    content: dict[str, Any] = plain(draft.to_table())
    items, former = {item.code: item for item in draft.items}, _continued(draft, base)
    data = {row["code"]: row for chapter in edition_data(base)["chapters"] for row in chapter["criteria"]}
    for chapter in content["chapters"]:
        chapter["criteria"] = [
            _row(row, items[row["code"]], former.get(row["code"]), data) for row in chapter["criteria"]
        ]
    _name_chapters(content["chapters"], {_letters(chapter.title.zh): chapter for chapter in base.chapters})
    return content


def edition_data(edition: Edition) -> dict[str, Any]:
    """An edition in the shape of a draft: whole numbers as text too, as fields have them."""
    found: dict[str, Any] = _typed(plain(edition.model_dump(exclude_defaults=True)))
    return found


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _typed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_typed(part) for part in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _continued(draft: Draft, base: Edition) -> dict[str, Criterion]:
    """Which criterion of `base` a row is: that of the same words, else that of its code, if the table itself gives it."""
    said = Counter(_letters(row.requirement.zh) for row in base.criteria)
    alike = {text: row for row in base.criteria if said[text := _letters(row.requirement.zh)] == 1}
    found: dict[str, Criterion] = {}
    for item in draft.items:
        row = alike.get(_letters(item.requirement)) or (None if item.made else base.by_code.get(item.code))
        if row is not None and row not in found.values():
            found[item.code] = row
    return found


def _row(row: dict[str, Any], item: DraftItem, before: Criterion | None, data: dict[str, Any]) -> dict[str, Any]:
    if before is None:
        return row
    was = data[before.code]
    same = (item.points, item.gate, item.bonus) == (before.maximum, before.gate, before.bonus)
    kept = {}
    if same and _letters(item.requirement) == _letters(before.requirement.zh):
        kept = {key: was[key] for key in _KEPT if key in was}
        kept |= {key: was[key] for key in ("title", "evidence") if key in was and _alike(row[key], was[key])}
    return row | kept | {"continues": before.code}


def _name_chapters(chapters: list[dict[str, Any]], former: dict[str, Chapter]) -> None:
    """Chapters of the same title keep code, English and least share; the codes of the others are those still free."""
    known = {id(chapter): former.get(_letters(chapter["title"]["zh"])) for chapter in chapters}
    taken = {was.code for was in known.values() if was}
    free = (code for number in count(1) if (code := f"C{number}") not in taken)
    for chapter in chapters:
        was = known[id(chapter)]
        chapter["code"] = was.code if was else next(free)
        if was:
            chapter["title"] = was.title.words()
            if was.minimum_share is not None:
                chapter["minimum_share"] = plain(was.minimum_share)


def _alike(one: Any, other: Any) -> bool:
    """Whether two texts, or lists of texts, say the same in Chinese."""
    return [_letters(part["zh"]) for part in _listed(one)] == [_letters(part["zh"]) for part in _listed(other)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _letters(text: str) -> str:
    """A text without what a bureau may have typed differently."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
