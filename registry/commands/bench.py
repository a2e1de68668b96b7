"""`bench`: the benches of `docs/performance.md`, each beside its peers in one run. The code is in `tests/bench/`."""

import importlib
import json
import os
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number
from rich.console import Console
from rich.table import Table

FAULT, BAD_USE = 1, 2
FOLDER = Path(__file__).resolve().parents[2] / "tests" / "bench"
SIZE = "LVCE_BENCH_CERTIFICATES"
INSTALL = "uv pip install --group bench"
WATCHED = ("weasyprint", "pyhanko", "typst", "playwright", "zen-engine", "json-logic-qubit", "aiohttp", "tortoise-orm")
"""What the versions of are printed, ours and the peers', where they are installed."""


def bench(
    *names: str,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
    size: Annotated[int | None, Parameter(validator=Number(gte=20))] = None,
) -> int:
    """Measure ourselves beside the peers, round robin, on this machine. / 与同类工具同场测速。

    Parameters
    ----------
    names
        P1, P2 …; all when none is given.
    as_json
        Print `{"P1": {"ours_ms": …, "peers": {name: {"ms": …, "ratio": …}}}, …}`.
    size
        Certificates of the long run, P4, for trying; 10 000 when not given.

    """
    if size is not None:
        os.environ[SIZE] = str(size)
    known = benches()
    if not known:
        sys.stderr.write("The benches are not part of an installation: run this from the source tree.\n")
        return BAD_USE
    unknown = [name for name in names if name.upper() not in known]
    if unknown:
        sys.stderr.write(f"No bench {', '.join(unknown)}; there are {', '.join(known)}.\n")
        return BAD_USE
    wanted = [name.upper() for name in names] or list(known)
    results: dict[str, Any] = {}
    missing: list[str] = []
    with Console(stderr=True).status("") as status:
        for name in wanted:
            status.update(name)
            try:
                results[name] = _loaded(known[name]).run()
            except ImportError as reason:
                missing.append(f"{name}: {reason}")
                continue
            peers = results[name]["peers"]
            missing += [f"{name}, {peer}: {told['missing']}" for peer, told in peers.items() if "missing" in told]
    _show(results, as_json=as_json)
    if missing:
        sys.stderr.write("\n".join(["Some peers are missing:", *missing, f"Install them: {INSTALL}", ""]))
    return FAULT if missing else 0


def benches() -> dict[str, str]:
    """The module of each bench by its name, in the order of their numbers."""
    found = {
        match[1].upper(): f"tests.bench.{path.stem}"
        for path in FOLDER.glob("p*.py")
        if (match := re.match(r"(p\d+)_", path.stem))
    }
    return dict(sorted(found.items(), key=lambda item: int(item[0][1:])))


def _loaded(place: str) -> ModuleType:
    return importlib.import_module(place)


def machine() -> str:
    """The processor, how many of it, the system and Python."""
    cores = os.cpu_count()
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists() and (named := re.search(r"^model name\s*:\s*(.+)$", cpuinfo.read_text(), re.MULTILINE)):
        model = named[1]
    return f"{cores} × {model}, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def versions() -> str:
    """What is installed of the libraries that are measured."""
    found = []
    for name in WATCHED:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _show(results: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(results, ensure_ascii=False) + "\n")
        return
    console = Console(soft_wrap=True, highlight=False)
    console.print(machine(), versions(), sep="\n", markup=False)
    for name, result in results.items():
        table = Table("", "ms", "ratio", title=name)
        table.add_row("ours", f"{result['ours_ms']:.3f}", "")
        for peer, told in result["peers"].items():
            table.add_row(peer, _number(told.get("ms"), 3), _number(told.get("ratio"), 1))
        console.print(table)
        rest = {key: value for key, value in result.items() if key not in {"ours_ms", "peers"}}
        console.print(", ".join(f"{key} {value}" for key, value in rest.items()), markup=False)


def _number(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"
