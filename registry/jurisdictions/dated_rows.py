"""Settings by scheme, place and day, read from TOML: what all their rows have, reading them, and which one holds.

What a row says beyond that is its area's, such as `registry/issuance/validity.py` or `registry/notices/windows.py`.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from registry.errors import Misconfigured
from registry.jurisdictions.rules import covers


class Citation(BaseModel):
    """Where a figure comes from, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class DatedRow(BaseModel):
    """What holds for a scheme in a place from a day on, and who says so; the statuses are explained in the files."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    scheme: str
    place_code: str = Field(pattern=r"^\d{6}$")
    begins_on: date = Field(alias="from")
    status: Literal["verified", "reference", "local"]
    citation: Citation


R = TypeVar("R", bound=DatedRow)


def read_rows(file: Path, table: str, shape: type[R]) -> tuple[R, ...]:
    """Every row of a file's table; Misconfigured `dated-rows-file` names what is wrong, unknown keys included.

    Called when the program starts, so that a wrong file stops it there and no request waits for a disk.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)[table]
        rows = tuple(shape.model_validate(row) for row in tables)
        _check_each_once(rows)
    except (OSError, KeyError, TypeError, ValueError) as reason:
        raise Misconfigured(
            "dated-rows-file",
            "The file {file} cannot be used: {reason}",
            hint="Compare it with the comment at its top.",
            file=file.name,
            reason=str(reason),
        ) from reason
    return rows


def row_in_force(rows: Iterable[R], scheme: str, place_code: str, on: date) -> R | None:
    """The row that holds on a day: the most local, then the latest; None when there is none."""
    fitting = [
        row for row in rows if row.scheme == scheme and row.begins_on <= on and covers(row.place_code, place_code)
    ]
    return max(fitting, key=lambda row: (len(row.place_code.rstrip("0")), row.begins_on), default=None)


def _check_each_once(rows: Iterable[DatedRow]) -> None:
    """Of two rows for the same day neither is the later one."""
    seen: set[tuple[str, str, date]] = set()
    for row in rows:
        key = (row.scheme, row.place_code, row.begins_on)
        if key in seen:
            raise ValueError(f"two rows for {row.scheme} in {row.place_code} from {row.begins_on}")
        seen.add(key)
