"""Identity of rows and of legal persons: UUIDv7 keys and the unified social credit code (USCC).

Certificate numbers and e-licence identifiers are `certificates/numbering.py`'s.
"""

import unicodedata
from uuid import UUID

import uuid_utils
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

from registry.errors import Invalid


def new_id() -> UUID:
    """A UUIDv7: unique without a sequence, ordered by time so that indexes grow at their end."""
    return UUID(int=uuid_utils.uuid7().int)


def normal_uscc(text: str) -> str:
    """The 18 characters of a unified social credit code (GB 32100-2015), upper case.

    Full-width characters and spaces, which phones insert, are folded first.
    Raises Invalid with the reason: length, alphabet or check character.
    """
    folded = unicodedata.normalize("NFKC", text)
    compact = "".join(folded.split()).upper()
    try:
        return str(stdnum_uscc.validate(compact))
    except InvalidLength:
        raise Invalid(
            "uscc-length",
            "A unified social credit code has 18 characters; this has {count}.",
            hint="Copy it from the business licence.",
            count=len(compact),
        ) from None
    except InvalidChecksum:
        raise Invalid(
            "uscc-check",
            "The last character of this unified social credit code does not match the others.",
            hint="One character is probably mistyped: compare it with the business licence.",
        ) from None
    except (InvalidFormat, ValidationError):
        raise Invalid(
            "uscc-format",
            "A unified social credit code uses digits and capital letters without I, O, S, V and Z.",
            hint="Copy it from the business licence.",
        ) from None
