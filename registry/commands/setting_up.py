"""`setup`: what a real installation needs before its first day: places, calendar, targets, bureau, an administrator.

The other accounts are opened by the administrator at the desk.
"""

import getpass
import sys
from datetime import date
from pathlib import Path

from registry import clock
from registry.accounts.actions import appoint
from registry.accounts.queries import login_taken
from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM
from registry.db.lifecycle import connected
from registry.errors import Invalid
from registry.issuance.actions import register_bureau
from registry.issuance.schemas import Bureau
from registry.jurisdictions.actions import seed as seed_places
from registry.settings import Settings
from registry.targets.actions import load_targets
from registry.workdays.actions import seed as seed_calendar


async def setup(
    *,
    login: str,
    name: str,
    bureau: str,
    bureau_en: str,
    bureau_code: str,
    since: date | None = None,
    targets: Path | None = None,
) -> int:
    """Put on file what an installation needs before its first day. Repeating it changes nothing twice. / 初始化。

    Parameters
    ----------
    login
        Account name of the first administrator. The password is asked for, or read from standard input.
    name
        The administrator's name.
    bureau
        Chinese name of the department that issues, as in its seal.
    bureau_en
        Its English name.
    bureau_code
        Its unified social credit code.
    since
        First day of that name. Default: the first day of this year.
    targets
        A TOML file of targets; see registry/targets/data/.

    """
    settings = Settings()
    async with connected(settings):
        password = "" if await login_taken(login) else _password()
        await seed_places(actor=SYSTEM)
        await seed_calendar(actor=SYSTEM)
        await register_bureau(
            Bureau(
                place_code=settings.province,
                name_zh=bureau,
                name_en=bureau_en,
                uscc=bureau_code,
                signatory="",
                verify_base_url=settings.base_url,
                demonstration=settings.environment != "production",
                valid_from=since or date(clock.today().year, 1, 1),
                valid_until=None,
            ),
            actor=SYSTEM,
        )
        if targets is not None:
            await load_targets(targets, actor=SYSTEM)
        if password:
            await appoint(
                login,
                password=password,
                name=name,
                role=Role.ADMINISTRATOR,
                place_code=None,
                on=clock.today(),
                actor=SYSTEM,
            )
    sys.stdout.write("Ready. Next: python -m registry serve / 初始化完成。\n")
    return 0


def _password() -> str:
    """Typed twice at a terminal, else the first line of standard input; never an argument, which others can see."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password / 密码: ")
    if first != getpass.getpass("Again / 再输一次: "):
        raise Invalid("password-differs", "The two passwords differ.", hint="Run the command again.")
    return first
