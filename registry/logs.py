"""Structured logs: set-up, the id of the request at hand, and the rule that secrets are never written.

What is worth keeping as evidence goes to `registry/audit/`, not here.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog
from pydantic import SecretBytes, SecretStr
from structlog.typing import Processor

from registry.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Id of the HTTP request, job or command being served; empty outside of one."""

SECRET = re.compile(r"passw|secret|token|cookie|authorization|csrf|session|private|credential|api_?key", re.IGNORECASE)
"""Names under which nothing is written."""

MASK = "***"

QUIET = ("tortoise", "asyncio", "taskiq", "fontTools", "weasyprint", "pyhanko", "PIL")
"""Libraries heard only from "warning" up; some would write every SQL value and every job's payload."""


def configure(settings: Settings) -> None:
    """Send our events and those of libraries to standard error, one line each."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        add_request_id,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        mask_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(settings)],
    )
    handler = StandardError()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if not isinstance(other, StandardError)), handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class StandardError(logging.StreamHandler[Any]):
    """Writes to whatever standard error is at the time, as it may be redirected after set-up."""

    @property
    def stream(self) -> Any:
        """The stream to write to."""
        return sys.stderr

    @stream.setter
    def stream(self, _: Any) -> None:
        """Ignore what is set: there is only one answer."""


def add_request_id(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Name the request at hand, if there is one."""
    if current := request_id.get():
        event.setdefault("request_id", current)
    return event


def mask_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace every value whose name sounds secret, at any depth."""
    # An error to be written stays as it is: as a copy, its traceback would no longer be known as one.
    return {name: value if name == "exc_info" else _masked(name, value) for name, value in event.items()}


def _masked(name: str, value: Any) -> Any:
    if isinstance(value, (SecretStr, SecretBytes)) or (SECRET.search(name) and value):
        return MASK
    if isinstance(value, Mapping):
        return {str(inner): _masked(str(inner), part) for inner, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked("", part) for part in value]
    return value


def _rendering(settings: Settings) -> list[Processor]:
    if settings.log_format == "console":
        plain = structlog.dev.plain_traceback  # a rich one would show local variables, secrets among them
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    without_locals = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(without_locals),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
