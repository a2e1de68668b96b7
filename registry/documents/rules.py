"""The kinds of document there are."""

from enum import StrEnum


class Kind(StrEnum):
    """What a document is; the same names as in `certificates/documents.py`."""

    NOTICE = "notice"
    SCORE_SHEET = "score-sheet"
