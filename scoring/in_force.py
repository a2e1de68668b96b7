"""Which edition of a scheme judges on a given day."""

from datetime import date

from scoring.editions import Edition
from scoring.faults import Fault, NoEdition
from scoring.loader import Library, load_all


def edition_on(scheme: str, day: date, library: Library | None = None) -> Edition:
    """The edition of `scheme` in force on `day`, by default from the criteria shipped here.

    Raises NoEdition `unknown-scheme` or `no-edition-in-force`.
    """
    shelf = library or load_all()
    if scheme not in shelf.schemes:
        known = ", ".join(sorted(shelf.schemes))
        raise NoEdition(
            [
                Fault(
                    "unknown-scheme",
                    {"zh": f"没有名为“{scheme}”的评价方案。", "en": f"There is no scheme “{scheme}”."},
                    {"zh": f"可用：{known}。", "en": f"Known schemes: {known}."},
                    "scheme",
                )
            ]
        )
    for edition in shelf.of(scheme):
        if edition.in_force_from <= day and (edition.in_force_until is None or day <= edition.in_force_until):
            return edition
    spans = "; ".join(f"{e.in_force_from} … {e.in_force_until or ''}".strip() for e in shelf.of(scheme))
    raise NoEdition(
        [
            Fault(
                "no-edition-in-force",
                {"zh": f"{day} 没有有效的“{scheme}”版本。", "en": f"No edition of “{scheme}” is in force on {day}."},
                {"zh": f"各版本施行期：{spans}。", "en": f"Editions are in force: {spans}."},
                "on",
            )
        ]
    )
