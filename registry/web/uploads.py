"""Files posted as multipart: read as a stream, bytes counted here, cut off at the limit.

aiohttp's own `client_max_size` does not see multipart streams. What a file is allowed to be is `registry/storage/`'s.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import BadHttpMessage

from registry.errors import TooLarge
from registry.web import csrf, i18n, keys, submissions
from registry.web.errors import BadRequest

T = TypeVar("T")

CHUNK_BYTES = 64 * 1024
FIELD_BYTES = 256 * 1024
OVERHEAD_BYTES = 1024 * 1024
MAX_PARTS = 200


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in. `chunks` can be read once and raises TooLarge at the limit.

    `fields` are the text fields that stand before the file in the form.
    """

    field: str
    filename: str
    declared_type: str
    chunks: AsyncIterator[bytes]
    fields: dict[str, list[str]]


@dataclass(slots=True)
class Received(Generic[T]):
    """What a multipart post held: the text fields (for `forms.fill_form`) and what became of each file."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[T] = field(default_factory=list)


async def receive(
    request: web.Request, take: Callable[[Incoming], Awaitable[T]], *, limit: int | None = None, most: int = 1
) -> Received[T]:
    """Read the post, handing each file to `take` while it arrives.

    `limit` is bytes per file (the setting `max_upload_bytes` if not given), `most` the number of files.
    Raises TooLarge, BadRequest, ForgedPost; files that were taken before are `take`'s to undo.
    """
    limit = limit or request.app[keys.SETTINGS].max_upload_bytes
    if request.content_type != "multipart/form-data":
        raise BadRequest(
            "content-type", "This content type is not accepted here.", hint="Send multipart/form-data.", status=415
        )
    if (request.content_length or 0) > limit * most + OVERHEAD_BYTES:
        raise too_large(limit)
    post = _Post(request, take, limit, most)
    try:
        reader = await request.multipart()
        for _ in range(MAX_PARTS):
            part = await reader.next()
            if part is None:
                return post.received
            if isinstance(part, BodyPartReader) and part.name:
                await post.read(part)
    except (ValueError, AssertionError, BadHttpMessage) as error:
        raise BadRequest(
            "bad-multipart", "The upload could not be read.", hint="Choose the file and send it again."
        ) from error
    raise BadRequest("bad-multipart", "The upload could not be read.", hint="Choose the file and send it again.")


@dataclass(slots=True)
class _Post(Generic[T]):
    """A multipart post while it is being read."""

    request: web.Request
    take: Callable[[Incoming], Awaitable[T]]
    limit: int
    most: int
    received: Received[T] = field(default_factory=Received)

    async def read(self, part: BodyPartReader) -> None:
        """Read one part: keep a text field, hand on a file."""
        name = part.name or ""
        if part.filename is None:
            value = b"".join([chunk async for chunk in _chunks(part, FIELD_BYTES)])
            if name != submissions.FIELD:
                self.received.fields.setdefault(name, []).append(value.decode("utf-8", "replace"))
            return
        given = self.received.fields.get(csrf.FIELD, [""])[-1] or self.request.headers.get(csrf.HEADER, "")
        if self.request.get(keys.SESSION) and not (csrf.holds(self.request, given) or csrf.is_script(self.request)):
            raise csrf.ForgedPost
        if not part.filename:
            await part.release()
            return
        if len(self.received.files) >= self.most:
            raise BadRequest(
                "too-many-files",
                "At most {most} files can be sent at once.",
                hint="Send the others afterwards.",
                most=self.most,
            )
        declared = part.headers.get("Content-Type", "application/octet-stream")
        incoming = Incoming(name, part.filename, declared, _chunks(part, self.limit), self.received.fields)
        self.received.files.append(await self.take(incoming))


async def _chunks(part: BodyPartReader, limit: int) -> AsyncIterator[bytes]:
    seen = 0
    while chunk := await part.read_chunk(CHUNK_BYTES):
        seen += len(chunk)
        if seen > limit:
            raise too_large(limit)
        yield chunk


def too_large(limit: int) -> TooLarge:
    """The refusal of a file over the limit, which it states."""
    return TooLarge(
        "file-too-large",
        "The file is larger than {limit}, the most that is accepted. Nothing of it was kept.",
        hint="Reduce it, for example by scanning at 200 dots per inch, or split it.",
        limit=i18n.file_size(limit),
    )
