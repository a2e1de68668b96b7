"""What does not fit a shape is told in an author's words, at the address where it was written."""

from copy import deepcopy
from decimal import Decimal

import pytest

from scoring.editions import Edition
from scoring.shaping import shaped
from tests.scoring.samples import ADDITIVE, BAND, criterion, table


def misfits(change):
    data = deepcopy(table(criterion("A1", BAND), criterion("A2", ADDITIVE)))
    change(data)
    found, wrong = shaped(Edition, data)
    assert (found is None) == bool(wrong)
    for misfit in wrong:
        assert all(misfit.fault.message[language] and misfit.fault.hint[language] for language in ("zh", "en"))
        assert "{" not in misfit.fault.message["zh"]
    return [(misfit.address, misfit.fault.path, misfit.fault.message["en"]) for misfit in wrong]


def put(*path, value):
    def change(data):
        *way, last = path
        for step in way:
            data = data[step]
        data[last] = value

    return change


FIRST = ("chapters", 0, "criteria", 0)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("title", "zh"), "", "This is empty."),
        (("title", "zh"), "长" * 2001, "At most 2000 characters."),
        (("in_force_from",), "soon", "This is not a date."),
        (("pass_mark", "share"), "2", "It must be at most 1."),
        (("pass_mark", "share"), "0", "It must be above 0."),
        (("validity", "months"), "1.5", "This is not a number."),
        ((*FIRST, "code"), "a b", "It is not in the right form."),
        ((*FIRST, "status"), "sure", "Choose one of: verified, reference, local."),
        ((*FIRST, "measure", "points"), "fünf", "This is not a number."),
        ((*FIRST, "measure", "points"), "-1", "It must be at least 0."),
        ((*FIRST, "measure", "points"), Decimal("0.1234567"), "At most 6 decimal places."),
        ((*FIRST, "measure", "bands", 1, "below"), True, "This is not a number."),
        (
            (*FIRST, "measure"),
            {"kind": "magic"},
            "There is no way of awarding points called “magic”; choose one of: yes_no, ",
        ),
        ((*FIRST, "measure"), "magic", "A table of keys and values belongs here."),
        (("validity", "months"), "9" * 5000, "The value will not do: "),
        (("title", "zh"), "绿\u202e色", "The text holds control characters"),
        (("title", "zh"), "绿\x0b色", "The text holds control characters"),
        (("chapters",), "A", "A list belongs here."),
        (("title", "zh"), 7, "Text belongs here."),
        ((*FIRST, "gate"), "perhaps", "This is neither true nor false."),
        (("pass_mark", "share"), Decimal(60), "It must be at most 1."),
        (("total", "points"), Decimal(10) ** 14, "The number is too large."),
        (("documents", 0, "dated"), "2019-13", "It is not in the right form."),
    ],
)
def test_kinds_of_fault(path, value, said):
    ((address, _, message),) = misfits(put(*path, value=value))
    assert message.startswith(said)
    assert address == path


def test_what_is_missing_or_unknown_is_named():
    def change(data):
        del data["chapters"][0]["criteria"][1]["measure"]["parts"][0]["title"]
        del data["chapters"][0]["criteria"][0]["measure"]["kind"]
        data["colour"] = "green"

    assert misfits(change) == [
        (("chapters", 0, "criteria", 0, "measure", "kind"), "A1.measure.kind", "This is needed."),
        (("chapters", 0, "criteria", 1, "measure", "parts", 0, "title"), "a.title", "This is needed."),
        (("colour",), "colour", "There is no such key."),
    ]


def test_what_fits_is_the_shape():
    assert misfits(lambda _: None) == []
