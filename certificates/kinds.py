"""The kinds of certificate and their wording, read from `kinds.toml`; `wording` fills the sentences.

Numbers are made from a kind's patterns by `numbering.py`.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from certificates.content import Bilingual, Edition
from certificates.faults import Fault, Refused


class Kind(BaseModel):
    """One kind of certificate of one scheme: how it is numbered, what it says, how it looks (a name of `layouts.py`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    scheme: str
    layout: str
    number: str
    number_status: str
    identifier_serial: str
    type_sequence: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    type_status: str
    title: Bilingual
    statement: Bilingual
    wording_status: str
    level: dict[str, Bilingual]

    def wording(self, level: str, edition: Edition) -> tuple[Bilingual, Bilingual, Bilingual]:
        """Title, level and statement of a record. Raises Refused for a level that this kind does not know."""
        name = self.level.get(level)
        if name is None:
            raise Refused(
                Fault(
                    "unknown-level",
                    f"证书种类“{self.title.zh}”没有等级“{level}”。",
                    f"This kind of certificate has no level {level!r}; it has {', '.join(sorted(self.level))}.",
                    "level",
                )
            )
        statement = Bilingual(
            zh=self.statement.zh.format(edition=edition.citation.zh, level=name.zh),
            en=self.statement.en.format(edition=edition.citation.en, level=name.en),
        )
        return self.title, name, statement


def read(path: Path) -> dict[str, Kind]:
    """The kinds of a TOML file by code. Unknown keys and missing words are errors."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: Kind(code=code, **entry) for code, entry in document.items()}


@cache
def all_kinds() -> dict[str, Kind]:
    """The kinds shipped with the press, by code."""
    return read(Path(__file__).with_suffix(".toml"))


def kind(code: str) -> Kind:
    """The kind of this code. Raises Refused when there is none."""
    found = all_kinds().get(code)
    if found is None:
        raise Refused(
            Fault("unknown-kind", f"没有证书种类“{code}”。", f"There is no kind of certificate {code!r}.", "kind")
        )
    return found
