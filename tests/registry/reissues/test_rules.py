"""What may be changed for which reason, and by whom."""

import pytest

from registry.errors import Forbidden, Invalid, InvalidMany, NotNow
from registry.identifiers import new_id
from registry.reissues.rules import (
    ReissueState,
    check_open,
    check_second_pair,
    clean_changes,
    clean_document,
    clean_remark,
)
from tests.factories.certificates import a_record
from tests.factories.enterprises import next_uscc


def test_only_what_differs_is_a_change():
    record = a_record()
    typed = {"holder": " 甲秀新天地 ", "enterprise": record.enterprise, "address": "", "no such field": "x"}
    assert clean_changes(record, "name-changed", typed) == {"holder": "甲秀新天地"}
    code = next_uscc()
    assert clean_changes(record, "misprint", {"uscc": code.lower()}) == {"uscc": code}
    assert clean_changes(record, "address-changed", {"uscc": record.uscc, "address": "新址"}) == {"address": "新址"}


@pytest.mark.parametrize(
    ("reason", "typed", "code"),
    [
        ("renewed", {"holder": "甲"}, "reissue-reason"),
        ("misprint", {}, "reissue-nothing"),
        ("misprint", {"uscc": "91520102MA6000000X"}, "uscc-check"),
        ("misprint", {"holder": "\u202e倒"}, "text-control"),
    ],
)
def test_refusals(reason, typed, code):
    with pytest.raises(Invalid) as caught:
        clean_changes(a_record(), reason, typed)
    assert caught.value.code == code or caught.value.field in typed


def test_a_reason_explains_only_its_own_changes():
    with pytest.raises(InvalidMany) as caught:
        clean_changes(a_record(), "address-changed", {"holder": "甲", "address": "新址", "uscc": next_uscc()})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [
        ("reissue-field", "holder"),
        ("reissue-field", "uscc"),
    ]


def test_it_rests_on_a_document():
    assert clean_document(" 黔商函〔2026〕7号 ") == "黔商函〔2026〕7号"
    with pytest.raises(Invalid, match="reissue-without-document"):
        clean_document("  ")


def test_rejecting_needs_a_reason_that_a_colleague_can_read():
    assert clean_remark("", agree=True) == ""
    assert clean_remark("名称与营业执照不一致。", agree=False)
    with pytest.raises(Invalid, match="reissue-rejection"):
        clean_remark("不行", agree=False)


def test_two_people_and_once():
    one, other = new_id(), new_id()
    check_second_pair(one, other)
    with pytest.raises(NotNow, match="own-reissue"):
        check_second_pair(one, one)
    with pytest.raises(Forbidden):
        check_second_pair(one, None)
    check_open(ReissueState.PROPOSED)
    with pytest.raises(NotNow, match="reissue-settled"):
        check_open(ReissueState.AGREED)
