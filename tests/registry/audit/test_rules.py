"""Entries have one spelling, tags one grammar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.audit.rules import GENESIS, Sealed, canonical, check_tag


class State(StrEnum):
    DRAFT = "draft"


ENTRY = Sealed(
    seq=1,
    at=datetime(2026, 3, 1, 8, tzinfo=UTC),
    on_day=date(2026, 3, 1),
    actor_id=UUID(int=1),
    actor_label="王小明",
    tag="mall:add",
    subject_kind="mall",
    subject_id=UUID(int=2),
    place_code=None,
    data="{}",
    request_id="",
    previous=GENESIS,
)


def test_the_hash_never_changes():
    """Chains written by earlier versions must stay whole."""
    assert ENTRY.hash() == "62bbe41f319a4175ecab882b5b2dca1d58be8c9f593d9008812106edb42460a6"


@pytest.mark.parametrize("field", sorted(set(Sealed.__dataclass_fields__)))
def test_every_field_is_covered(field):
    other = {"seq": 2, "at": ENTRY.at + timedelta(microseconds=1), "on_day": None}.get(field, "other")
    assert replace(ENTRY, **{field: other}).hash() != ENTRY.hash()


def test_the_same_instant_in_another_zone_is_the_same():
    beijing = ENTRY.at.astimezone(timezone(timedelta(hours=8)))
    assert replace(ENTRY, at=beijing).hash() == ENTRY.hash()


def test_one_spelling():
    content = {"b": [Decimal("1.50"), True, None], "a": {State.DRAFT}, "名": (date(2026, 3, 1), UUID(int=3))}
    assert canonical(content) == (
        '{"a":["draft"],"b":["1.50",true,null],"名":["2026-03-01","00000000-0000-0000-0000-000000000003"]}'
    )


@pytest.mark.parametrize("content", [1.5, float("nan"), b"x", object(), {"a": [0.1]}])
def test_what_has_no_exact_form_is_refused(content):
    with pytest.raises(TypeError, match="no exact form"):
        canonical(content)


plain = st.none() | st.booleans() | st.integers() | st.text() | st.dictionaries(st.text(), st.integers(), max_size=3)


@given(st.dictionaries(st.text(), plain, max_size=5))
def test_order_of_keys_does_not_matter(content):
    assert canonical(dict(reversed(content.items()))) == canonical(content)


@pytest.mark.parametrize("tag", ["application:submit", "state-change:put_right", "certificate:status:suspended.2026-1"])
def test_tags_that_follow_the_grammar(tag):
    check_tag(tag)


@pytest.mark.parametrize(
    "tag", ["", "submit", "Application:submit", "a:b:c:d", "a::b", "a:b:", "a b:c", "a:b\n", "1:b"]
)
def test_tags_that_do_not(tag):
    with pytest.raises(ValueError, match="subject:verb"):
        check_tag(tag)
