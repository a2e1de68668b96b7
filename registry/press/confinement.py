"""What the press gives up before it reads its key: network, databases, core dumps, being traced, stray output.

Light on purpose: it stops accidents and careless libraries. A hostile one needs the operator's sandbox.
"""

import ctypes
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

PR_SET_DUMPABLE = 4
FORBIDDEN = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "sqlite3.connect"}
)


def private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes to the parent, moved away from standard input and output, so that no `print` can garble them."""
    inward, outward = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    os.dup2(2, 1)
    return os.fdopen(inward, "rb"), os.fdopen(outward, "wb")


def confine(*, hook: Callable[[Callable[[str, tuple[Any, ...]], None]], None] = sys.addaudithook) -> None:
    """Give it all up, for the rest of the process's life. The parent ends the press by closing its pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    hook(refuse)


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """The interpreter asks before each such event; PermissionError stops it. Pairs of local sockets stay: event
    loops wake themselves with one.
    """
    network = event == "socket.__new__" and arguments[1] in {socket.AF_INET, socket.AF_INET6}
    if network or event in FORBIDDEN:
        raise PermissionError(f"the press has no network and no database ({event})")
