"""Hashing that takes no time, for tests that are about what surrounds it."""

import pytest
from argon2 import PasswordHasher, profiles


@pytest.fixture
def cheap_hashing(monkeypatch):
    """The library's own test profile."""
    monkeypatch.setattr("registry.accounts.passwords._HASHER", PasswordHasher.from_parameters(profiles.CHEAPEST))
    monkeypatch.setattr("registry.accounts.passwords._nobody", lambda: "no hash at all")
