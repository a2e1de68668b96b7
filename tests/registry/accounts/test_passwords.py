"""Hashing with the real parameters."""

from registry.accounts import passwords


async def test_a_password_matches_its_own_hash_only():
    stored = await passwords.hashed("山高月小水落石出水落石出")
    assert await passwords.matches(stored, "山高月小水落石出水落石出")
    assert not await passwords.matches(stored, "山高月小水落石出")
    assert not await passwords.matches("not a hash", "x")
    assert not passwords.outdated(stored)


async def test_nobody_has_no_password():
    assert not await passwords.matches(None, "the password of nobody")
