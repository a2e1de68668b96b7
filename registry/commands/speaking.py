"""What commands say on a terminal: in its language, errors with code, message and hint, each fault on its own line."""

import os

from registry.errors import LvceError
from registry.fields import flattened
from registry.web import i18n
from registry.web.i18n import DEFAULT, in_locale, known_locale


def language() -> str:
    """Of the terminal; Chinese unless it says otherwise."""
    spoken = (known_locale(os.environ.get(name)) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, spoken), DEFAULT)


def told(error: LvceError) -> str:
    """An error in the terminal's language, one line a fault."""
    with in_locale(language()):
        return "".join(f"[{fault.code}] {i18n.told(fault)}\n" for fault in flattened(error))
