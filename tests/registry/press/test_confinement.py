"""What the press gives up: proven in a process of its own, as it cannot be taken back."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from registry.press.confinement import FORBIDDEN, refuse

TRY = """
import json, resource, signal, socket, sqlite3, sys
from registry.press.confinement import confine, private_pipes
inward, outward = private_pipes()
confine()
def tried(what):
    try:
        what()
    except PermissionError as reason:
        return str(reason)
    return "done"
print("stray output")
found = {
    "inet": tried(lambda: socket.socket(socket.AF_INET)),
    "name": tried(lambda: socket.getaddrinfo("example.org", 80)),
    "database": tried(lambda: sqlite3.connect(":memory:")),
    "pair": tried(lambda: [each.close() for each in socket.socketpair()]),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "signals": [signal.getsignal(each) == signal.SIG_IGN for each in (signal.SIGINT, signal.SIGTERM)],
    "input": sys.stdin.read(),
    "said": inward.read().decode(),
}
outward.write(json.dumps(found).encode())
"""


def test_network_databases_dumps_and_signals_are_gone():
    import json

    done = subprocess.run([sys.executable, "-c", TRY], input=b"hello", capture_output=True, check=True, timeout=30)
    found = json.loads(done.stdout)
    for refused in ("inet", "name", "database"):
        assert found[refused].startswith("the press has no network")
    assert found["pair"] == "done"
    assert found["core"] == [0, 0]
    assert found["signals"] == [True, True]
    assert (found["input"], found["said"]) == ("", "hello")
    assert b"stray output" in done.stderr


@pytest.mark.parametrize("event", sorted(FORBIDDEN))
def test_each_forbidden_event_is_refused(event):
    with pytest.raises(PermissionError):
        refuse(event, ())


def test_other_events_pass():
    refuse("open", ("x", "r", 0))
    refuse("socket.__new__", (None, socket.AF_UNIX, 1, 0))
    assert os.getpid()
    assert signal.getsignal(signal.SIGTERM) != signal.SIG_IGN
