"""How a point is explained: rule, fact, arithmetic, in both languages, from one source for page, PDF and API.

Each measure brings its own rule and arithmetic; the sentences that all share are here.
"""

from decimal import Decimal

from scoring.values import Text, Words, amount, points_en


def joined(*parts: Words) -> Words:
    """The parts as one explanation. Chinese needs no space between sentences, English one."""
    return {"zh": "".join(part["zh"] for part in parts), "en": " ".join(part["en"] for part in parts)}


def opening(rule: Words) -> tuple[str, str]:
    """The rule as the two beginnings of a reason, ready for a fact to follow."""
    return f"规则：{rule['zh']}", f"Rule: {rule['en']} "


def rule_only(rule: Words) -> Words:
    """The rule where there is no fact yet."""
    zh, en = opening(rule)
    return {"zh": zh, "en": en.rstrip()}


def unit_words(unit: Text | None) -> tuple[str, str]:
    """What follows a number: a space and the unit, or nothing."""
    return (f" {unit.zh}", f" {unit.en}") if unit else ("", "")


def after(unit_zh: str, word: str) -> str:
    """A word after a number and its unit: Chinese stands close to Chinese, and apart from anything else."""
    return word if unit_zh and not unit_zh.isascii() else f" {word}"


def outcome(*, met: bool, points: Decimal) -> tuple[str, str]:
    """Met or not, and what it earns of `points`; a gate (no points) earns nothing either way."""
    zh, en = ("达到要求", "Met") if met else ("未达到要求", "Not met")
    if not points:
        return f"{zh}。", f"{en}."
    earned = points if met else Decimal(0)
    return f"{zh}，得 {amount(earned)} 分。", f"{en}: {points_en(earned)} awarded."


def unknown(maximum: Decimal) -> Words:
    """Nothing was stated: not a zero, only not known yet."""
    return {
        "zh": f"尚未填报：暂不计分，也不视为 0 分（满分 {amount(maximum)} 分）。",
        "en": f"Not stated yet: no points for now, which is not a zero (up to {points_en(maximum)}).",
    }


def incomplete() -> Words:
    """Some parts of a value were stated, others not."""
    return {"zh": "只填了一部分，填全后计分。", "en": "Only partly stated; it is scored once complete."}


def not_for_format(label: Words) -> Words:
    """The criterion is not meant for this format."""
    return {
        "zh": f"本条款不适用于{label['zh']}，不计入满分。",
        "en": f"Does not apply to this format ({label['en']}); left out of the maximum.",
    }


def stated_not_applicable(when: Text) -> Words:
    """The applicant states a case in which the criterion does not apply."""
    return {
        "zh": f"申报为不适用（条件：{when.zh}），不计入满分。",
        "en": f"Stated as not applicable (condition: {when.en}); left out of the maximum.",
    }


def gate(*, met: bool | None) -> Words:
    """What a gate's answer means for the whole."""
    if met is None:
        return {
            "zh": "★ 否决项，尚未填报：在确认达标之前不能通过。",
            "en": "★ Gate, not stated yet: nothing passes before it is known to be met.",
        }
    if met:
        return {"zh": "★ 否决项：达标，不计分。", "en": "★ Gate: met; it carries no points."}
    return {
        "zh": "★ 否决项：未达标，无论总分多少都不能通过。",
        "en": "★ Gate: not met; nothing passes, whatever the total.",
    }


def bonus() -> Words:
    """What is awarded on top."""
    return {"zh": "加分项：计入总分，不计入满分。", "en": "A bonus: it adds to the total, not to the maximum."}


def to_be_judged(maximum: Decimal) -> Words:
    """A reviewer decides, and nothing is claimed yet."""
    return {
        "zh": f"由评审人员在 0 至 {amount(maximum)} 分之间评定；尚未自评。",
        "en": f"A reviewer awards 0 to {points_en(maximum)}; no self-score was given.",
    }


def claimed(points: Decimal, maximum: Decimal) -> Words:
    """A reviewer decides; until then the self-score stands in."""
    return {
        "zh": f"由评审人员在 0 至 {amount(maximum)} 分之间评定；自评 {amount(points)} 分，暂按自评计。",
        "en": f"A reviewer awards 0 to {points_en(maximum)}; the self-score of {amount(points)} stands in until then.",
    }


def claimed_before(points: Decimal, maximum: Decimal) -> Words:
    """A reviewer has decided; what the self-score was."""
    return {
        "zh": f"由评审人员在 0 至 {amount(maximum)} 分之间评定；自评 {amount(points)} 分。",
        "en": f"A reviewer awards 0 to {points_en(maximum)}; the self-score was {amount(points)}.",
    }


def found(reason: str, before: Decimal | None, after: Decimal) -> Words:
    """What a reviewer found. The reviewer's own words stay in the language they were written in."""
    if before == after:
        zh, en = f"评审意见：维持 {amount(after)} 分。", f"Reviewer: {points_en(after)} confirmed."
    elif before is None:
        zh, en = f"评审意见：认定 {amount(after)} 分。", f"Reviewer: {points_en(after)} found."
    else:
        zh = f"评审意见：由 {amount(before)} 分改为 {amount(after)} 分。"
        en = f"Reviewer: changed from {amount(before)} to {points_en(after)}."
    return _with_reason(zh, en, reason)


def found_otherwise(reason: str, *, changed: bool) -> Words:
    """What a reviewer found where points say nothing: at a gate, or about whether a criterion applies."""
    if changed:
        return _with_reason(
            "评审意见：认定与填报不同，以上按评审认定。", "Reviewer: found otherwise; the above is as found.", reason
        )
    return _with_reason("评审意见：维持填报。", "Reviewer: the statement is confirmed.", reason)


def _with_reason(zh: str, en: str, reason: str) -> Words:
    return {"zh": f"{zh}理由：{reason}", "en": f"{en} Reason: {reason}"} if reason else {"zh": zh, "en": en}


def answer_missing(title: Text) -> Words:
    """A submission lacks an answer."""
    return {"zh": f"“{title.zh}”尚未填报。", "en": f"“{title.en}” has no answer yet."}


def gate_in_the_way(title: Text) -> Words:
    """A submission cannot pass because a gate is not met."""
    return {
        "zh": f"★“{title.zh}”未达标，整改达标前不能通过。",
        "en": f"★ “{title.en}” is not met; nothing passes until it is.",
    }


def evidence_missing(title: Text, kinds: tuple[Text, ...]) -> Words:
    """A submission lacks proof."""
    return {
        "zh": f"“{title.zh}”缺少佐证材料：" + "、".join(kind.zh for kind in kinds) + "。",
        "en": f"“{title.en}” lacks evidence: " + ", ".join(kind.en for kind in kinds) + ".",
    }
