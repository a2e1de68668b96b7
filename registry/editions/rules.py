"""Law of publishing editions, pure: which steps a draft may take, when an edition may begin, who may publish it."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

from registry.errors import Invalid, NotNow
from registry.jurisdictions.rules import Level, level_of
from registry.text import clean_line, clean_paragraphs

MOST_CRITERIA = 600
MOST_CHAPTERS = 60
MOST_CASES = 1000
MAXIMUM_NUMBER = 100
MAXIMUM_REMARK = 2000


class DraftState(StrEnum):
    """Where a draft stands. Only an open one can be changed."""

    OPEN = "open"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DISCARDED = "discarded"


def edition_name(place_code: str, first_day: object) -> str:
    """The name of a province's edition: `520000-2027-01-01`; while the day is not known, `520000-draft`."""
    return f"{place_code}-{first_day if isinstance(first_day, date) else 'draft'}"


def check_issuer(place_code: str) -> None:
    """Editions are issued for a whole province; Invalid `edition-issuer` otherwise."""
    if level_of(place_code) is not Level.PROVINCE:
        raise Invalid(
            "edition-issuer",
            "An edition is issued for a whole province.",
            hint="Choose the province.",
            field="place_code",
        )


def check_open(state: DraftState) -> None:
    """NotNow `draft-closed` unless the draft may be changed."""
    if state is not DraftState.OPEN:
        raise NotNow(
            "draft-closed",
            "This draft cannot be changed any more: it was proposed, published or discarded.",
            hint="If it waits for publication, have it sent back first; otherwise start a new draft from it.",
        )


def check_proposed(state: DraftState) -> None:
    """NotNow `draft-not-proposed` unless the draft waits for the second officer."""
    if state is not DraftState.PROPOSED:
        raise NotNow(
            "draft-not-proposed",
            "This draft does not wait for publication.",
            hint="Open it again to see where it stands.",
        )


def check_second_pair(hands: Collection[UUID | None], actor_id: UUID | None) -> None:
    """NotNow `own-edition` if the publisher is one of those who proposed the draft or wrote it last."""
    if actor_id in hands:
        raise NotNow(
            "own-edition",
            "You wrote or proposed this edition yourself, so another officer has to publish it.",
            hint="Ask a colleague.",
        )


def check_complete(*, errors: int, failing: int) -> None:
    """NotNow while anything speaks against the draft: `draft-incomplete`, or `draft-cases-fail` for worked cases."""
    if errors:
        raise NotNow(
            "draft-incomplete",
            "{count} things still have to be mended before this draft can be law.",
            hint="The draft's page lists them.",
            count=errors,
        )
    if failing:
        raise NotNow(
            "draft-cases-fail",
            "{count} worked cases come out differently from what they expect.",
            hint="Correct the criteria or the cases.",
            count=failing,
        )


def check_first_day(first_day: date, *, on: date, newest: date | None) -> None:
    """Invalid unless the edition begins today or later, and after every published one of its scheme and place.

    What was judged yesterday must be judged the same tomorrow, so no edition reaches back.
    """
    if first_day < on:
        raise Invalid(
            "edition-in-the-past",
            "The edition would begin on {first_day}, which is over.",
            hint="Choose today or a later day: what has been judged stays as it is.",
            field="in_force_from",
            first_day=first_day,
        )
    if newest is not None and first_day <= newest:
        raise Invalid(
            "edition-overlaps",
            "An edition that begins on {newest} has been published already.",
            hint="Choose a later day; the earlier edition then ends on the day before.",
            field="in_force_from",
            newest=newest,
        )


def clean_number(text: str) -> str:
    """The number of the document by which the edition is issued; Invalid if it is empty or odd."""
    number = clean_line(text, maximum=MAXIMUM_NUMBER, field="document_number")
    if not number:
        raise Invalid(
            "document-number-missing",
            "An edition is published by a document with a number.",
            hint="Enter the number, for example 黔商发〔2027〕1号.",
            field="document_number",
        )
    return number


def clean_reason(text: str) -> str:
    """Why a proposal is sent back: a colleague reads it, so it cannot be empty."""
    reason = clean_paragraphs(text, maximum=MAXIMUM_REMARK, field="remark")
    if not reason:
        raise Invalid(
            "draft-remark-missing",
            "Say what has to be changed: your colleague reads it.",
            hint="One sentence is enough.",
            field="remark",
        )
    return reason
