"""Reads the rows of a published list of green malls into what the register keeps, naming every fault of every row.

Opening files is `registry/commands/importing.py`'s; writing is `actions.py`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from certificates.numbering import check_identifier
from registry.errors import Invalid, LvceError
from registry.issuance.rules import normal_number
from registry.issuance.schemas import Reason
from registry.jurisdictions import queries as places
from registry.public_register.rules import import_key, read_level, read_year
from registry.public_register.schemas import ListRow, RowFault
from registry.text import clean_line

COLUMNS = ("province", "area", "mall", "year", "level")
"""Those a row must have; `enterprise` and `identifier` may be empty or absent, others are not read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One mall of a published list. `key` makes it the same when the list comes again."""

    key: str
    province_code: str
    place_code: str
    area_text: str
    mall: str
    enterprise: str
    identifier: str
    year: int
    level: str
    publicity: bool


async def read_rows(
    rows: Sequence[ListRow], *, today: date
) -> tuple[list[Listed], tuple[RowFault, ...], tuple[RowFault, ...]]:
    """The rows that can be taken, the faults of those that cannot, and what is odd about the first, in the order of the
    file.
    """
    good: list[Listed] = []
    refused: list[RowFault] = []
    warned: list[RowFault] = []
    first_seen: dict[str, int] = {}
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        try:
            read = await _read(row.cells, today, known)
            if read.key in first_seen:
                raise _twice(first_seen[read.key])
        except LvceError as fault:
            refused.append(RowFault(row.number, fault.field or "", fault))
        else:
            first_seen[read.key] = row.number
            good.append(read)
            warned += [RowFault(row.number, "identifier", fault) for fault in _doubts(read.identifier)]
    return good, tuple(refused), tuple(warned)


async def _read(cells: Mapping[str, str], today: date, known: dict[tuple[str, str], tuple[str, str]]) -> Listed:
    values = {name: _cell(cells, name) for name in COLUMNS}
    where = (values["province"], values["area"])
    if where not in known:
        known[where] = await _codes(*where, today)
    province_code, place_code = known[where]
    year = read_year(values["year"], today.year)
    level, publicity = read_level(values["level"])
    return Listed(
        key=import_key(province_code, year, level, values["mall"]),
        province_code=province_code,
        place_code=place_code,
        area_text=values["area"],
        mall=values["mall"],
        enterprise=clean_line(cells.get("enterprise", ""), maximum=200, field="enterprise"),
        identifier=normal_number(clean_line(cells.get("identifier", ""), maximum=120, field="identifier")),
        year=year,
        level=level,
        publicity=publicity,
    )


def _cell(cells: Mapping[str, str], name: str) -> str:
    text = clean_line(cells.get(name, ""), maximum=100 if name == "area" else 200, field=name)
    if not text:
        raise Invalid("import-empty", "This cell is empty.", hint="Fill it in, or leave the row out.", field=name)
    return text


async def _codes(province: str, area: str, today: date) -> tuple[str, str]:
    """The province's code, and that of the area within it."""
    outer = await _place(province, "province", today)
    return outer, await _place(area, "area", today, within=outer)


async def _place(name: str, column: str, today: date, *, within: str = "000000") -> str:
    try:
        return (await places.by_name(name, within=within, on=today)).code
    except LvceError as fault:
        fault.field = column
        raise


def _doubts(identifier: str) -> list[Invalid]:
    """What GB/T 36904 says against an identifier. It was issued by somebody else, wrongly or not: that is no reason to
    leave the mall out.
    """
    return [
        Invalid(
            "import-identifier",
            "The e-licence identifier is not right by GB/T 36904: {reason}",
            hint="It was kept as it is. Compare it with the certificate.",
            field="identifier",
            reason=Reason(found.fault.code, found.fault.zh, found.fault.en),
        )
        for found in (check_identifier(identifier) if identifier else ())
    ]


def _twice(number: int) -> Invalid:
    return Invalid(
        "import-twice",
        "The same mall stands in row {number} already.",
        hint="Leave one of the two rows out.",
        field="mall",
        number=number,
    )
