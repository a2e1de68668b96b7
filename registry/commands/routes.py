"""`routes`: every address of the product with what it needs, as a table or as JSON. It opens nothing."""

import json
import sys
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from registry.web.routing import route_table

COLUMNS = ("method", "path", "needs", "name")


def routes(*, as_json: Annotated[bool, Parameter(name="--json", negative=())] = False) -> int:
    """List every address and what it needs. / 列出全部网址及所需权限。

    Parameters
    ----------
    as_json
        One JSON array instead of a table, for programs. / 以 JSON 数组输出，供程序使用。

    """
    rows = route_table()
    if as_json:
        sys.stdout.write(f"{json.dumps(rows, ensure_ascii=False, indent=2)}\n")
        return 0
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(row[name] for name in COLUMNS))
    # Piped, a row is never cut: what reads it wants whole addresses.
    out = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=200)
    out.print(table)
    return 0
