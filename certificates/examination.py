"""One file examined in a process of its own, for whoever takes files from strangers: `python -m certificates.examination`.

In: one line of JSON (the question), then the file, to the end. Out: the verdict as JSON. The process takes no more
memory, time or disk than it gave itself; whoever started it kills it when it does not end.
"""

import json
import resource
import sys
from datetime import date
from typing import BinaryIO

from pydantic import ValidationError

from certificates.content import Sealed
from certificates.trust import Trust
from certificates.verify import verify

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 30


class Question(Sealed):
    """What is asked of a file: whom to believe, and the day for which validity is asked."""

    trust: Trust
    on: date

    def framed(self, pdf: bytes) -> bytes:
        """What the process reads."""
        return self.model_dump_json().encode() + b"\n" + pdf


def examine(inward: BinaryIO, outward: BinaryIO) -> int:
    """Read, verify, answer. 0, or 2 for a question that is none."""
    try:
        question = Question.model_validate_json(inward.readline())
    except ValidationError:
        return 2
    verdict = verify(inward.read(), question.trust, on=question.on)
    outward.write(json.dumps(verdict.to_json(), ensure_ascii=False).encode())
    outward.flush()
    return 0


def limit() -> None:
    """Give up what a hostile file could take: memory, processor time, files."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    limit()
    sys.exit(examine(sys.stdin.buffer, sys.stdout.buffer))
