"""A record's unsigned pages by the fastest way that shows the same picture: a kept plate, or WeasyPrint itself.

How a plate works is `plates.py`'s; the plain way is `render.py`'s; sealing is `signing.py`'s.
"""

import threading
from collections import OrderedDict

from certificates import faces, preflight, render
from certificates.content import CertificateRecord
from certificates.papers import Papers
from certificates.plate_fonts import Unfit
from certificates.plates import Plate

KEPT = 64
"""Plates kept at most; the one unused for longest goes."""

_IN_SLOTS = {
    *("number", "identifier", "version", "holder", "enterprise", "uscc", "address", "place", "edition"),
    *("decision_document", "decided_on", "issued_on", "valid_from", "valid_until", "verify_url", "filing", "holder_en"),
}
"""Fields of a record that change nothing on the page but the slots. Any other field makes another plate."""

_plates: OrderedDict[str, Plate] = OrderedDict()
_lock = threading.Lock()


def pages(record: CertificateRecord, papers: Papers | None = None, *, plates: bool = True) -> bytes:
    """The certificate as an unsigned PDF/A-3a of one page; `plates=False` always takes WeasyPrint.

    Which way is taken depends on record and papers alone, so that the same ones give the same bytes in every process
    with the same setting; both ways show the same pixels, texts and tags. Raises Refused when preflight finds faults.
    """
    if plates:
        plan = preflight.plan(record)
        try:
            return _plate(record, papers, plan).file(record, papers)
        except Unfit:
            pass
    return render.render(record, papers)


def _plate(record: CertificateRecord, papers: Papers | None, plan: preflight.Plan) -> Plate:
    texts = render.texts(record)
    if any(faces.is_rare(text) for text in texts.values()):
        raise Unfit("a character of the rare face")
    # What two certificates share that share a plate: all that is printed outside the slots, all sizes, what is absent.
    constant = record.model_dump_json(exclude=_IN_SLOTS)
    key = f"{constant} {papers is None} {plan} {[name for name, text in texts.items() if not text]}"
    with _lock:
        plate = _plates.pop(key, None) or Plate(record, plan, papers)
        _plates[key] = plate
        if len(_plates) > KEPT:
            _plates.popitem(last=False)
    return plate
