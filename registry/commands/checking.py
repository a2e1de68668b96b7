"""`check` and `audit-verify`: is this installation sound? They change nothing."""

import asyncio
import re
from collections.abc import Iterator
from datetime import date

from pydantic import SecretStr
from rich.console import Console
from tortoise.exceptions import BaseORMException

from registry import clock
from registry.audit.queries import verify_chain
from registry.commands import logbook
from registry.db.lifecycle import connected
from registry.db.migrate import pending
from registry.editions.queries import published
from registry.errors import LvceError, Misconfigured
from registry.issuance import queries as issuance
from registry.jobs import queries as jobs
from registry.logs import MASK, SECRET
from registry.press_process import DEMONSTRATION_KEY, PressProcess
from registry.settings import Settings
from registry.trust import queries as trust
from registry.trust.timestamping import authority_at
from scoring.faults import ScoringError
from scoring.in_force import edition_on
from scoring.loader import load_all

FAULT = 1
WARN_DAYS = 60
"""A new sealing certificate takes some weeks to get."""


async def check() -> int:
    """Print the settings and look for faults; exit 1 if there is one. / 显示配置并检查故障。"""
    settings = Settings()
    out = Console(highlight=False, markup=False, soft_wrap=True)
    for line in masked(settings):
        out.print(line)
    faults = [
        *_editions(out),
        *await _signer(settings, out),
        *await asyncio.to_thread(_authority, settings, out),
        *await _database(settings, out),
    ]
    for fault in faults:
        out.print(f"FAULT {fault}")
    out.print(
        "No fault found. / 未发现故障。" if not faults else f"{len(faults)} faults. / 发现 {len(faults)} 项故障。"
    )
    return FAULT if faults else 0


async def audit_verify() -> int:
    """Recompute the audit chain and the transparency log; exit 1 if one is broken. / 校验审计链和透明日志。"""
    out = Console(highlight=False, soft_wrap=True)
    with Console(stderr=True).status("0") as status:
        async with connected(Settings()):
            verdict = await verify_chain(lambda checked: status.update(str(checked)))
            log = await logbook.verify(lambda read: status.update(str(read)))
    if verdict.whole:
        out.print(f"The audit chain is whole: {verdict.entries} entries. / 审计链完整，共 {verdict.entries} 条。")
    else:
        out.print(
            f"Entry {verdict.fault_seq} is {verdict.fault}. / 第 {verdict.fault_seq} 条记录异常：{verdict.fault}。"
        )
    logbook.tell(log, out)
    return 0 if verdict.whole and log.whole else FAULT


def masked(settings: Settings) -> Iterator[str]:
    """`NAME = value` for each setting, secrets masked, those inside of addresses too."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            shown = MASK if value.get_secret_value() else ""
        else:
            shown = re.sub(r"(?<=://)([^/@:]*):[^/@]*@", rf"\1:{MASK}@", str(value))
            shown = re.sub(
                r"([?&])([^=&]+)=([^&]*)",
                lambda part: f"{part[1]}{part[2]}={MASK if SECRET.search(part[2]) else part[3]}",
                shown,
            )
        yield f"LVCE_{name.upper()} = {shown}"


def _editions(out: Console) -> Iterator[str]:
    try:
        library = load_all()
        for scheme in sorted(library.schemes):
            edition = edition_on(scheme, clock.today(), library)
            out.print(f"edition in force / 现行版本：{scheme} {edition.edition} {edition.digest[:12]}")
    except ScoringError as error:
        yield f"criteria / 指标：{error}"


async def _signer(settings: Settings, out: Console) -> list[str]:
    """Ask a press about its key, as only a press may open it. In the demonstration there is none before the first run."""
    if settings.environment != "production" and not settings.signer:
        if not await asyncio.to_thread((settings.data / DEMONSTRATION_KEY).exists):
            return []
    elif not settings.signer:
        return ["LVCE_SIGNER names no sealing key. / 未设置签章密钥。"]
    try:
        async with PressProcess(settings) as press:
            assert press.ready is not None  # noqa: S101 - entering waits for it
            subject, last = press.ready.subject, date.fromisoformat(press.ready.expires_on)
    except LvceError as error:
        return [str(error)]
    out.print(f"sealing key / 签章密钥：{subject}, valid until / 有效期至 {last}")
    left = (last - clock.today()).days
    if left < 0:
        return [f"the sealing key expired on {last} / 签章密钥已于 {last} 过期"]
    if left < WARN_DAYS:
        out.print(
            f"WARNING the sealing key expires in {left} days: get its successor. / 签章密钥将在 {left} 天后过期。"
        )
    return []


async def _published(out: Console) -> list[str]:
    """Print the editions that bureaus have published; a fault if one is not what was published."""
    try:
        for each in await published():
            rules = each.edition
            out.print(f"published edition / 已公布版本：{rules.scheme} {rules.edition} {rules.digest[:12]}")
    except Misconfigured as error:
        return [str(error)]
    return []


async def _keys(out: Console) -> list[str]:
    """Print when the certificates end that seals and time-stamps rest on; a fault for one in use that has ended."""
    faults = []
    for key in await trust.keys():
        if key.retired_at is not None or key.expires_on is None:
            continue
        left = (key.expires_on - clock.today()).days
        out.print(f"{key.kind} / 证书：{key.subject}, valid until / 有效期至 {key.expires_on}")
        if left < 0:
            faults.append(f"the {key.kind} {key.subject} expired on {key.expires_on} / 证书已过期")
        elif left < WARN_DAYS:
            out.print(f"WARNING the {key.kind} {key.subject} expires in {left} days. / 证书将在 {left} 天后过期。")
    return faults


async def _addresses(settings: Settings) -> list[str]:
    """Credentials, status lists and the log are named after one address: what is printed must be what is served."""
    own = settings.base_url.rstrip("/")
    return [
        f"a bureau prints {each} on its certificates, but LVCE_BASE_URL is {own} / 证书上的地址与 LVCE_BASE_URL 不一致"
        for each in await issuance.verify_addresses()
        if each != own
    ]


def _authority(settings: Settings, out: Console) -> list[str]:
    try:
        authority = authority_at(settings)
    except LvceError as error:
        return [str(error)]
    if settings.tsa_url and not authority.trust.timestamp_roots:
        out.print("WARNING LVCE_TSA_TRUST is empty: nobody can say whose time-stamps these are. / 未设置时间戳根证书。")
    return []


async def _database(settings: Settings, out: Console) -> list[str]:
    if settings.is_sqlite and not settings.sqlite_path.exists():
        return ["the database does not exist yet: run `python -m registry migrate` / 数据库尚未建立"]
    try:
        async with connected(settings):
            if steps := await pending(settings):
                return [f"pending migrations: run `python -m registry migrate` / 待执行迁移：{', '.join(steps)}"]
            faults = [*await _published(out), *await _keys(out), *await _addresses(settings)]
            age = await jobs.heartbeat_age()
            beat = "none / 无" if age is None else f"{age.total_seconds():.0f} s"
            out.print(f"jobs waiting / 待办任务：{await jobs.waiting()}; worker / 任务进程：{beat}")
            return faults + [
                f"job {job.name} {job.id} was given up / 任务失败：{job.error}" for job in await jobs.failed()
            ]
    except (BaseORMException, OSError) as error:
        return [f"the database cannot be reached / 数据库无法连接：{type(error).__name__}"]
