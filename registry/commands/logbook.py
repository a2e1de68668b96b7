"""The transparency log from the operator's side: what `audit-verify` says of it, and `log backfill`.

Who watches from outside uses `monitoring.py`.
"""

from collections.abc import Callable

from cyclopts import App
from rich.console import Console

from certificates.statements import PublicKey
from registry.accounts.schemas import SYSTEM
from registry.db.lifecycle import connected
from registry.editions import disclosure as editions
from registry.issuance import disclosure as certificates
from registry.notices import disclosure as notices
from registry.settings import Settings
from registry.transparency.actions import backfill as enter
from registry.transparency.schemas import LogVerdict, Source
from registry.transparency.verifying import verify_log
from registry.trust.queries import statement_keys

SOURCES: tuple[Source, ...] = (certificates.facts, notices.facts, editions.facts)
"""Everybody who has something to enter."""

FAULTS = {
    "beyond-head": ("there are entries beyond the log's end", "日志末尾之后还有记录"),
    "missing": ("the entry is missing", "记录缺失"),
    "altered": ("the entry is not what was hashed", "记录与其哈希不符"),
    "tree": ("the subtree does not follow from the entries", "子树与记录不符"),
    "checkpoint-beyond": ("a signed checkpoint covers more than there is", "已签检查点涵盖的记录多于现有记录"),
    "checkpoint-root": ("the checkpoint's root is not the log's", "检查点的根哈希与日志不符"),
    "checkpoint-note": ("what was signed is not the log", "签署的内容与日志不符"),
    "checkpoint-signature": ("no key of ours signed this checkpoint", "检查点没有我方公钥的签名"),
    "unfounded": ("nothing in the registry says this", "登记簿中没有这一事项"),
    "different": ("the registry says something else", "登记簿中的内容不同"),
    "elsewhere": ("the registry believes it elsewhere", "登记簿记载的位置不同"),
    "unlogged": ("it is not in the log; if it is older than the log: `log backfill`",
                 "未登入日志；若早于日志启用，请运行 `log backfill`"),
}  # fmt: skip

app = App(name="log", help="The transparency log. / 透明日志。")


@app.command
async def backfill() -> int:
    """Enter what was done before there was a log; again: nothing happens. / 补登日志启用之前的事项。"""
    out = Console(highlight=False)
    async with connected(Settings()):
        entered = await enter(SOURCES, actor=SYSTEM)
        noted = await certificates.note_indexes()
    out.print(f"{entered} entries added, {noted} certificates noted. / 补登 {entered} 条，关联证书 {noted} 张。")
    return 0


async def verify(progress: Callable[[int], None]) -> LogVerdict:
    """Check the log of the connected database against everybody's tables and the keys that we ever signed with."""
    return await verify_log(SOURCES, [PublicKey.read(key) for key in await statement_keys()], progress)


def tell(verdict: LogVerdict, out: Console) -> None:
    """Say what was found, in both languages."""
    if verdict.whole:
        out.print(
            f"The transparency log is whole: {verdict.entries} entries, {verdict.checkpoints} checkpoints. / "
            f"透明日志完整，共 {verdict.entries} 条记录、{verdict.checkpoints} 个检查点。"
        )
    for fault in verdict.faults:
        english, chinese = FAULTS[fault.code]
        out.print(f"LOG {fault.where}: {english}. / {chinese}。", markup=False)
