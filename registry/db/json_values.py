"""Any JSON value in a JSON column, text among them: the ORM takes a text for JSON that is written already.

`"85.5"` would come back as a float and `"not_applicable"` not at all, so text is boxed. Columns that hold tables and
lists need none of this.
"""

from typing import Any

TEXT = "$text"
"""The key of the box. No code of a criterion or part begins with a dollar sign, so nothing else looks like one."""


def boxed(value: Any) -> Any:
    """The value as it is given to the ORM."""
    return {TEXT: value} if isinstance(value, str) else value


def unboxed(value: Any) -> Any:
    """The value that was meant. A bare float was a text once, before texts were boxed: it is one again."""
    if isinstance(value, dict) and value.keys() == {TEXT}:
        return value[TEXT]
    return repr(value) if isinstance(value, float) else value
