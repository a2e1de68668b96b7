"""The record as a W3C verifiable credential in the shape of Open Badges 3.0, and the proof that secures it.

VCDM 2.0, Data Integrity `eddsa-jcs-2022`. Pure and deterministic: the record and its place in the log decide every
byte. Contexts are named and never fetched. Lists of revoked ones are `status_list.py`'s, keys `statements.py`'s.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import base58
import rfc8785

from certificates.content import Bilingual, CertificateRecord
from certificates.faults import Refused
from certificates.statements import PublicKey, StatementKey

CONTEXT = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
LIST_BITS = 131_072
"""Places in one status list: the least that Bitstring Status List v1.0 (section 6.1) allows, 16 KB."""
PURPOSES = ("revocation", "suspension")
_UTC_8 = "+08:00"
"""Days on a certificate are days of Chinese civil time."""

Document = dict[str, Any]


def base_of(record: CertificateRecord) -> str:
    """The address of the registry that issued a record: all before `/verify/` in the address printed on it."""
    return record.verify_url.rsplit("/verify/", 1)[0]


def did_of(base: str) -> str:
    """The did:web of a registry's address, `https://lvce.example.org` → `did:web:lvce.example.org`."""
    address = urlsplit(base)
    parts = [address.netloc.replace(":", "%3A"), *(part for part in address.path.split("/") if part)]
    return ":".join(["did", "web", *parts])


def did_document(base: str, keys: Iterable[PublicKey]) -> Document:
    """What `/.well-known/did.json` says: the keys that sign, or ever signed, in the name of the registry at `base`."""
    did = did_of(base)
    methods = [
        {
            "id": f"{did}#{key.multibase}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.multibase,
        }
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [each["id"] for each in methods],
    }


def list_address(base: str, purpose: str, number: int) -> str:
    """Where the status list of a purpose and number (from 1) is found."""
    return f"{base}/credentials/status/{purpose}-{number}"


def credential(record: CertificateRecord, log_index: int | None = None) -> Document:
    """The record as a credential without proof. Its place in the log is its place in the status lists."""
    base, number = base_of(record), quote(record.number)
    document: Document = {
        "@context": [CONTEXT, BADGES],
        "id": record.verify_url if record.version == 1 else f"{record.verify_url}#v{record.version}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _both(record.title),
        "issuer": {
            "id": did_of(base),
            "type": ["Profile"],
            "name": _both(record.issuer.name),
            "url": base,
            "otherIdentifier": [
                {"type": "IdentifierEntry", "identifier": record.issuer.uscc, "identifierType": "ext:uscc"}
            ],
        },
        "validFrom": f"{record.valid_from}T00:00:00{_UTC_8}",
        "credentialSubject": _subject(record, base),
        "evidence": [
            {
                "id": f"{base}/certificates/{number}.pdf",
                "type": ["Evidence"],
                "name": record.decision_document,
                "description": f"认定文件 Decision, {record.decided_on}",
            }
        ],
        "relatedResource": [
            {
                "id": f"{base}/certificates/{number}/record.json",
                "mediaType": "application/json",
                "digestSRI": digest_sri(record.canonical_json()),
            }
        ],
    }
    if record.valid_until is not None:
        document["validUntil"] = f"{record.valid_until}T23:59:59{_UTC_8}"
    if log_index is not None:
        document["credentialStatus"] = [_status_entry(base, purpose, log_index) for purpose in PURPOSES]
    return document


def issued(record: CertificateRecord, key: StatementKey, log_index: int | None = None) -> Document:
    """The credential with its proof, created at midnight UTC of the day of issue so that it can be made again."""
    return secured(credential(record, log_index), key, base=base_of(record), created=f"{record.issued_on}T00:00:00Z")


def secured(document: Document, key: StatementKey, *, base: str, created: str) -> Document:
    """A document with a proof of the key, named as one of the registry at `base`; `created` is an XML date and time."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": created,
        "verificationMethod": f"{did_of(base)}#{key.public.multibase}",
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    value = "z" + base58.b58encode(key.sign(_hashed(document, proof))).decode()
    return {**document, "proof": {**proof, "proofValue": value}}


def key_named(document: Mapping[str, Any]) -> PublicKey | None:
    """The key by which a document says it is signed, as its verification method spells it; None when it names none."""
    try:
        return PublicKey.read(str(document["proof"]["verificationMethod"]).rpartition("#")[2])
    except (KeyError, TypeError, Refused):
        return None


def is_signed(document: Mapping[str, Any], key: PublicKey) -> bool:
    """Whether the document's proof is an `eddsa-jcs-2022` assertion that this key made over all the rest of it."""
    content = dict(document)
    proof = content.pop("proof", None)
    if not isinstance(proof, dict):
        return False
    config = dict(proof)
    value = config.pop("proofValue", None)
    wanted = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod"}
    if any(config.get(name) != text for name, text in wanted.items()) or not isinstance(value, str):
        return False
    # vc-di-eddsa section 3.3.2: the proof repeats the document's contexts; ours does so wholly.
    if config.get("@context") != content.get("@context") or not value.startswith("z"):
        return False
    try:
        return key.verifies(base58.b58decode(value[1:]), _hashed(content, config))
    except (ValueError, RecursionError):  # not base58, or what RFC 8785 has no form for
        return False


def digest_sri(content: bytes) -> str:
    """SHA-256 as Subresource Integrity writes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def _hashed(document: Document, config: Document) -> bytes:
    """What is signed: 64 bytes, the hashes of the proof's options and of the document (vc-di-eddsa section 3.3.4)."""
    return b"".join(hashlib.sha256(rfc8785.dumps(part)).digest() for part in (config, document))


def _subject(record: CertificateRecord, base: str) -> Document:
    return {
        "type": ["AchievementSubject"],
        "identifier": [
            _identity("name", record.holder),
            _identity("ext:enterprise", record.enterprise),
            _identity("ext:uscc", record.uscc),
            _identity("ext:gbt36904", record.identifier),
        ],
        "licenseNumber": record.number,
        "achievement": {
            "id": f"{base}/criteria/{quote(record.edition.code)}",
            "type": ["Achievement"],
            "achievementType": "Certification",
            "inLanguage": "zh-CN",
            "name": f"{_both(record.title)} · {_both(record.level)}",
            "description": _both(record.statement),
            "criteria": {"narrative": _both(record.edition.citation)},
        },
    }


def _identity(kind: str, text: str) -> Document:
    return {"type": "IdentityObject", "hashed": False, "identityHash": text, "identityType": kind}


def _status_entry(base: str, purpose: str, log_index: int) -> Document:
    number, place = divmod(log_index, LIST_BITS)
    address = list_address(base, purpose, number + 1)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def _both(words: Bilingual) -> str:
    """Open Badges wants plain strings, so both languages stand in one."""
    return f"{words.zh} {words.en}"
