"""How much memory a process holds now."""

import resource
from pathlib import Path


def resident_kb(process: int | str = "self") -> int:
    """Of this or another process, where the system tells it; else the most that this one held so far. 0 when it is gone."""
    status = Path(f"/proc/{process}/status")
    try:
        return int(status.read_text().split("VmRSS:")[1].split()[0])
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if process == "self" else 0


def children_of(process: int) -> list[int]:
    """The processes that one has started and that still live."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
