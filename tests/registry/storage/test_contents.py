"""Content that the program makes itself."""

import pytest

from registry.storage import contents

pytestmark = pytest.mark.usefixtures("here")


async def test_content_of_our_own_is_kept_by_its_hash():
    kept = await contents.keep(b"%PDF a certificate")
    assert b"".join([chunk async for chunk in contents.read(kept.sha256)]) == b"%PDF a certificate"
    await contents.check()
