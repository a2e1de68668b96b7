"""Text in JSON columns, there and back through a real table."""

import pytest

from registry.applications.models import Answer
from registry.db.json_values import boxed, unboxed
from tests.factories.applications import draft

VALUES = [True, 3, "85.5", "85.50", "3", "not_applicable", "full", "null", "", [1, None, "2.5"], {"above": "4"}, None]


@pytest.mark.parametrize("value", VALUES)
async def test_every_value_comes_back_as_it_was(db, value):
    made = await draft()
    row = await Answer.create(application_id=made.id, criterion="X1", value=boxed(value), saved_at="2026-03-02T00:00Z")
    kept = unboxed((await Answer.get(id=row.id)).value)
    assert (kept, type(kept)) == (value, type(value))
    await Answer.filter(id=row.id).update(value=boxed(value))
    assert unboxed((await Answer.get(id=row.id)).value) == value


def test_a_float_was_a_text_once():
    assert unboxed(85.5) == "85.5"
