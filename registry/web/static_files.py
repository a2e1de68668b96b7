"""Static files: read once, served from memory under an address that carries the hash of the whole tree.

A changed file changes every address, so browsers may keep what they have for a year.
"""

import functools
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from registry.errors import NotFound

FOLDER = Path(__file__).parents[2] / "templates" / "static"
SERVED = {".css", ".js", ".svg", ".png", ".ico", ".json", ".woff2", ".webmanifest"}
TEXTS = {".css", ".js", ".svg", ".json", ".webmanifest"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file in memory, with its compressed twin if that is smaller."""

    content_type: str
    plain: bytes
    packed: bytes | None


@dataclass(frozen=True, slots=True)
class StaticTree:
    """All static files and the hash that stands in their addresses."""

    digest: str
    files: dict[str, StaticFile]


@functools.cache
def static_tree() -> StaticTree:
    """Read the folder; blocking, so it is called while the application is made, before any request."""
    files: dict[str, StaticFile] = {}
    tree = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if not path.is_file() or path.suffix not in SERVED:
            continue
        name, plain = path.relative_to(FOLDER).as_posix(), path.read_bytes()
        tree.update(name.encode() + b"\0" + hashlib.sha256(plain).digest())
        packed = gzip.compress(plain, 9, mtime=0) if path.suffix in TEXTS else None
        content_type = "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(name)[0]
        files[name] = StaticFile(content_type or "application/octet-stream", plain, packed)
    return StaticTree(tree.hexdigest()[:12], files)


def static_url(name: str) -> str:
    """The address of a file of `templates/static`; KeyError for a name that is not there, so a page test finds it."""
    tree = static_tree()
    if name not in tree.files:
        raise KeyError(f"no static file {name}")
    return f"/static/{tree.digest}/{name}"


async def serve(request: web.Request) -> web.Response:
    """GET /static/{digest}/{name}. An outdated digest still gets today's file, but is not kept."""
    tree = static_tree()
    found = tree.files.get(request.match_info["name"])
    if found is None:
        raise NotFound("file")
    headers = {"Cache-Control": FOREVER if request.match_info["digest"] == tree.digest else "no-cache"}
    if found.packed is None:
        return web.Response(body=found.plain, content_type=found.content_type, headers=headers)
    headers["Vary"] = "Accept-Encoding"
    charset = "utf-8" if found.content_type.startswith("text/") else None
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=found.packed, content_type=found.content_type, charset=charset, headers=headers)
    return web.Response(body=found.plain, content_type=found.content_type, charset=charset, headers=headers)
