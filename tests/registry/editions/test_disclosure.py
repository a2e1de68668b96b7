"""Each published edition answers for its entry in the log, with the digest of what is kept now."""

import pytest

from certificates.log_entries import edition_entry
from registry import clock
from registry.editions.disclosure import facts
from registry.editions.models import PublishedEdition
from registry.identifiers import new_id
from scoring.loader import load_all

pytestmark = pytest.mark.usefixtures("db")
SHIPPED = load_all().editions[0]


async def test_a_published_edition_is_told_with_its_digest():
    row = await PublishedEdition.create(
        scheme=SHIPPED.scheme,
        edition=SHIPPED.edition,
        place_code="520000",
        in_force_from=SHIPPED.in_force_from,
        document_number="黔商函〔2026〕3号",
        content=SHIPPED.model_dump(mode="json", exclude_defaults=True),
        cases=[],
        digest=SHIPPED.digest,
        draft_id=new_id(),
        proposed_by=new_id(),
        published_by=new_id(),
        published_on=clock.today(),
        published_at=clock.now(),
    )
    (fact,) = [fact async for fact in facts()]
    assert (fact.kind, fact.subject) == ("edition-publication", f"{SHIPPED.scheme}/{SHIPPED.edition}")
    assert fact.entry == edition_entry(
        SHIPPED.scheme,
        edition=SHIPPED.edition,
        digest=SHIPPED.digest,
        in_force_on=SHIPPED.in_force_from,
        document_number="黔商函〔2026〕3号",
    )
    await PublishedEdition.filter(id=row.id).update(content={"scheme": "junk"})
    assert [fact.entry async for fact in facts()] == [b""]
