"""The language on the pipes: length-prefixed frames, and the shapes of what is said in them.

parent: Opening · child: Ready — then, again and again, parent: Order, and what is ordered in a second frame · child:
Answer, and if it is good a second frame with the product.
"""

import struct
from typing import Protocol

from pydantic import BaseModel, ConfigDict

HEAD = struct.Struct(">I")
MOST = 64 * 1024 * 1024
"""Bytes of the longest frame; more can only be a fault."""


class Shape(BaseModel):
    """A value that never changes and refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Opening(Shape):
    """What the press must know: where its keys are. `make_key` and `make_statements` allow
    a demonstration key to be made there.

    `signer` is the seal's key, a file or a URI `pkcs11:…`; `timestamps` has seals leave room for one; `statements` the file of the key by which statements are signed. `plates` false has
    every page laid out anew.
    """

    signer: str
    password: str
    statements: str
    make_key: bool
    make_statements: bool
    name: str
    plates: bool = True
    timestamps: bool = False


class Ready(Shape):
    """The keys are loaded, or why not. `anchors` (roots) and `certificate` (the sealing one) are PEM; `expires_on` an ISO
    date or empty; `statement_key` multibase.
    """

    ok: bool
    code: str = ""
    error: str = ""
    subject: str = ""
    level: str = ""
    expires_on: str = ""
    anchors: str = ""
    certificate: str = ""
    demonstration: bool = False
    statement_key: str = ""


class Order(Shape):
    """What is wanted of the frame that follows: a name of `work.ORDERS`."""

    wanted: str


class Answer(Shape):
    """What became of one order: the SHA-256 of the product and what is to be known of it.

    `lasting` says that trying again is of no use.
    """

    ok: bool
    code: str = ""
    error: str = ""
    lasting: bool = False
    sha256: str = ""
    facts: dict[str, str] = {}


class Reader(Protocol):
    """The reading end of a pipe, blocking."""

    def read(self, size: int, /) -> bytes: ...


class Writer(Protocol):
    """The writing end of a pipe, blocking."""

    def write(self, data: bytes, /) -> int: ...
    def flush(self) -> None: ...


class Broken(Exception):
    """The other side is gone, or does not speak this language."""


def framed(content: bytes) -> bytes:
    """The content with its length before it."""
    if len(content) > MOST:
        raise Broken(f"a frame of {len(content)} bytes is longer than any document")
    return HEAD.pack(len(content)) + content


def length(head: bytes) -> int:
    """The length that a head announces. Raises Broken for one that cannot be."""
    size = int(HEAD.unpack(head)[0])
    if size > MOST:
        raise Broken(f"a frame of {size} bytes is announced")
    return size


def receive(pipe: Reader) -> bytes | None:
    """The next frame, waiting for it; None when the other side closed the pipe between frames."""
    head = _exactly(pipe, HEAD.size, may_end=True)
    return None if head is None else _exactly(pipe, length(head), may_end=False)


def send(pipe: Writer, content: bytes) -> None:
    """Write one frame."""
    pipe.write(framed(content))
    pipe.flush()


def _exactly(pipe: Reader, size: int, *, may_end: bool) -> bytes | None:
    content = b""
    while len(content) < size:
        more = pipe.read(size - len(content))
        if not more:
            if may_end and not content:
                return None
            raise Broken("the pipe ended inside a frame")
        content += more
    return content
