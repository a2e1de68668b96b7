"""The places that the product ships with, read from `data/`: the vendored lists, English names, and lapsed codes.

Writing them to the table is `actions.seed`.
"""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from registry.jurisdictions.rules import BEGINNING, PlaceRow, normal_code

DATA = Path(__file__).parent / "data"


def seed_rows() -> list[PlaceRow]:
    """Every place of the shipped lists and every lapsed code, in the order of the files."""
    names = tomllib.loads((DATA / "names.toml").read_text("utf-8"))
    changes = tomllib.loads((DATA / "history.toml").read_text("utf-8"))["change"]
    began: dict[str, date] = {change["new"]: change["on"] for change in changes}
    english: dict[str, str] = names["names"]
    listed = [*_listed(), *names["missing"].items()]
    present = [
        PlaceRow(code=code, name_zh=name, name_en=english.get(code, ""), valid_from=began.get(code, BEGINNING))
        for code, name in listed
    ]
    lapsed = [
        PlaceRow(
            code=change["old"],
            name_zh=change["name_zh"],
            name_en=change["name_en"],
            valid_from=BEGINNING,
            valid_to=change["on"] - timedelta(days=1),
            replaced_by=change["new"],
        )
        for change in changes
    ]
    return present + lapsed


def _listed() -> Iterator[tuple[str, str]]:
    for name in ("provinces.csv", "cities.csv", "areas.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                # Three cities without districts (东莞, 中山, 儋州) stand in the list of counties once more.
                if name != "areas.csv" or not row["code"].endswith("00"):
                    yield normal_code(row["code"].ljust(6, "0")), row["name"]
