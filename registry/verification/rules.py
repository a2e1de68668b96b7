"""How the verdict on a file and the register's answer become one, pure. Not knowing never becomes yes or no."""

from collections.abc import Sequence

from certificates.verify import Outcome as FileOutcome
from certificates.verify import reason
from registry.issuance.schemas import Outcome, StatusAnswer
from registry.verification.schemas import Said

NOT_ASKED = "register-not-asked"
_SAYS = {Outcome.NOT_VALID: "fail", Outcome.CANNOT_TELL: "unknown", Outcome.VALID: "pass"}


def together(file: str, register: Outcome | None) -> str:
    """The one word about a file whose own is `file`. `register` None: it was not asked."""
    if file == FileOutcome.NOT_VALID or register is None:
        return file
    if register is Outcome.NOT_VALID:
        return FileOutcome.NOT_VALID
    return file if register is Outcome.VALID else FileOutcome.CANNOT_TELL


def with_status(reasons: Sequence[Said], register: StatusAnswer | None) -> tuple[Said, ...]:
    """The reasons of a file, with the status that the register tells in the place of what the file's dates alone say;
    where it tells none, a file that is over stays over.
    """
    if register is None:
        return tuple(reasons)
    over = () if register.status is not None else ("fail",)
    kept = [
        each
        for each in reasons
        if each.code != NOT_ASKED and (not each.code.startswith("status-") or each.says in over)
    ]
    if register.status is not None:
        return (*kept, said(f"status-{register.status.value}"))
    return (*kept, *(Said(why.code, _SAYS[register.outcome], why.zh, why.en) for why in register.reasons))


def said(code: str) -> Said:
    """A reason by its code of `certificates/verify.toml`."""
    found = reason(code)
    return Said(found.code, found.says, found.zh, found.en)
