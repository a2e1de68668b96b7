"""The sentences that all measures share. Whole explanations are in the worked cases."""

from decimal import Decimal

from scoring import explain
from scoring.values import Text


def test_parts_join_with_a_space_in_english_only():
    assert explain.joined({"zh": "一。", "en": "One."}, {"zh": "二。", "en": "Two."}) == {
        "zh": "一。二。",
        "en": "One. Two.",
    }
    assert explain.opening({"zh": "一。", "en": "One."}) == ("规则：一。", "Rule: One. ")


def test_a_unit_follows_after_a_space():
    assert explain.unit_words(None) == ("", "")
    assert explain.unit_words(Text(zh="次", en="times")) == (" 次", " times")


def test_chinese_stands_close_to_chinese():
    assert [explain.after(unit, "及以上") for unit in (" 吨", " %", "")] == ["及以上", " 及以上", " 及以上"]


def test_met_and_not_met():
    assert explain.outcome(met=True, points=Decimal(1)) == ("达到要求，得 1 分。", "Met: 1 point awarded.")
    assert explain.outcome(met=False, points=Decimal(2)) == ("未达到要求，得 0 分。", "Not met: 0 points awarded.")
    assert explain.outcome(met=True, points=Decimal(0)) == ("达到要求。", "Met.")
    assert explain.outcome(met=False, points=Decimal(0)) == ("未达到要求。", "Not met.")


def test_the_english_of_what_is_not_scored():
    three = Decimal(3)
    assert explain.unknown(three)["en"] == "Not stated yet: no points for now, which is not a zero (up to 3 points)."
    assert explain.incomplete()["en"] == "Only partly stated; it is scored once complete."
    when = explain.stated_not_applicable(Text(zh="没有", en="none"))
    assert when["en"] == "Stated as not applicable (condition: none); left out of the maximum."
    assert explain.to_be_judged(three) == {
        "zh": "由评审人员在 0 至 3 分之间评定；尚未自评。",
        "en": "A reviewer awards 0 to 3 points; no self-score was given.",
    }
    assert explain.claimed(Decimal(2), three) == {
        "zh": "由评审人员在 0 至 3 分之间评定；自评 2 分，暂按自评计。",
        "en": "A reviewer awards 0 to 3 points; the self-score of 2 stands in until then.",
    }


def test_gates():
    assert explain.gate(met=None)["zh"] == "★ 否决项，尚未填报：在确认达标之前不能通过。"
    assert explain.gate(met=None)["en"] == "★ Gate, not stated yet: nothing passes before it is known to be met."
    assert explain.gate(met=True)["en"] == "★ Gate: met; it carries no points."
