"""The thresholds file: exact figures with their sources, nothing unknown in it."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

import registry.enterprises.area_classes as module

TEXT = Path(module.__file__).with_name("area_classes.toml").read_text(encoding="utf-8")


def test_the_shipped_figures_say_where_they_come_from():
    assert module.AREA_CLASSES.large.from_m2 == Decimal(100_000)
    assert module.AREA_CLASSES.large.status == "verified"
    assert module.AREA_CLASSES.medium.status == "reference"
    assert module.AREA_CLASSES.large.citation.zh
    assert module.AREA_CLASSES.large.citation.en


def test_an_unknown_key_is_an_error():
    with pytest.raises(ValidationError):
        module.read(TEXT + "\n[tiny]\nfrom_m2 = 1\n")
