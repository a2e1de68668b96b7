"""`backup` and `restore` of an installation on one machine: the SQLite database and the stored files in one archive.

PostgreSQL and S3 have tools of their own, which these commands point to.
"""

import fcntl
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from registry import clock
from registry.db.backups import backup_before_change, copy_database
from registry.errors import Invalid, Misconfigured, NotNow
from registry.settings import Settings

DATABASE = "lvce.sqlite3"
FILES = "files"
MARK = "lvce-backup"
"""First member of every archive: says what it is, and in which format."""


def backup(file: Path) -> int:
    """Write the database and the stored files to FILE (a tar archive), also while serving. / 备份数据库与文件。"""
    settings = _on_one_machine(Settings())
    if not settings.sqlite_path.exists():
        raise NotNow("backup-nothing", "There is no database yet in {folder}.", folder=settings.data)
    part = file.with_name(f"{file.name}.part")
    with Console(stderr=True).status(str(file)), TemporaryDirectory(dir=file.absolute().parent) as folder:
        # The database first: it never names a file that was not stored before.
        copy_database(settings.sqlite_path, Path(folder) / DATABASE)
        with tarfile.open(part, "w") as archive:
            archive.addfile(tarfile.TarInfo(f"{MARK}-1"), io.BytesIO())
            archive.add(Path(folder) / DATABASE, DATABASE)
            if (settings.data / FILES).is_dir():
                archive.add(settings.data / FILES, FILES)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
    part.replace(file)
    Console(highlight=False).print(f"Written. / 已写入：{file}", soft_wrap=True)
    return 0


def restore(file: Path) -> int:
    """Put the database and the stored files back from FILE; what was there is copied first. / 从备份恢复。"""
    settings = _on_one_machine(Settings())
    settings.data.mkdir(parents=True, exist_ok=True)
    with (
        _nobody_serves(settings),
        Console(stderr=True).status(str(file)),
        TemporaryDirectory(dir=settings.data) as folder,
    ):
        _unpack(file, Path(folder))
        if settings.sqlite_path.exists():
            backup_before_change(settings.sqlite_path, settings.data / "backups", clock.now())
        # Stored files are named by their content: adding those of the archive cannot harm any that are there.
        for stored in sorted((Path(folder) / FILES).rglob("*")):
            target = settings.data / FILES / stored.relative_to(Path(folder) / FILES)
            if stored.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            elif not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                stored.replace(target)
        for beside in ("-wal", "-shm"):
            settings.sqlite_path.with_name(settings.sqlite_path.name + beside).unlink(missing_ok=True)
        (Path(folder) / DATABASE).replace(settings.sqlite_path)
    Console(highlight=False).print("Restored; now run `python -m registry migrate`. / 已恢复，请执行 migrate。")
    return 0


def _harmless(member: tarfile.TarInfo) -> bool:
    """A file or folder below the folder it is unpacked into, and no link to anywhere else."""
    path = PurePosixPath(member.name)
    return (member.isfile() or member.isdir()) and not path.is_absolute() and ".." not in path.parts


def _unpack(file: Path, folder: Path) -> None:
    wrong = Invalid("restore-not-a-backup", "{file} is not a backup of Lvce.", file=file.name)
    try:
        with tarfile.open(file, "r:") as archive:
            if archive.next() is None or archive.getnames()[0] != f"{MARK}-1":
                raise wrong
            if not all(_harmless(member) for member in archive.getmembers()):
                raise wrong
            # The first releases of Python 3.11 have no filter yet; later ones warn without it.
            how: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            archive.extractall(folder, **how)  # noqa: S202 - looked at above
    except (OSError, tarfile.TarError) as reason:
        raise wrong from reason
    copy_database(folder / DATABASE, folder / f"checked-{DATABASE}")
    (folder / f"checked-{DATABASE}").replace(folder / DATABASE)


def _on_one_machine(settings: Settings) -> Settings:
    if not settings.is_sqlite or settings.storage_url:
        raise Misconfigured(
            "backup-elsewhere",
            "This installation keeps its data on a server, which these commands do not copy.",
            hint="Use pg_dump and pg_restore for PostgreSQL, and the versions of the bucket for files.",
        )
    return settings


@contextmanager
def _nobody_serves(settings: Settings) -> Iterator[None]:
    """Hold the lock that `serve` holds while it runs."""
    handle = os.open(settings.data / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as reason:
        raise NotNow(
            "restore-while-serving",
            "The installation is being served.",
            hint="Stop `python -m registry serve` first.",
        ) from reason
    finally:
        os.close(handle)
