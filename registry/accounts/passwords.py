"""Hashing passwords with argon2id, off the event loop. Which passwords are accepted is `rules.check_password`'s."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from registry.accounts.rules import check_password, normal_login

_HASHER = PasswordHasher()
"""The library's defaults follow RFC 9106: 64 MiB and three passes."""

_POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
"""Two at a time: a rush of sign-ins costs at most 128 MiB, and the other threads stay free."""


class Hashed(str):
    """The argon2id hash of a password that was accepted. Made before a transaction begins: hashing takes its time."""

    __slots__ = ()


async def hashed(password: str) -> Hashed:
    """The argon2id hash to store."""
    return Hashed(await asyncio.get_running_loop().run_in_executor(_POOL, _HASHER.hash, password))


async def accepted(password: str, login: str) -> Hashed:
    """The hash of a new password for a login; raises Invalid `password-…` or `login-form` if it is not good enough."""
    check_password(password, normal_login(login))
    return await hashed(password)


async def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the one of the stored hash. None (no such account) takes as long and is never right."""
    return await asyncio.get_running_loop().run_in_executor(_POOL, _verify, stored, password)


def outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _verify(stored: str | None, password: str) -> bool:
    try:
        right = _HASHER.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


@cache
def _nobody() -> str:
    return _HASHER.hash("the password of nobody")
