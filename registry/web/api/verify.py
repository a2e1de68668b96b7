"""Is this certificate genuine? A file goes in, the verdict comes out: that of the command, with the register's word."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from aiohttp import web

from registry.web.api.certificates import CertificateAnswer
from registry.web.api.schemas import Shape, Words
from registry.web.endpoints import Query, endpoint
from registry.web.public.verify_file import answered


class FileCheck(Shape):
    """One check: its code, what it says (pass, fail, unknown, note), the sentence in both languages."""

    code: str
    says: Literal["pass", "fail", "unknown", "note"]
    text: Words


class Verification(Shape):
    """The answer about a file, as `python -m certificates verify --json` gives it, and the register's word.

    `registered` is null when the file names no number of this register. `knows` is what the answer rests on, with its age.
    """

    outcome: Literal["VALID", "NOT VALID", "CANNOT TELL"]
    reasons: tuple[FileCheck, ...]
    number: str | None
    digest: str | None
    record: dict[str, Any] | None
    signer: str | None
    sealed_at: datetime | None
    knows: tuple[dict[str, Any], ...]
    registered: CertificateAnswer | None


@endpoint(uploads="file")
async def file(request: web.Request, on: Annotated[date | None, Query] = None) -> Verification:
    """Check a certificate's PDF: its seal, its credential, its place in the log, and what the register says today.

    The file is not kept. At most 8 MB; ten files a minute.
    """
    return Verification.of(await answered(request, on))
