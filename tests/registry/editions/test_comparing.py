"""Two editions side by side, with the crosswalk that was written for them."""

import pytest

from registry.editions.comparing import compared
from registry.errors import NotFound

pytestmark = pytest.mark.usefixtures("db")


async def test_two_editions_with_their_crosswalk():
    found = await compared("green-mall", "2018-03-01", "2021-05-25")
    assert (found.old.edition, found.new.edition) == ("2018-03-01", "2021-05-25")
    assert ("M101", "X101") in {(pair.old, pair.new) for pair in found.walk.pairs}
    assert {change.new for change in found.changes} >= set(found.new.by_code)
    same = await compared("green-mall", "2021-05-25", "2021-05-25")
    assert {change.kind for change in same.changes} == {"same"}


async def test_one_that_is_none():
    for names in (("1999-01-01", "2021-05-25"), ("2021-05-25", "1999-01-01")):
        with pytest.raises(NotFound):
            await compared("green-mall", *names)
