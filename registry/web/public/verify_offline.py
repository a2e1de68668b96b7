"""The checker without network: one file with everything in it, the keys that we sign with included.

What it checks is in `templates/offline/`; the page states its own policy, so that it cannot reach anything even when
it is opened from a disk.
"""

import base64
import hashlib
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import web

from certificates.trust import Trust
from certificates.verify import reason, reason_codes
from registry import clock
from registry.trust import queries as trust
from registry.web import keys
from registry.web.endpoints import endpoint
from registry.web.pages import environment

FOLDER = Path(__file__).parents[3] / "templates" / "offline"
SCRIPTS = ("bytes.js", "pdf.js", "seal.js", "proof.js", "page.js")


class Parts(NamedTuple):
    """What is the same in every copy: style, script, words, and the policy that names both by their hashes."""

    style: str
    script: str
    words: dict[str, dict[str, str]]
    policy: str


@cache
def parts() -> Parts:
    """Read once, before serving: a request must not wait for a disk."""
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    script = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{script}\n}})();\n'
    words = {code: {"says": (one := reason(code)).says, "zh": one.zh, "en": one.en} for code in reason_codes()}
    words |= tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; media-src blob: mediastream:;"
        " img-src blob: data:; base-uri 'none'; form-action 'none'"
    )
    return Parts(style, script, words, policy)


def page_for(believed: Trust, *, issuer: str, made_at: str) -> str:
    """The whole file, trusting these keys; `made_at` is an ISO moment."""
    made = parts()
    config: dict[str, Any] = {
        "keys": [one.model_dump(mode="json") for one in believed.statement_keys],
        "roots": [one.model_dump(mode="json") for one in believed.seal_roots],
        "seals": [one.model_dump(mode="json", include={"sha256", "retired_at"}) for one in believed.seals],
        "words": made.words,
        "made_at": made_at,
        "issuer": issuer,
    }
    return environment().get_template("public/verify_offline.html").render(
        style=made.style,
        script=made.script,
        policy=made.policy,
        config=json.dumps(config, ensure_ascii=False).replace("<", "\\u003c"),
        keys=believed.statement_keys,
        roots=believed.seal_roots,
        issuer=issuer,
        made_at=made_at,
    )  # fmt: skip


@endpoint(produces="text/html")
async def show(request: web.Request) -> web.Response:
    """GET /verify/offline.html"""
    issuer = request.app[keys.SETTINGS].base_url.rstrip("/")
    text = page_for(await trust.trust(), issuer=issuer, made_at=clock.now().isoformat(timespec="seconds"))
    policy = f"{parts().policy}; frame-ancestors 'none'"
    return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": policy})


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


parts()
