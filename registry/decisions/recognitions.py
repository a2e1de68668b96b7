"""What a recognition certifies: names and figures as handed in and judged, never the rows as they are now."""

from decimal import Decimal

from registry.applications.criteria import edition_named
from registry.applications.facts import submission_for_system
from registry.applications.schemas import ApplicationFacts
from registry.assessments.schemas import AssessmentView
from registry.issuance.schemas import Recognition


async def recognition_of(facts: ApplicationFacts, verdict: AssessmentView, *, document_number: str) -> Recognition:
    """What issuance gets of an application that is recognised by this assessment and document."""
    judged = await submission_for_system(verdict.submission_id)
    site, enterprise = judged.snapshot["site"], judged.snapshot["enterprise"]
    edition = await edition_named(judged.scheme, judged.edition)
    reached = verdict.scorecard.get("grade")
    grade = reached["title"] if reached else {"zh": "", "en": ""}
    return Recognition(
        application_id=facts.id,
        enterprise_id=facts.enterprise_id,
        site_id=facts.site_id,
        scheme=facts.scheme,
        year=facts.year,
        place_code=site["place_code"],
        enterprise_name=enterprise["name"],
        uscc=enterprise["uscc"],
        site_name=site["name"],
        site_address=site["address"],
        format=site["format"],
        building_area_m2=None if site["building_area_m2"] is None else Decimal(site["building_area_m2"]),
        edition=f"{edition.scheme}/{edition.edition}",
        edition_zh=edition.title.zh,
        edition_en=edition.title.en,
        document_number=document_number,
        grade_zh=grade["zh"],
        grade_en=grade["en"],
        renews_certificate_id=facts.renews_certificate_id,
    )
