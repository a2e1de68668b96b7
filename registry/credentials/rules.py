"""Which bits of the status lists are set, pure: from what each certificate is on a day."""

from collections.abc import Iterable, Mapping

from certificates.credential import LIST_BITS, PURPOSES
from certificates.lifecycle import FINAL, Status

ListName = tuple[str, int]
"""Purpose and number of a list."""


def places_of(standing: Iterable[tuple[int, Status]], size: int) -> Mapping[ListName, tuple[int, ...]]:
    """The set places of every list that a log of `size` entries needs, at least the first of each purpose.

    `standing` are places in the log with what the certificate there is. Whatever ended for ever is revoked in the
    words of the lists, also what was cancelled or superseded.
    """
    count = max(-(-size // LIST_BITS), 1)
    found: dict[ListName, list[int]] = {(purpose, number + 1): [] for number in range(count) for purpose in PURPOSES}
    for index, status in standing:
        number, place = divmod(index, LIST_BITS)
        if status in FINAL:
            found["revocation", number + 1].append(place)
        elif status is Status.SUSPENDED:
            found["suspension", number + 1].append(place)
    return {name: tuple(sorted(places)) for name, places in found.items()}
