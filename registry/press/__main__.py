"""`python -m registry.press`: started by `registry/press_process.py`, never by hand. Reads frames, answers frames."""

import hashlib
import sys
from typing import BinaryIO

from certificates.faults import Refused
from registry.press.confinement import confine, private_pipes
from registry.press.frames import Answer, Broken, Opening, Order, Ready, receive, send
from registry.press.work import Keys, fill, open_keys


def main() -> int:
    """Open, then serve until the parent closes the pipe. 0: closed; 1: no key; 3: the pipe broke."""
    inward, outward = private_pipes()
    confine()
    try:
        content = receive(inward)
        if content is None:
            return 1
        keys = _open(Opening.model_validate_json(content), outward)
        return 1 if keys is None else _serve(inward, outward, keys)
    except (Broken, BrokenPipeError):
        return 3


def _open(opening: Opening, outward: BinaryIO) -> Keys | None:
    try:
        keys = open_keys(opening)
    except (Refused, OSError) as reason:
        _say(outward, Ready(ok=False, code=_code(reason), error=str(reason)))
        return None
    seal = keys.seal
    _say(
        outward,
        Ready(
            ok=True,
            subject=seal.subject,
            level=seal.level,
            expires_on=seal.expires_on.isoformat() if seal.expires_on else "",
            anchors=seal.anchors_pem.decode(),
            certificate=seal.certificate_pem.decode(),
            demonstration=seal.demonstration,
            statement_key=keys.statements.public.multibase,
        ),
    )
    return keys


def _serve(inward: BinaryIO, outward: BinaryIO, keys: Keys) -> int:
    while (head := receive(inward)) is not None:
        content = receive(inward)
        if content is None:
            raise Broken("the pipe ended between an order and what is ordered")
        try:
            product = fill(Order.model_validate_json(head).wanted, content, keys)
        except Refused as reason:
            _say(outward, Answer(ok=False, code=_code(reason), error=str(reason), lasting=True))
        except Exception as reason:  # noqa: BLE001 - one order's accident must not cost the next one its press
            _say(outward, Answer(ok=False, code="press-fault", error=f"{type(reason).__name__}: {reason}"))
        else:
            sha256 = hashlib.sha256(product.content).hexdigest()
            _say(outward, Answer(ok=True, sha256=sha256, facts=dict(product.facts)))
            send(outward, product.content)
    return 0


def _say(outward: BinaryIO, shape: Ready | Answer) -> None:
    send(outward, shape.model_dump_json().encode())


def _code(reason: Exception) -> str:
    return reason.faults[0].code if isinstance(reason, Refused) else "signer-unreadable"


if __name__ == "__main__":
    sys.exit(main())
