"""Which schemes a site can belong to and which formats it can have there: those that any edition of the scheme knows.

The editions are `registry/editions/`'s; whether a format may be chosen is asked in `actions.py`.
"""

from registry.editions.queries import library
from scoring.loader import load_all
from scoring.values import Words

SCHEMES = load_all().schemes
"""Read at import, so that no request waits for files; schemes come with files only."""


def scheme_title(code: str) -> Words:
    """The name of what is recognised in a scheme; its code where it is not known."""
    known = SCHEMES.get(code)
    return known.title.words() if known else {"zh": code, "en": code}


async def formats_of(scheme: str) -> dict[str, Words]:
    """Formats by their code, as the newest edition words them; empty for a scheme that is not known."""
    known: dict[str, Words] = {}
    for edition in reversed((await library()).of(scheme)):
        for each in edition.formats:
            known.setdefault(each.code, each.title.words())
    return known
