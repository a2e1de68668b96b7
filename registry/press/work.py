"""What the press is asked to do: open its keys, and make one thing after another of what is ordered by name.

The loop around it is `__main__.py`'s; the craft itself is `certificates/`'s.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from certificates.content import CertificateRecord
from certificates.demonstration import make_demonstration_key, write_trust
from certificates.faults import Fault, Refused
from certificates.press import print_and_seal
from certificates.signing import Pkcs12Signer, Signer
from certificates.statements import StatementKey, make_statement_key
from registry.press.frames import Opening


@dataclass(frozen=True, slots=True)
class Keys:
    """What only the press holds: the seal and the key of statements. `plates` as in `Opening`."""

    seal: Signer
    statements: StatementKey
    plates: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """What was made, and what is to be known of it beside its bytes."""

    content: bytes
    facts: Mapping[str, str] = field(default_factory=dict)


def open_keys(opening: Opening) -> Keys:
    """The keys of the opening, made first if that is allowed and there are none. Raises Refused."""
    path, statements = Path(opening.signer), Path(opening.statements)
    if opening.make_key:
        if path.exists():
            write_trust(path)
        else:
            make_demonstration_key(path, opening.name)
    if opening.make_statements and not statements.exists():
        make_statement_key(statements)
    return Keys(
        seal=Pkcs12Signer.from_file(path, opening.password.encode() or None),
        statements=StatementKey.from_file(statements),
        plates=opening.plates,
    )


def seal_record(content: bytes, keys: Keys) -> Product:
    """The sealed document of a record in canonical JSON, proven by reading it back; facts: `level`. Raises Refused."""
    try:
        record = CertificateRecord.model_validate_json(content)
    except ValidationError as reason:
        raise Refused(
            Fault("record-unreadable", "证书记录无法读取。", f"The record cannot be read: {reason}")
        ) from reason
    sealed = print_and_seal(record, keys.seal, plates=keys.plates)
    return Product(sealed.pdf, {"level": sealed.level})


ORDERS: Mapping[str, Callable[[bytes, Keys], Product]] = {"certificate": seal_record}
"""What can be ordered, by name. Each takes the ordered bytes and the keys, and raises Refused when it is of no use."""


def fill(wanted: str, content: bytes, keys: Keys) -> Product:
    """The product of one order. Raises Refused, also for a name that nobody knows."""
    make = ORDERS.get(wanted)
    if make is None:
        raise Refused(Fault("unknown-order", f"印制程序不认识“{wanted}”。", f"The press knows no order {wanted!r}."))
    return make(content, keys)
