"""Values made of several parts: given in order, or by code. Which parts there are is each measure's own."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from scoring.facts import refuse, shown
from scoring.values import Text


class Named(Protocol):
    """What a part must have: a code to be named by in data, a title to be named by to people."""

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> Text: ...


def in_order(value: Any, path: str, parts: Sequence[Named]) -> list[Any]:
    """The stated parts in the order of `parts`, None for those left out. Raises Refused."""
    if isinstance(value, dict):
        codes = [part.code for part in parts]
        for code in value:
            if code not in codes:
                name = shown(code)
                raise refuse(
                    "fact-unknown-part",
                    f"{path}.{name}",
                    {"zh": f"没有“{name}”这一项。", "en": f"There is no “{name}” here."},
                    {"zh": f"可填：{'、'.join(codes)}。", "en": f"Known: {', '.join(codes)}."},
                )
        return [value.get(code) for code in codes]
    if not isinstance(value, (list, tuple)) or len(value) != len(parts):
        count = len(parts)
        raise refuse(
            "fact-wrong-count",
            path,
            {
                "zh": f"这里需要 {count} 个值，每项一个。",
                "en": f"{count} values are needed here, one for each part.",
            },
            {
                "zh": "依次填写：" + "、".join(part.title.zh for part in parts) + "。",
                "en": "In this order: " + ", ".join(part.title.en for part in parts) + ".",
            },
        )
    return list(value)


def read_each(value: Any, path: str, parts: Sequence[Named], read: Callable[[Any, str, int], Any]) -> tuple[Any, ...]:
    """Each part as `read(value, path, place)` gives it, None where nothing is stated. Raises Refused."""
    stated = in_order(value, path, parts)
    return tuple(None if part is None else read(part, f"{path}[{n}]", n) for n, part in enumerate(stated))


def codes_differ(parts: Sequence[Named]) -> bool:
    """Whether there are parts at all, each with its own code."""
    return bool(parts) and len({part.code for part in parts}) == len(parts)
