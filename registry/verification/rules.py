"""How the verdict on a file and the register's answer become one, pure. Not knowing never becomes yes or no."""

from collections.abc import Sequence

from certificates.verify import Outcome as FileOutcome
from registry.issuance.schemas import Outcome
from registry.verification.schemas import Said

NOT_ASKED = "register-not-asked"


def together(file: str, register: Outcome | None) -> str:
    """The one word about a file whose own is `file`. `register` None: it was not asked."""
    if file == FileOutcome.NOT_VALID or register is None:
        return file
    if register is Outcome.NOT_VALID:
        return FileOutcome.NOT_VALID
    return file if register is Outcome.VALID else FileOutcome.CANNOT_TELL


def as_far_as_known(reasons: Sequence[Said], *, asked: bool) -> tuple[Said, ...]:
    """The reasons without the note that no register was asked, when one was."""
    return tuple(each for each in reasons if not (asked and each.code == NOT_ASKED))
