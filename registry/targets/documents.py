"""Reads the targets of a policy document from a TOML file of `data/` into forms. Writing them is `actions.py`'s."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from registry.errors import Misconfigured
from registry.targets.rules import Counting, Indicator
from registry.targets.schemas import TargetForm

DATA = Path(__file__).parent / "data"
"""Targets of policy documents that ship with the product, one file each."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Shape):
    """The document: its title, its day, the province and the year it is about."""

    title: str
    on: date
    place_code: str
    year: int


class Split(_Shape):
    """The same amount for each of some places."""

    places: tuple[str, ...] = Field(min_length=1)
    amount: Decimal
    clause: str


class Stated(_Shape):
    """One target of the province and how the document splits it, if it does."""

    indicator: Indicator
    counting: Counting
    amount: Decimal
    unit_zh: str
    unit_en: str
    clause: str
    split: tuple[Split, ...] = ()


class Document(_Shape):
    """A whole file."""

    source: Source
    target: tuple[Stated, ...] = Field(min_length=1)


def read_targets(file: Path) -> list[TargetForm]:
    """The targets of a file, the province's first, then its split. Raises Misconfigured for a file that is wrong, or
    whose split does not add up to what is stated.
    """
    try:
        document = Document.model_validate(tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal))
        return [form for stated in document.target for form in _forms(document.source, stated)]
    except (OSError, ValueError) as reason:
        raise Misconfigured(
            "targets-file",
            "The file of targets {file} cannot be used: {reason}",
            hint="Compare it with registry/targets/data/guizhou-2023.toml.",
            file=file.name,
            reason=str(reason),
        ) from reason


def _forms(source: Source, stated: Stated) -> list[TargetForm]:
    total = sum((part.amount * len(part.places) for part in stated.split), Decimal(0))
    if stated.split and total != stated.amount:
        raise ValueError(f"the split of {stated.indicator} adds up to {total}, not to {stated.amount}")
    parts = [(source.place_code, stated.amount, stated.clause)]
    parts += [(place, part.amount, part.clause) for part in stated.split for place in part.places]
    return [
        TargetForm(
            year=source.year,
            indicator=stated.indicator,
            counting=stated.counting,
            place_code=place,
            amount=amount,
            unit_zh=stated.unit_zh,
            unit_en=stated.unit_en,
            source_title=source.title,
            source_clause=clause,
            source_on=source.on,
        )
        for place, amount, clause in parts
    ]
