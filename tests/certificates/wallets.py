"""What a reader of credentials has at home: keys, records with papers, and openvc, an independent library, without network."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openvc import VerificationPolicy, VerificationResult, verify_credential
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.resolvers import default_status_list_resolver

from certificates import merkle
from certificates.content import CertificateRecord
from certificates.credential import base_of, did_document
from certificates.log_entries import issue_entry
from certificates.merkle import Inclusion
from certificates.statements import StatementKey


def statement_key(seed: int = 1) -> StatementKey:
    """A key that is the same each time."""
    return StatementKey(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


class Tree:
    """A log in memory."""

    def __init__(self) -> None:
        self.nodes: dict[merkle.Node, bytes] = {}
        self.size = 0

    def add(self, entry: bytes) -> int:
        self.nodes |= merkle.appended(self.size, merkle.leaf_hash(entry), self.nodes)
        self.size += 1
        return self.size - 1

    def inclusion(self, index: int) -> Inclusion:
        return merkle.inclusion(index, self.size, self.nodes)

    @property
    def root(self) -> bytes:
        return merkle.root(self.size, self.nodes)

    def consistency(self, first: int) -> tuple[bytes, ...]:
        return merkle.consistency(first, self.size, self.nodes)


def logged(record: CertificateRecord, *, before: int = 3, after: int = 2) -> tuple[Tree, Inclusion]:
    """A log in which the record stands among others, and the proof that it does."""
    tree = Tree()
    for number in range(before):
        tree.add(b"before %d" % number)
    index = tree.add(issue_entry(record))
    for number in range(after):
        tree.add(b"after %d" % number)
    return tree, tree.inclusion(index)


def by_openvc(
    document: dict[str, Any],
    *keys: StatementKey,
    base: str,
    lists: dict[str, dict[str, Any]] | None = None,
    **policy: Any,
) -> VerificationResult:
    """The document verified by openvc, with did:web answered from our DID document and lists from what is given."""
    served = json.loads(json.dumps(did_document(base, [key.public for key in keys])))
    resolver = DidResolverRegistry([DidWebResolver(lambda url: {f"{base}/.well-known/did.json": served}[url])])
    fetch = default_status_list_resolver(resolver=resolver, fetch=lambda url: json.dumps((lists or {})[url]))
    return verify_credential(
        json.loads(json.dumps(document)),
        resolver=resolver,
        resolve_status_list=None if lists is None else fetch,
        policy=VerificationPolicy(require_status=lists is not None, **policy),
    )


__all__ = ["Tree", "base_of", "by_openvc", "logged", "statement_key"]
