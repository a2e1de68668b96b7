"""A submission has one spelling, whatever order its parts came in."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from registry.applications import snapshot
from registry.applications.schemas import FrozenEvidence
from registry.enterprises.rules import AreaClass
from registry.enterprises.schemas import EnterpriseView, SiteView

ID = UUID(int=1)

ENTERPRISE = EnterpriseView(
    id=ID,
    uscc="91520102MA6000001X",
    name="示例公司",
    legal_representative="张䶮",
    place_code="520102",
    address="示例路",
    contact_name="李𬭎",
    contact_phone="0851",
    revision=1,
)
SITE = SiteView(
    id=ID,
    enterprise_id=ID,
    enterprise_name="示例公司",
    uscc="91520102MA6000001X",
    scheme="green-mall",
    name="䶮𬭎商场",
    format="supermarket",
    place_code="520102",
    address="示例路",
    building_area_m2=Decimal("120000.00"),
    area_class=AreaClass.LARGE,
    opened_on=date(2015, 5, 1),
    revision=3,
)


def _evidence(criterion, number):
    return FrozenEvidence(
        criterion=criterion,
        file_id=UUID(int=number),
        sha256="0" * 64,
        title="台账",
        size=5,
        media_type="application/pdf",
        name=f"台账{number}.pdf",
    )


def _document(**changes):
    fields = {
        "application_id": ID,
        "number": 1,
        "scheme": "green-mall",
        "round_id": ID,
        "year": 2026,
        "edition": "2021-05-25",
        "edition_digest": "d" * 64,
        "edition_format": "supermarket",
        "enterprise": ENTERPRISE,
        "site": SITE,
        "answers": {"X101": (True, "备注"), "X104": ("12.50", ""), "X105": (None, "稍后")},
        "evidence": [_evidence("X104", 3), _evidence("X101", 2), _evidence("X101", 1)],
        "submitted_on": date(2026, 3, 2),
        "submitted_by": ID,
    }
    return snapshot.compose(**(fields | changes))


def test_order_of_coming_does_not_matter():
    turned = _document(
        answers={"X105": (None, "稍后"), "X104": ("12.50", ""), "X101": (True, "备注")},
        evidence=[_evidence("X101", 1), _evidence("X101", 2), _evidence("X104", 3)],
    )
    assert snapshot.fingerprint(turned) == snapshot.fingerprint(_document())


def test_a_trip_through_json_keeps_the_fingerprint_and_rare_characters():
    document = _document()
    returned = json.loads(json.dumps(document))
    assert snapshot.fingerprint(returned) == snapshot.fingerprint(document)
    assert returned["site"]["name"] == "䶮𬭎商场"


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {"X101": (False, "备注")}},
        {"evidence": []},
        {"number": 2},
        {"edition_digest": "e" * 64},
        {"site": replace(SITE, building_area_m2=Decimal("120000.01"))},
        {"submitted_by": None},
    ],
)
def test_every_part_counts(change):
    assert snapshot.fingerprint(_document(**change)) != snapshot.fingerprint(_document())


def test_what_was_frozen_can_be_read_again():
    document = _document()
    assert snapshot.facts_of(document) == {"X101": True, "X104": "12.50"}
    assert snapshot.notes_of(document) == {"X101": "备注", "X105": "稍后"}
    assert snapshot.evidence_of(document) == (_evidence("X101", 1), _evidence("X101", 2), _evidence("X104", 3))


def test_a_document_of_before_names_were_kept_reads_as_it_is():
    document = json.loads(json.dumps(_document()))
    document["layout"] = 1
    for item in document["evidence"]:
        del item["name"]
    before = snapshot.fingerprint(document)
    assert {item.name for item in snapshot.evidence_of(document)} == {""}
    assert snapshot.fingerprint(document) == before


def test_what_is_no_mall_has_no_figures_of_a_building():
    site = replace(
        SITE, scheme="key-recycler", format="general", building_area_m2=None, area_class=None, opened_on=None
    )
    frozen = _document(site=site)["site"]
    assert (frozen["building_area_m2"], frozen["area_class"], frozen["opened_on"]) == (None, None, None)


def test_a_number_without_exact_form_is_refused():
    with pytest.raises(TypeError):
        snapshot.fingerprint(_document(answers={"X104": (12.5, "")}))
