"""`python -m registry.press`: started by `registry/press_process.py`, never by hand. Reads frames, answers frames."""

import sys
from typing import BinaryIO

from certificates.faults import Refused
from certificates.signing import Signer
from registry.press.confinement import confine, private_pipes
from registry.press.frames import Answer, Broken, Opening, Ready, receive, send
from registry.press.work import open_signer, seal_record


def main() -> int:
    """Open, then serve until the parent closes the pipe. 0: closed; 1: no key; 3: the pipe broke."""
    inward, outward = private_pipes()
    confine()
    try:
        content = receive(inward)
        if content is None:
            return 1
        opening = Opening.model_validate_json(content)
        signer = _open(opening, outward)
        return 1 if signer is None else _serve(inward, outward, signer, plates=opening.plates)
    except (Broken, BrokenPipeError):
        return 3


def _open(opening: Opening, outward: BinaryIO) -> Signer | None:
    try:
        signer = open_signer(opening)
    except (Refused, OSError) as reason:
        _say(outward, Ready(ok=False, code=_code(reason), error=str(reason)))
        return None
    _say(
        outward,
        Ready(
            ok=True,
            subject=signer.subject,
            level=signer.level,
            expires_on=signer.expires_on.isoformat(),
            anchors=signer.anchors_pem.decode(),
            demonstration=signer.demonstration,
        ),
    )
    return signer


def _serve(inward: BinaryIO, outward: BinaryIO, signer: Signer, *, plates: bool) -> int:
    while (record := receive(inward)) is not None:
        try:
            sealed = seal_record(record, signer, plates=plates)
        except Refused as reason:
            _say(outward, Answer(ok=False, code=_code(reason), error=str(reason), lasting=True))
        except Exception as reason:  # noqa: BLE001 - one record's accident must not cost the next one its press
            _say(outward, Answer(ok=False, code="press-fault", error=f"{type(reason).__name__}: {reason}"))
        else:
            _say(outward, Answer(ok=True, sha256=sealed.sha256, level=sealed.level))
            send(outward, sealed.pdf)
    return 0


def _say(outward: BinaryIO, shape: Ready | Answer) -> None:
    send(outward, shape.model_dump_json().encode())


def _code(reason: Exception) -> str:
    return reason.faults[0].code if isinstance(reason, Refused) else "signer-unreadable"


if __name__ == "__main__":
    sys.exit(main())
