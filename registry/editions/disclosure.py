"""What published editions must look like in the transparency log, told from the table; publishing itself is `actions.py`'s."""

from collections.abc import AsyncIterator

from pydantic import ValidationError

from certificates.log_entries import Kind, edition_entry
from registry.editions.models import PublishedEdition
from registry.transparency.schemas import Fact
from scoring.editions import Edition


async def facts() -> AsyncIterator[Fact]:
    """Every published edition, with the digest of what is kept now."""
    for row in await PublishedEdition.all().order_by("published_at", "id"):
        yield Fact(Kind.EDITION, f"{row.scheme}/{row.edition}", _entry(row), row.published_at)


def _entry(row: PublishedEdition) -> bytes:
    try:
        digest = Edition.model_validate(row.content).digest
    except ValidationError:
        return b""  # no edition was published like this
    return edition_entry(
        row.scheme,
        edition=row.edition,
        digest=digest,
        in_force_on=row.in_force_from,
        document_number=row.document_number,
    )
