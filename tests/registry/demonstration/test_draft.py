"""The made-up table is read without a hitch, makes an edition, and changes what it says it changes. The whole is
`test_province.py`'s.
"""

from datetime import date

from registry.demonstration.draft import FILE, GATE, completed, table
from registry.editions import contents
from registry.editions.judging import judged
from registry.editions.queries import SHIPPED
from registry.editions.tables import understood
from scoring.diff import diff

BASE = SHIPPED.of("green-mall")[-1]


def test_the_table_becomes_an_edition_that_differs_in_one_item():
    found = understood(table(BASE), filename=FILE)
    assert (found.draft.faults, len(found.draft.items)) == ([], len(BASE.criteria))
    assert "虚构" in found.title
    content = completed(contents.from_table(found.draft, BASE, title=found.title), date(2026, 3, 2))
    written = judged(
        content, scheme=BASE.scheme, place_code="520000", sources=SHIPPED.sources, chinese_only=True, former=BASE
    )
    assert written.faults == ()
    rules = [
        change.new for change in diff(BASE, written.edition) if "rule" in {each.what for each in change.differences}
    ]
    assert rules == [GATE]
