"""What is handed in, made from what is stored of the form: everything that is missing is told, nothing is changed.

The document itself is `snapshot.py`'s; keeping it is `actions.submit`'s.
"""

from datetime import date

from registry import clock
from registry.accounts.schemas import Viewer
from registry.applications import criteria, snapshot
from registry.applications.drafts import facts_of, frozen, offered_evidence, stored_answers
from registry.applications.faults import NotComplete
from registry.applications.forms import unconfirmed
from registry.applications.models import Application, Round, Submission
from registry.enterprises.queries import enterprise_for_system, site_for_system
from registry.errors import NotNow


async def frozen_submission(
    application: Application, call: Round, *, number: int, actor: Viewer, on: date
) -> Submission:
    """The submission to be. Raises NotComplete, NotNow `site-moved`, InvalidMany for files that are not clean."""
    edition = await criteria.edition_named(application.scheme, application.edition)
    answers = await stored_answers(application.id)
    evidence = await offered_evidence(application.id)
    site = await site_for_system(application.site_id)
    if site.place_code != application.place_code:
        raise NotNow(
            "site-moved",
            "The place of the site was changed after this application was opened, so another bureau would look after it.",
            hint="Correct the site's place, or withdraw this application and open a new one.",
        )
    form = criteria.known_format(edition, site.format)
    missing = criteria.missing(edition, facts_of(answers), {item.criterion for item in evidence}, form)
    waiting = [code for code, row in answers.items() if row.carried_on is not None]
    if missing or waiting:
        raise NotComplete([*missing, *unconfirmed(edition, waiting)])
    document = snapshot.compose(
        application_id=application.id,
        number=number,
        scheme=application.scheme,
        round_id=call.id,
        year=call.year,
        edition=application.edition,
        edition_digest=edition.digest,
        edition_format=form,
        enterprise=await enterprise_for_system(application.enterprise_id),
        site=site,
        answers={code: (row.value, row.note) for code, row in answers.items() if row.value is not None or row.note},
        evidence=frozen(evidence),
        submitted_on=on,
        submitted_by=actor.account_id,
    )
    return Submission(
        application_id=application.id,
        number=number,
        revision=application.revision,
        edition=application.edition,
        edition_digest=edition.digest,
        snapshot=document,
        sha256=snapshot.fingerprint(document),
        submitted_on=on,
        submitted_at=clock.now(),
        submitted_by=actor.account_id,
    )
