"""What the press is asked to do: open its keys, and make one thing after another of what is ordered by name.

The loop around it is `__main__.py`'s; the craft itself is `certificates/`'s.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from certificates import tokens
from certificates.demonstration import make_demonstration_key, write_trust
from certificates.document_press import print_and_seal_document
from certificates.documents import read as read_document
from certificates.faults import Fault, Refused
from certificates.growth import Growth, sign_growth
from certificates.papers import CertificateOrder, papers_for
from certificates.press import print_and_seal
from certificates.signing import Pkcs12Signer, Signer
from certificates.statements import StatementKey, make_statement_key
from certificates.status_list import ListOrder, signed_list
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
    statements = Path(opening.statements)
    if opening.make_statements and not statements.exists():
        make_statement_key(statements)
    return Keys(
        seal=_signer(opening),
        statements=StatementKey.from_file(statements),
        plates=opening.plates,
    )


def _signer(opening: Opening) -> Signer:
    if opening.signer.startswith(tokens.SCHEME):
        return tokens.Pkcs11Signer.from_uri(opening.signer, opening.password, timestamps=opening.timestamps)
    path = Path(opening.signer)
    if opening.make_key:
        if path.exists():
            write_trust(path)
        else:
            make_demonstration_key(path, opening.name)
    return Pkcs12Signer.from_file(path, opening.password.encode() or None, timestamps=opening.timestamps)


def seal_record(content: bytes, keys: Keys) -> Product:
    """The sealed document of a `CertificateOrder` with its papers, proven by reading it back; facts: `level`.

    Raises Refused.
    """
    try:
        order = CertificateOrder.model_validate_json(content)
    except ValidationError as reason:
        raise Refused(
            Fault("record-unreadable", "证书记录无法读取。", f"The record cannot be read: {reason}")
        ) from reason
    papers = papers_for(order.record, keys.statements, order.inclusion)
    sealed = print_and_seal(order.record, keys.seal, papers, plates=keys.plates)
    return Product(sealed.pdf, {"level": sealed.level})


def sign_checkpoint(content: bytes, keys: Keys) -> Product:
    """The signed checkpoint of a log that grew, from a `Growth` in JSON. Raises Refused."""
    try:
        growth = Growth.model_validate_json(content)
    except ValidationError as reason:
        raise Refused(
            Fault("growth-unreadable", "检查点请求无法读取。", f"The wanted checkpoint cannot be read: {reason}")
        ) from reason
    return Product(sign_growth(growth, keys.statements).encode())


def sign_list(content: bytes, keys: Keys) -> Product:
    """The status list of a `ListOrder` in JSON, signed. Raises Refused."""
    try:
        order = ListOrder.model_validate_json(content)
    except ValidationError as reason:
        raise Refused(
            Fault("list-unreadable", "状态列表的内容无法读取。", f"The list to be signed cannot be read: {reason}")
        ) from reason
    return Product(json.dumps(signed_list(order, keys.statements)).encode())


def seal_document(content: bytes, keys: Keys) -> Product:
    """A notice or score sheet in JSON as a sealed document; facts: `level`. Raises Refused."""
    sealed = print_and_seal_document(read_document(content), keys.seal)
    return Product(sealed.pdf, {"level": sealed.level})


ORDERS: Mapping[str, Callable[[bytes, Keys], Product]] = {
    "certificate": seal_record,
    "document": seal_document,
    "checkpoint": sign_checkpoint,
    "status-list": sign_list,
}
"""What can be ordered, by name. Each takes the ordered bytes and the keys, and raises Refused when it is of no use."""


def fill(wanted: str, content: bytes, keys: Keys) -> Product:
    """The product of one order. Raises Refused, also for a name that nobody knows."""
    make = ORDERS.get(wanted)
    if make is None:
        raise Refused(Fault("unknown-order", f"印制程序不认识“{wanted}”。", f"The press knows no order {wanted!r}."))
    return make(content, keys)
