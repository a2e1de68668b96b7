"""A database for a test session: a SQLite file, or a PostgreSQL server of our own that dies with us.

One process runs one leg, as both databases share cached SQL. LVCE_TEST_LEG says which: `sqlite`, `postgres`, or
`alone`, the tests that need no database. Without it, as when pytest is called by hand, it is `sqlite` and `alone`.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WANTED = os.environ.get("LVCE_TEST_LEG", "")
if WANTED not in {"", "alone", "sqlite", "postgres"}:
    raise ValueError(f"LVCE_TEST_LEG is alone, sqlite or postgres, not {WANTED!r}")
LEG = "postgres" if WANTED == "postgres" else "sqlite"
PREFIX = "lvce-test-pg-"
PR_SET_PDEATHSIG = 1


@contextmanager
def database_server(folder: Path) -> Iterator[str]:
    """An address for `Settings.database_url` whose last part is the database's name; `{}` stands for that name."""
    if LEG == "sqlite":
        yield f"sqlite://{folder}/{{}}.sqlite3"
    else:
        with _postgres_server() as address:
            yield address


def run_psql(address: str, sql: str) -> None:
    """Run SQL on the server of `address` as its owner, outside of any transaction."""
    subprocess.run(
        [_program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", address.format("postgres"), "-c", sql], check=True
    )


@contextmanager
def _postgres_server() -> Iterator[str]:
    _sweep()
    account = _account()
    # Not pytest's own folder: an unprivileged server must be able to walk down to it.
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    who: dict[str, object] = {}
    if account is not None:
        os.chown(home, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(home)}
    try:
        subprocess.run(
            [_program("initdb"), "-D", home / "data", "-U", "lvce", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--locale=C.UTF-8"],
            check=True, cwd=home, env=environment, stdout=subprocess.DEVNULL, **who,
        )  # fmt: skip
        port = _free_port()
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [_program("postgres"), "-D", home / "data", "-k", home, "-h", "127.0.0.1", "-p", str(port),
                 "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
                 "-c", "max_connections=60", "-c", "shared_buffers=32MB"],
                cwd=home, env=environment, stdout=log, stderr=log,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - it only calls prctl, and nothing else dies with us
                **who,
            )  # fmt: skip
        try:
            _await_port(server, port, home / "log")
            # With a password and without TLS, the driver looks for neither in the file system.
            yield f"postgres://lvce:any@127.0.0.1:{port}/{{}}?sslmode=disable"
        finally:
            server.send_signal(signal.SIGINT)  # "fast": ends sessions, stops
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _program(name: str) -> str:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise RuntimeError(f"the PostgreSQL leg needs {name}: install Debian's package postgresql")
    return found


def _account() -> pwd.struct_passwd | None:
    """The account to run the server as: PostgreSQL refuses root. None: the one we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("the PostgreSQL leg needs an unprivileged account: postgres or nobody")


def _die_with_parent() -> None:
    """Ask Linux to send the server SIGQUIT ("immediate") when pytest dies, even of kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_port(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(600):
        ready = subprocess.run(
            [_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "lvce", "-d", "postgres"],
            check=False,
        )
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")


def _sweep() -> None:
    """Remove what sessions killed earlier left behind."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = left.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(left, ignore_errors=True)
