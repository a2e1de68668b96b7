"""Structured logs: set-up, the id of the request at hand, and the rule that secrets are never written.

What is worth keeping as evidence goes to `registry/audit/`, not here.
"""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Id of the HTTP request, job or command being served; empty outside of one."""
