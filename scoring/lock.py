"""`editions.lock`: the digest of each published edition, so that none changes silently after it has judged anyone."""

from collections.abc import Iterable
from pathlib import Path

from scoring.editions import Edition
from scoring.faults import Fault
from scoring.loader import CRITERIA

LOCK = "editions.lock"
_HEAD = "# Digest of each published edition. Written by: python -m scoring check --write-lock\n"


def locked(folder: Path = CRITERIA) -> dict[str, str]:
    """Edition (`scheme/date`) → digest, as locked; empty if there is no lock yet."""
    path = folder / LOCK
    if not path.exists():
        return {}
    rows = [line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    return {row[1]: row[0] for row in rows if len(row) == 2 and not row[0].startswith("#")}  # noqa: PLR2004 - digest and name


def differences(editions: Iterable[Edition], folder: Path = CRITERIA) -> tuple[Fault, ...]:
    """Where the editions and the lock disagree: changed, not locked yet, or locked and gone."""
    kept = locked(folder)
    now = {f"{edition.scheme}/{edition.edition}": edition.digest for edition in editions}
    found = []
    for name in sorted(kept.keys() | now.keys()):
        if kept.get(name) == now.get(name):
            continue
        if name not in kept:
            found.append(_fault("edition-not-locked", name, "该版本尚未锁定。", "The edition is not locked yet."))
        elif name not in now:
            found.append(_fault("edition-gone", name, "已锁定的版本不见了。", "A locked edition is gone."))
        else:
            found.append(_fault("edition-changed", name, "已锁定的版本被改动。", "A locked edition was changed."))
    return tuple(found)


def write(editions: Iterable[Edition], folder: Path = CRITERIA) -> None:
    """Lock the editions as they are."""
    rows = [f"{edition.digest}  {edition.scheme}/{edition.edition}\n" for edition in editions]
    (folder / LOCK).write_text(_HEAD + "".join(sorted(rows, key=lambda row: row.split()[1])), encoding="utf-8")


def _fault(code: str, name: str, zh: str, en: str) -> Fault:
    return Fault(
        code,
        {"zh": zh, "en": en},
        {
            "zh": "改变已公布的标准应另立新版本；确属有意时运行 python -m scoring check --write-lock。",
            "en": "A published edition is changed by a new one; if this is meant, run python -m scoring check --write-lock.",
        },
        name,
        LOCK,
    )
