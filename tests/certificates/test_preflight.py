from datetime import date

import pytest

from certificates.content import Bilingual
from certificates.faults import Refused
from certificates.layouts import layout
from certificates.preflight import inspect, plan, text_of


def codes(refusal):
    return {fault.code for fault in refusal.value.faults}


def test_every_text_of_a_usual_record_has_its_largest_size(record):
    sizes = plan(record).sizes
    first = {slot.name: slot.fits[0][0] for slot in layout("recognition").slot if slot.name != "signatory"}
    assert set(sizes) == {*first, "signatory"}
    for name in ("holder", "title.zh", "enterprise", "address", "issuer.name.zh"):
        assert sizes[name] == first[name]


def test_long_names_shrink_step_by_step_and_then_are_refused(make_record):
    def size(length):
        try:
            return plan(make_record(holder="商" * length)).sizes["holder"]
        except Refused as refusal:
            return refusal.faults[0]

    answers = [size(length) for length in range(4, 100, 2)]
    seen = [answer for answer in answers if isinstance(answer, float)]
    refused = answers[len(seen) :]
    assert {(fault.code, fault.field) for fault in refused} == {("text-too-long", "holder")}
    assert seen == sorted(seen, reverse=True)
    assert seen[0] == 34
    assert min(seen) == 18


def test_latin_words_stay_whole_when_lines_are_counted(make_record):
    name = "Guiyang International " * 5
    sizes = plan(make_record(holder=name.strip())).sizes
    assert sizes["holder"] < 34
    with pytest.raises(Refused, match="text-too-long"):
        plan(make_record(holder="W" * 200))


def test_a_missing_glyph_is_named_with_its_field(make_record):
    with pytest.raises(Refused) as refusal:
        plan(make_record(holder="欢乐😀城", enterprise="𠀀商贸公司"))
    assert [(fault.code, fault.field) for fault in refusal.value.faults] == [
        ("no-glyph", "holder"),
        ("no-glyph", "enterprise"),
    ]
    assert "U+1F600" in refusal.value.faults[0].zh
    assert "😀" in refusal.value.faults[0].en


def test_a_filing_certificate_says_what_is_handled(make_record):
    with pytest.raises(Refused) as refusal:
        plan(make_record(layout="filing"))
    assert [(fault.code, fault.field) for fault in refusal.value.faults] == [("text-missing", "filing.listed")]


def test_validity_before_the_decision_is_refused(make_record):
    with pytest.raises(Refused) as refusal:
        plan(make_record(valid_from=date(2026, 3, 1)))
    assert codes(refusal) == {"dates-disordered"}


def test_absent_texts_need_no_room(make_record):
    record = make_record(holder_en=None)
    assert text_of(record, "holder_en") == ""
    assert plan(record).sizes["holder_en"] == 13


def test_the_printed_page_passes(unsigned, record):
    inspect(unsigned, record)


def test_a_page_that_says_something_else_is_refused(unsigned, make_record):
    with pytest.raises(Refused) as refusal:
        inspect(unsigned, make_record(holder="另一座商场", title=Bilingual(zh="别的证书", en="Another")))
    assert codes(refusal) == {"text-lost"}
    assert {fault.field for fault in refusal.value.faults} == {"holder", "title.zh", "title.en"}


def test_lines_of_a_long_name_are_balanced_and_rare_names_have_one_weight(make_record):
    usual = plan(make_record())
    assert (usual.widths_mm["holder"], usual.weights["holder"]) == (225, "bold")
    long = plan(make_record(holder="商" * 40))
    assert long.widths_mm["holder"] < 170
    assert plan(make_record(holder="誠品龍華")).weights["holder"] == "normal"
