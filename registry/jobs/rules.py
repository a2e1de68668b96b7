"""When a job is tried again and when it is given up, and what may be noted of an error. Pure."""

from datetime import timedelta
from pathlib import Path
from traceback import extract_tb

from registry.errors import LvceError

MAX_ATTEMPTS = 8
"""After so many attempts (about four minutes) a person has to look."""

LEASE = timedelta(seconds=60)
"""How long a worker that falls silent keeps its job to itself; a living one renews in time."""


def delay_after(attempts: int) -> timedelta:
    """How long to wait after the given number of failed attempts: 2, 4, 8 … seconds."""
    return timedelta(seconds=2**attempts)


def describe(error: BaseException) -> str:
    """What is noted of an error: kind and place. Its text only when we wrote it, as others' may quote secrets."""
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    text = f": {error}" if isinstance(error, LvceError) else ""
    return f"{type(error).__name__}{place}{text}"
