"""Nothing typed is lost: a form posted after the session ended is carried through sign-in and sent again.

The fields travel in the sign-in page itself, never in the server's memory; files cannot, and the page says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from aiohttp import BodyPartReader, web

from registry.errors import TooLarge
from registry.web import csrf, submissions

FIELD = "kept"
SECRETS = ("password",)
MULTIPART_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A posted form on its way through sign-in."""

    path: str
    fields: tuple[tuple[str, str], ...]
    lost_files: bool = False

    def to_text(self) -> str:
        """For the hidden field of the sign-in form."""
        return orjson.dumps([self.path, self.fields, self.lost_files]).decode()


def from_text(text: str) -> Kept | None:
    """What the hidden field holds; None when empty or not ours."""
    try:
        path, fields, lost = orjson.loads(text)
        pairs = tuple((str(name), str(value)) for name, value in fields)
    except (orjson.JSONDecodeError, TypeError, ValueError):
        return None
    return Kept(path, pairs, bool(lost)) if is_local(path) else None


def is_local(path: object) -> bool:
    """Whether an address stays on this site: one leading slash, no control characters, no backslash."""
    return (
        isinstance(path, str)
        and path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and path.isprintable()
        and "\\" not in path
    )


async def keep(request: web.Request) -> Kept | None:
    """The fields of a form that arrived without a session; None when the body is no form."""
    if request.content_type == "application/x-www-form-urlencoded":
        posted = await request.post()
        return Kept(request.path_qs, _clean((name, str(value)) for name, value in posted.items()))
    if request.content_type == "multipart/form-data":
        return await _keep_multipart(request)
    return None


async def _keep_multipart(request: web.Request) -> Kept:
    fields: list[tuple[str, str]] = []
    lost, seen = False, 0
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or not part.name or part.filename is not None:
            # The file follows the fields in our forms; reading on would only cost the sender time.
            lost = True
            break
        value = bytearray()
        while chunk := await part.read_chunk():
            seen += len(chunk)
            if seen > MULTIPART_BYTES:
                raise TooLarge(
                    "request-too-large",
                    "The request is larger than is accepted here.",
                    hint="Send less text at once, or upload it as a file.",
                )
            value += chunk
        fields.append((part.name, value.decode("utf-8", "replace")))
    return Kept(request.path_qs, _clean(fields), lost)


def _clean(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value)
        for name, value in pairs
        if name not in {csrf.FIELD, submissions.FIELD} and not any(secret in name for secret in SECRETS)
    )
