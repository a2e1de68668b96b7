"""The data of a draft, pure: begun from a table or an edition, and changed piece by piece without losing anything.

It has the shape of a criteria file: settings, chapters with criteria, and `documents` of the bureau's own. Numbers may be
text, and nothing need be right yet; what is, `scoring.drafting` says.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from registry.editions.rules import MOST_CHAPTERS, MOST_CRITERIA
from registry.editions.takeover import edition_data, taken_over
from registry.errors import Conflict, Invalid, NotFound
from scoring.digest import digest, plain
from scoring.editions import Edition, Source
from scoring.tables import Draft

Content = dict[str, Any]

OWN = "own"
"""Code of the bureau's own document in drafts begun from a table."""
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
"""Codes of criteria: as scoring's, and no longer than answers to them are kept under."""
DEEPEST = 12
"""Criteria nest about seven deep."""
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_INHERITED = {"zh": "沿用现行版本，待核对。", "en": "Taken over from the edition in force; to be checked."}
_CASTS = {"chapters", "documents", "in_force_from", "in_force_until", "scheme", "edition"}


def from_table(draft: Draft, base: Edition, *, title: str = "") -> Content:
    """A table with all that tables do not say: what is taken over from the edition in force, and an own document.

    `title` is what stands above the table. Its rows continue criteria of that edition (see `takeover.py`).
    """
    content: Content = _pruned(taken_over(draft, base))
    for _, row in criteria_of(content):
        row["citation"] = {"document": OWN, "clause": {"zh": f"指标 {row['code']}", "en": f"Item {row['code']}"}}
    taken = edition_data(base)
    local = {"status": "local", "note": dict(_INHERITED)}
    grades = {"grades": taken["pass_mark"]["grades"]} if taken["pass_mark"].get("grades") else {}
    rest: Content = {key: taken[key] for key in ("transition", "rounding") if key in taken}
    return (
        content
        | rest
        | {
            **({"title": {"zh": title}} if title else {}),
            "follows": base.edition,
            "citation": {"document": OWN, "clause": {"zh": "附件", "en": "Annex"}},
            "pass_mark": {"share": taken["pass_mark"]["share"], **local, **grades},
            "validity": {"months": taken["validity"]["months"], **local},
            "formats": taken["formats"],
            "documents": [{"code": OWN}],
        }
    )


def _pruned(value: Any) -> Any:
    """Without what is empty: what nobody has said yet is not there, as in fields that nobody has filled in."""
    if isinstance(value, dict):
        parts = {key: _pruned(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part not in ("", {}, [], False)}
    return [_pruned(part) for part in value] if isinstance(value, list) else value


def from_edition(edition: Edition, sources: Mapping[str, Source]) -> Content:
    """An edition as the beginning of its successor, whose criteria continue its; documents that `sources` do not have come
    along.
    """
    data = edition_data(edition)
    for chapter in data["chapters"]:
        for row in chapter["criteria"]:
            row["continues"] = row["code"]
    own = [document for document in data["documents"] if document["code"] not in sources]
    kept = {key: value for key, value in data.items() if key not in _CASTS}
    return kept | {"follows": edition.edition, "chapters": data["chapters"], "documents": own}


def check_content(content: object) -> Content:
    """The content, with chapters though it be none. Raises Invalid `draft-shape` unless criteria can be found by a code of
    their own, and there are not too many.
    """
    check_plain(content)
    if not isinstance(content, dict) or not isinstance(content.get("chapters", []), list):
        raise _shapeless("chapters")
    chapters = content.get("chapters", [])
    codes: set[str] = set()
    parts: set[str] = set()
    for chapter in chapters:
        if not isinstance(chapter, dict) or not isinstance(chapter.get("criteria", []), list):
            raise _shapeless("chapters")
        _check_chapter(chapter.get("code"), parts)
        for row in chapter.get("criteria", []):
            code = row.get("code") if isinstance(row, dict) else None
            if not isinstance(code, str) or not CODE.fullmatch(code):
                raise _code_wrong()
            if code in codes:
                raise _code_taken(code)
            codes.add(code)
    if len(codes) > MOST_CRITERIA or len(chapters) > MOST_CHAPTERS:
        raise Invalid(
            "draft-too-large",
            "These are {criteria} criteria in {chapters} chapters; an edition has at most {most} in {most_chapters}.",
            hint="Look whether the table holds something else besides its criteria.",
            field="file",
            criteria=len(codes),
            chapters=len(chapters),
            most=MOST_CRITERIA,
            most_chapters=MOST_CHAPTERS,
        )
    return {"chapters": chapters, **content}


def check_plain(value: object) -> None:
    """Raise Invalid `draft-shape` for what no criteria file could hold: floats, control characters, endless nesting."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST or isinstance(part, float) or (isinstance(part, str) and _ODD.search(part)):
            raise _shapeless("content")
        if isinstance(part, dict):
            waiting += [(each, depth + 1) for pair in part.items() for each in pair]
        elif isinstance(part, list):
            waiting += [(each, depth + 1) for each in part]


def _check_chapter(code: object, known: set[str]) -> None:
    if not isinstance(code, str) or not CODE.fullmatch(code) or code in known:
        raise Invalid(
            "chapter-code",
            "Each chapter has a code of its own: letters, digits, dots, hyphens or underscores.",
            hint="For example A or C1.",
            field="chapters",
        )
    known.add(code)


def criteria_of(content: Content) -> Iterator[tuple[str, Content]]:
    """Each criterion with the code of its chapter, in the order of the table."""
    for chapter in content.get("chapters", []):
        for row in chapter.get("criteria", []):
            yield chapter["code"], row


def criterion_in(content: Content, code: str) -> tuple[str, Content]:
    """One criterion with the code of its chapter. Raises NotFound."""
    found = next(((chapter, row) for chapter, row in criteria_of(content) if row["code"] == code), None)
    if found is None:
        raise NotFound("criterion")
    return found


def settings_of(content: Content) -> Content:
    """Everything but the criteria; each chapter without its rows."""
    settings = {key: value for key, value in content.items() if key != "chapters"}
    bare = [{key: value for key, value in part.items() if key != "criteria"} for part in content.get("chapters", [])]
    return settings | {"chapters": bare}


def with_settings(content: Content, settings: Content) -> Content:
    """The content with other settings. A chapter's `was` is the code it had; without it the chapter is new.

    Raises Invalid `chapter-not-empty` if a chapter that has criteria would go.
    """
    rows = {chapter["code"]: chapter.get("criteria", []) for chapter in content.get("chapters", [])}
    claimed = {written.get("was") for written in settings.get("chapters", [])}
    chapters = []
    for written in settings.get("chapters", []):
        was = written.get("was") or (None if written.get("code") in claimed else written.get("code"))
        bare = {key: value for key, value in written.items() if key != "was"}
        chapters.append(bare | {"criteria": rows.pop(was, [])})
    if any(rows.values()):
        lost = next(code for code, left in rows.items() if left)
        raise Invalid(
            "chapter-not-empty",
            "The chapter {chapter} still has criteria.",
            hint="Move or remove its criteria first.",
            field="chapters",
            chapter=lost,
        )
    return check_content(deepcopy(settings | {"chapters": chapters}))


def with_criterion(content: Content, code: str | None, chapter_code: str, row: Content) -> Content:
    """The content with one criterion changed, moved, or (`code` None) added at the end of a chapter.

    Raises Invalid for a code that is wrong or taken, NotFound for a chapter that is not there.
    """
    own = row.get("code")
    if not isinstance(own, str) or not CODE.fullmatch(own):
        raise _code_wrong()
    changed = deepcopy(content)
    if own != code and any(other["code"] == own for _, other in criteria_of(changed)):
        raise _code_taken(own)
    chapters = changed.get("chapters", [])
    goal = next((chapter for chapter in chapters if chapter.get("code") == chapter_code), None)
    if goal is None:
        raise NotFound("chapter")
    place = len(goal.setdefault("criteria", []))
    for chapter in chapters:
        codes = [other["code"] for other in chapter.get("criteria", [])]
        if code in codes:
            place = codes.index(code) if chapter is goal else place
            del chapter["criteria"][codes.index(code)]
    goal["criteria"].insert(place, row)
    return check_content(changed)


def without_criterion(content: Content, code: str) -> Content:
    """The content without one criterion. Raises NotFound."""
    criterion_in(content, code)
    changed = deepcopy(content)
    for chapter in changed["chapters"]:
        chapter["criteria"] = [row for row in chapter.get("criteria", []) if row["code"] != code]
    return changed


def seen(piece: object) -> str:
    """What a page has shown of a draft, in few characters: sent along when the piece is saved."""
    return digest(plain(piece))[:16]


def _shapeless(field: str) -> Invalid:
    return Invalid(
        "draft-shape",
        "These are not the data of an edition: chapters are a list, each with a list of criteria.",
        hint="Send them in the shape of a criteria file, numbers as text.",
        field=field,
    )


def _code_wrong() -> Invalid:
    return Invalid(
        "criterion-code",
        "A code has letters, digits, dots, hyphens or underscores, at most 40, and begins with a letter or digit.",
        hint="For example A101 or X203-1.",
        field="code",
    )


def _code_taken(code: str) -> Invalid:
    return Invalid(
        "criterion-code-taken",
        "Another criterion has the code {taken} already.",
        hint="Give each criterion a code of its own.",
        field="code",
        taken=code,
    )


class DraftConflict(Conflict):
    """A piece was saved by somebody else after the page that sends it was shown; nothing was overwritten.

    `stored` is the piece as it is now, None if it is gone.
    """

    def __init__(self, stored: Content | None) -> None:
        super().__init__(
            "draft-conflict",
            "A colleague has changed this since you opened it. Nothing of yours was saved yet, and nothing is lost.",
            hint="Compare both versions below. Saving again puts yours in the place of theirs.",
        )
        self.stored = stored
