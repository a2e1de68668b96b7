"""How the press refuses: a fault with a stable code and its sentence in both languages.

The office's own family of errors is `registry/errors.py`; it wraps these at its edge.
"""

from dataclasses import dataclass

WRONG_PIN = "signer-pin"
"""Code of the refusal after which nobody may try again with the same PIN: tokens lock themselves."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `code` for machines, `zh` and `en` for people, `field` where it is."""

    code: str
    zh: str
    en: str
    field: str = ""


class Refused(ValueError):
    """The work cannot be printed, numbered or sealed; `faults` says everything that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"[{fault.code}] {fault.en}" for fault in faults))
        self.faults = faults
