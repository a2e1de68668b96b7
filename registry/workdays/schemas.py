"""Shapes of the working-day calendar that leave this area; the calendar itself is `rules.Calendar`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearInfo:
    """A year on file: the official document and where its days were read."""

    year: int
    document_no: str
    source: str
    holidays: int
    worked_weekends: int
