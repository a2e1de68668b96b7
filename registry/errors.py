"""The one error family: a stable code, a message and what to do about it.

Messages are English ids with `{placeholders}`; Chinese stands in `registry/web/locale/zh_CN/*.po`.
HTTP statuses are given in `registry/web/errors.py`, nowhere else.
"""

from collections.abc import Sequence


class LvceError(Exception):
    """Something a person can be told: `code` for machines, `message` and `hint` for people."""

    def __init__(self, code: str, message: str, *, hint: str = "", field: str | None = None, **context: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.hint = hint
        self.field = field
        self.context = context

    def __str__(self) -> str:
        text = self.message.format_map(self.context) if self.context else self.message
        if not self.hint:
            return f"[{self.code}] {text}"
        return f"[{self.code}] {text} {self.hint.format_map(self.context) if self.context else self.hint}"


class Invalid(LvceError):
    """The input cannot be accepted as it is; `field` names the part, if one part is to blame."""


class InvalidMany(Invalid):
    """Several faults found in one go, so that a person mends them in one go."""

    def __init__(self, faults: Sequence[LvceError]) -> None:
        super().__init__(
            "invalid-input", "Some entries need attention.", hint="Correct the marked entries and try again."
        )
        self.faults = tuple(faults)


class NotFound(LvceError):
    """No such thing, or not for this viewer: both look the same from outside."""

    def __init__(self, what: str = "page") -> None:
        super().__init__(
            "not-found",
            "There is nothing here, or it is not yours to see.",
            hint="Check the address, or sign in with the account that it belongs to.",
        )
        self.what = what


class Forbidden(LvceError):
    """The viewer's role does not carry this permission. Shown as the same page as NotFound."""

    def __init__(self, permission: str = "") -> None:
        super().__init__(
            "not-found",
            "There is nothing here, or it is not yours to see.",
            hint="Check the address, or sign in with the account that it belongs to.",
        )
        self.permission = permission


class SignInNeeded(LvceError):
    """Nobody is signed in where somebody must be."""

    def __init__(self) -> None:
        super().__init__("sign-in-needed", "Please sign in first.", hint="After signing in you return to this page.")


class Conflict(LvceError):
    """Somebody was faster: the thing changed since it was read. Nothing was overwritten."""


class NotNow(LvceError):
    """The thing exists and the viewer may, but its state or the day does not allow this step."""


class TooLarge(LvceError):
    """More bytes than the limit, or a file that would unpack to more."""


class TooMany(LvceError):
    """Too many attempts in too short a time."""


class Unavailable(LvceError):
    """A part that is needed does not answer: database, storage, press. Trying again later may help."""


class Misconfigured(LvceError):
    """A setting or a data file is wrong; the program refuses to start or to go on."""
