"""What a submission freezes, pure: one JSON document with one spelling, and its SHA-256.

Its exact bytes can be made again from the stored document at any time, on any database.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from registry.applications.schemas import FrozenEvidence
from registry.audit.rules import canonical
from registry.enterprises.schemas import EnterpriseView, SiteView

LAYOUT = 2
"""Raised when the document's fields change, so that old ones stay readable: since 2 each file has its name."""


def compose(
    *,
    application_id: UUID,
    number: int,
    scheme: str,
    round_id: UUID,
    year: int,
    edition: str,
    edition_digest: str,
    edition_format: str | None,
    enterprise: EnterpriseView,
    site: SiteView,
    answers: Mapping[str, tuple[Any, str]],
    evidence: Sequence[FrozenEvidence],
    submitted_on: date,
    submitted_by: UUID | None,
) -> dict[str, Any]:
    """The document, of plain JSON values only. `answers` is criterion → (value, note).

    `edition_format` is the site's format if the edition knows it: what scoring takes.
    """
    return {
        "layout": LAYOUT,
        "application": str(application_id),
        "number": number,
        "scheme": scheme,
        "round": {"id": str(round_id), "year": year},
        "edition": {"name": edition, "digest": edition_digest, "format": edition_format},
        "enterprise": {
            "id": str(enterprise.id),
            "uscc": enterprise.uscc,
            "name": enterprise.name,
            "legal_representative": enterprise.legal_representative,
            "place_code": enterprise.place_code,
            "address": enterprise.address,
        },
        "site": {
            "id": str(site.id),
            "name": site.name,
            "format": site.format,
            "place_code": site.place_code,
            "address": site.address,
            "building_area_m2": None if site.building_area_m2 is None else str(site.building_area_m2),
            "area_class": site.area_class and site.area_class.value,
            "opened_on": site.opened_on and site.opened_on.isoformat(),
            "revision": site.revision,
        },
        "answers": {criterion: {"value": value, "note": note} for criterion, (value, note) in sorted(answers.items())},
        "evidence": [
            {
                "criterion": item.criterion,
                "file": str(item.file_id),
                "sha256": item.sha256,
                "title": item.title,
                "name": item.name,
                "size": item.size,
                "media_type": item.media_type,
            }
            for item in sorted(evidence, key=lambda item: (item.criterion, str(item.file_id)))
        ],
        "submitted": {"on": submitted_on.isoformat(), "by": str(submitted_by) if submitted_by else None},
    }


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the document's one spelling. Raises TypeError if a float crept in."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def facts_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Criterion → value, as scoring takes it; notes without a value say nothing to a machine."""
    return {
        criterion: answer["value"] for criterion, answer in document["answers"].items() if answer["value"] is not None
    }


def notes_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Criterion → the enterprise's remark, where there is one."""
    return {criterion: answer["note"] for criterion, answer in document["answers"].items() if answer["note"]}


def evidence_of(document: Mapping[str, Any]) -> tuple[FrozenEvidence, ...]:
    """The files as they were handed in."""
    return tuple(
        FrozenEvidence(
            criterion=item["criterion"],
            file_id=UUID(item["file"]),
            sha256=item["sha256"],
            title=item["title"],
            size=item["size"],
            media_type=item["media_type"],
            name=item.get("name", ""),
        )
        for item in document["evidence"]
    )
