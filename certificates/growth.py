"""What the press makes sure of before it signs a checkpoint: that the log only grew since the last one it signed.

The press remembers nothing. Who shows it an older checkpoint than the last, or none, gets a second history signed, and so
does who orders a certificate with a proof from another tree (`papers.py`); that is noticed by monitors, who remember, and
by nobody else. What a checkpoint is, is in `checkpoints.py`.
"""

from typing import Annotated

from pydantic import Field

from certificates import checkpoints
from certificates.checkpoints import Checkpoint
from certificates.content import Sealed
from certificates.faults import Fault, Refused
from certificates.merkle import MOST_HASHES, Hash, verify_consistency
from certificates.statements import StatementKey


class Growth(Sealed):
    """The checkpoint that is wanted, and how it grew from `before`, the note signed last (empty: there was none).

    `consistency` is the proof of RFC 6962, in hexadecimal. Whose signature the note before carries does not matter, as
    keys are changed and installations move: this guards against mistakes of the office, not against its malice.
    """

    origin: str
    size: Annotated[int, Field(ge=1, lt=1 << 64)]
    root: Hash
    before: Annotated[str, Field(max_length=checkpoints.LONGEST)] = ""
    consistency: Annotated[tuple[Hash, ...], Field(max_length=MOST_HASHES)] = ()


def sign_growth(wanted: Growth, key: StatementKey) -> str:
    """The signed note of a log that grew. Raises Refused `log-not-grown` for one that is smaller or was rewritten."""
    root = bytes.fromhex(wanted.root)
    if wanted.before:
        before = checkpoints.read(wanted.before).checkpoint
        proof = [bytes.fromhex(each) for each in wanted.consistency]
        if not verify_consistency(before.size, wanted.size, before.root, root, proof):
            raise Refused(
                Fault(
                    "log-not-grown",
                    "日志变短或被改写，不予签署检查点。",
                    "The log is shorter than it was, or was rewritten: no checkpoint is signed.",
                )
            )
    return checkpoints.sign(Checkpoint(wanted.origin, wanted.size, root), key)
