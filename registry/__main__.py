"""`python -m registry …`: which word calls which command. What each does is in `registry/commands/`.

Commands are named, not imported, so that one does not load what only another needs.
Exit codes: 0 fine, 1 found a fault, 2 bad use.
"""

import sys
from collections.abc import Sequence
from io import TextIOWrapper

from cyclopts import App, CycloptsError
from pydantic import ValidationError

from registry import logs
from registry.errors import LvceError
from registry.settings import Settings

BAD_USE = 2

app = App(
    name="python -m registry", help="绿册 Lvce: the registry, its database and its jobs. / 登记系统、数据库与任务。"
)

COMMANDS = (
    ("demo", "demonstrating:demo", "The demonstration province, filled on the first run. / 启动演示。"),
    ("serve", "serving:serve", "Web, jobs and press: all that one machine needs. / 启动网页、任务与签章进程。"),
    ("web", "serving:web", "The web alone, on PostgreSQL. / 仅启动网页（PostgreSQL）。"),
    ("worker", "serving:worker", "Jobs and press alone, on PostgreSQL. / 仅启动任务与签章进程（PostgreSQL）。"),
    ("print", "printing:print_", "Print and seal everything that waits, with several presses. / 批量印制并签章。"),
    ("import", "importing:app", "Take over lists, CSV or XLSX: all rows or none. / 导入名单（CSV 或 XLSX）。"),
    ("setup", "setting_up:setup", "Places, calendar, bureau and the first administrator. / 初始化。"),
    ("migrate", "migrating:migrate", "Bring the tables up to date. / 升级数据库结构。"),
    ("makemigrations", "migrating:makemigrations", "Write a step of the tables' history. / 生成迁移步骤。"),
    ("check", "checking:check", "Show the settings and look for faults. / 显示配置并检查故障。"),
    ("audit-verify", "checking:audit_verify", "Check the audit chain and the log. / 校验审计链和透明日志。"),
    ("log", "logbook:app", "Enter in the log what is older than it. / 补登透明日志。"),
    ("monitor", "monitoring:monitor", "Watch a log from outside, ours or another's. / 从外部监督日志。"),
    ("bench", "bench:bench", "Measure ourselves beside the peers. / 与同类工具同场测速。"),
    ("replay", "replaying:replay", "Judge every submission again and compare. / 重新计算全部评分并核对。"),
    ("routes", "routes:routes", "Every address and what it needs. / 列出全部网址及所需权限。"),
    ("backup", "copies:backup", "Copy database and files to an archive. / 备份数据库与文件。"),
    ("restore", "copies:restore", "Put them back from an archive. / 从备份恢复。"),
)
"""Word, place under `registry/commands/` and one line of help of each command."""

for word, place, line in COMMANDS:
    app.command(f"registry.commands.{place}", name=word, help=line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code. Faults are told in one line; secrets and stack traces are not shown."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # one that knows no Chinese would end commands with 1, a fault found
            stream.reconfigure(errors="backslashreplace")
    try:
        logs.configure(Settings())
        result = app(arguments, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        return BAD_USE  # cyclopts has said what is wrong
    except ValidationError as wrong:
        for fault in wrong.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in fault["loc"]).upper()
            sys.stderr.write(f"LVCE_{name.removeprefix('LVCE_')}: {fault['msg']}\n")
        return BAD_USE
    except LvceError as fault:
        # Imported only now: most commands end well and need no catalogue.
        from registry.commands.speaking import told  # noqa: PLC0415 - see the line above

        sys.stderr.write(told(fault))
        return 1
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
