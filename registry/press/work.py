"""What the press is asked to do: open its key, and turn one record into a sealed document.

The loop around it is `__main__.py`'s; the craft itself is `certificates/press.py`'s.
"""

from pathlib import Path

from pydantic import ValidationError

from certificates.content import CertificateRecord
from certificates.demonstration import make_demonstration_key, write_trust
from certificates.faults import Fault, Refused
from certificates.press import print_and_seal
from certificates.signing import Pkcs12Signer, SealedDocument, Signer
from registry.press.frames import Opening


def open_signer(opening: Opening) -> Pkcs12Signer:
    """The signer of the key file, made first if that is allowed and there is none. Raises Refused."""
    path = Path(opening.signer)
    if opening.make_key:
        if path.exists():
            write_trust(path)
        else:
            make_demonstration_key(path, opening.name)
    return Pkcs12Signer.from_file(path, opening.password.encode() or None)


def seal_record(content: bytes, signer: Signer, *, plates: bool = True) -> SealedDocument:
    """The sealed document of a record in canonical JSON, proven by reading it back. Raises Refused.

    `plates` false has the page laid out anew instead of filling one that is kept.
    """
    try:
        record = CertificateRecord.model_validate_json(content)
    except ValidationError as reason:
        raise Refused(
            Fault("record-unreadable", "证书记录无法读取。", f"The record cannot be read: {reason}")
        ) from reason
    return print_and_seal(record, signer, plates=plates)
