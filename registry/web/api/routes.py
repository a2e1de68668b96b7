"""Addresses of the api audience: one row each, with the permission it needs. Handlers are beside this file.

`signed in` stands where the question itself decides what a viewer sees: members, offices and reviewers ask the same.
"""

from registry.accounts.rules import Permission
from registry.web import documents, score_sheets, simulation_sheets
from registry.web.api import (
    accounts,
    applications,
    audit,
    certificates,
    decisions,
    description,
    duties,
    editions,
    enterprises,
    evidence,
    log,
    me,
    members,
    notices,
    places,
    progress,
    register,
    reissues,
    reviews,
    rounds,
    schemes,
    scorecards,
    simulations,
    sites,
    targets,
    tokens,
    verify,
)
from registry.web.routing import PUBLIC_ACCESS, SIGNED_IN, Route

P = Permission
V1 = "/api/v1"
ACCOUNT_OF = f"{V1}/accounts/{{account_id}}"
APPLICATION = f"{V1}/applications/{{application_id}}"
CERTIFICATE = f"{V1}/certificates/{{certificate_id}}"
DECISION = f"{V1}/decisions/{{decision_id}}"
DRAFT = f"{V1}/edition-drafts/{{draft_id}}"
EDITION = f"{V1}/schemes/{{scheme}}/editions/{{edition}}"
REISSUE = f"{V1}/reissues/{{reissue_id}}"
ENTERPRISE = f"{V1}/enterprises/{{enterprise_id}}"
FILE = f"{APPLICATION}/evidence/{{file_id}}"
NOTICE = f"{V1}/notices/{{notice_id}}"
OBJECTION = f"{V1}/objections/{{objection_id}}"
SIMULATION = f"{V1}/simulations/{{simulation_id}}"
REVIEW = f"{V1}/reviews/{{assignment_id}}"

PUBLIC: tuple[Route, ...] = (
    Route("GET", f"{V1}/register", register.search, PUBLIC_ACCESS, "api.register.search"),
    Route("GET", f"{V1}/register/{{entry_id}}", register.entry, PUBLIC_ACCESS, "api.register.entry"),
    Route("GET", f"{V1}/certificates/{{number}}", certificates.status, PUBLIC_ACCESS, "api.certificates.status"),
    Route("GET", f"{V1}/notices", notices.listed, PUBLIC_ACCESS, "api.notices.listed"),
    Route("GET", NOTICE, notices.one, PUBLIC_ACCESS, "api.notices.one"),
    Route("POST", f"{NOTICE}/objections", notices.object_to, PUBLIC_ACCESS, "api.notices.object_to"),
    Route(
        "GET", f"{NOTICE}/applications/{{application_id}}/criteria",
        notices.criteria, PUBLIC_ACCESS, "api.notices.criteria",
    ),
    Route("GET", f"{V1}/schemes", schemes.listed, PUBLIC_ACCESS, "api.schemes.listed"),
    # Before the edition itself, whose address would take the ending for a part of its name.
    Route("GET", f"{EDITION}.xlsx", score_sheets.of_edition, PUBLIC_ACCESS, "api.schemes.score_sheet"),
    Route("GET", f"{V1}/schemes/{{scheme}}/compare", schemes.compare, PUBLIC_ACCESS, "api.schemes.compare"),
    Route("GET", EDITION, schemes.edition, PUBLIC_ACCESS, "api.schemes.edition"),
    Route("GET", f"{V1}/rounds", rounds.listed, PUBLIC_ACCESS, "api.rounds.listed"),
    Route("GET", f"{V1}/rounds/{{round_id}}", rounds.one, PUBLIC_ACCESS, "api.rounds.one"),
    Route("GET", f"{V1}/targets", targets.progress, PUBLIC_ACCESS, "api.targets.progress"),
    Route("GET", f"{V1}/log/checkpoint", log.checkpoint, PUBLIC_ACCESS, "api.log.checkpoint"),
    Route("GET", f"{V1}/log/entries", log.entries, PUBLIC_ACCESS, "api.log.entries"),
    Route("GET", f"{V1}/log/inclusion", log.inclusion, PUBLIC_ACCESS, "api.log.inclusion"),
    Route("GET", f"{V1}/log/consistency", log.consistency, PUBLIC_ACCESS, "api.log.consistency"),
    Route("POST", f"{V1}/verify", verify.file, PUBLIC_ACCESS, "api.verify.file"),
    Route("GET", f"{V1}/places/{{code}}", places.one, PUBLIC_ACCESS, "api.places.one"),
    Route("GET", f"{V1}/places/{{code}}/children", places.children, PUBLIC_ACCESS, "api.places.children"),
    Route("POST", f"{V1}/enterprises", enterprises.sign_up, PUBLIC_ACCESS, "api.enterprises.sign_up"),
    Route("POST", f"{V1}/tokens", tokens.first, PUBLIC_ACCESS, "api.tokens.first"),
)  # fmt: skip

ACCOUNT: tuple[Route, ...] = (
    Route("GET", f"{V1}/me", me.show, SIGNED_IN, "api.me.show"),
    Route("POST", f"{V1}/me/password", me.change_password, SIGNED_IN, "api.me.change_password"),
    Route("PUT", f"{V1}/me/language", me.change_language, SIGNED_IN, "api.me.change_language"),
    Route("GET", f"{V1}/me/tokens", tokens.mine, P.TOKEN_MANAGE_OWN, "api.tokens.mine"),
    Route("POST", f"{V1}/me/tokens", tokens.issue, P.TOKEN_MANAGE_OWN, "api.tokens.issue"),
    Route("DELETE", f"{V1}/me/tokens/{{token_id}}", tokens.revoke, P.TOKEN_MANAGE_OWN, "api.tokens.revoke"),
)

ENTERPRISES: tuple[Route, ...] = (
    Route("GET", f"{V1}/enterprises", enterprises.mine, P.ENTERPRISE_MANAGE_OWN, "api.enterprises.mine"),
    Route("GET", ENTERPRISE, enterprises.one, SIGNED_IN, "api.enterprises.one"),
    Route("PUT", ENTERPRISE, enterprises.change, P.ENTERPRISE_MANAGE_OWN, "api.enterprises.change"),
    Route("GET", f"{ENTERPRISE}/members", members.listed, P.ENTERPRISE_MANAGE_OWN, "api.members.listed"),
    Route("POST", f"{ENTERPRISE}/members", members.add, P.ENTERPRISE_MANAGE_OWN, "api.members.add"),
    Route("DELETE", f"{ENTERPRISE}/members/{{account_id}}", members.end, P.ENTERPRISE_MANAGE_OWN, "api.members.end"),
    Route("GET", f"{ENTERPRISE}/sites", sites.of_enterprise, SIGNED_IN, "api.sites.of_enterprise"),
    Route("POST", f"{ENTERPRISE}/sites", sites.add, P.SITE_MANAGE_OWN, "api.sites.add"),
    Route("GET", f"{V1}/sites/{{site_id}}", sites.one, SIGNED_IN, "api.sites.one"),
    Route("PUT", f"{V1}/sites/{{site_id}}", sites.change, P.SITE_MANAGE_OWN, "api.sites.change"),
    Route("GET", f"{V1}/applications", applications.mine, P.APPLICATION_READ_OWN, "api.applications.mine"),
    Route("POST", f"{V1}/applications", applications.open_form, P.APPLICATION_FILL_OWN, "api.applications.open_form"),
    Route("PATCH", f"{APPLICATION}/answers", applications.save, P.APPLICATION_FILL_OWN, "api.applications.save"),
    Route("POST", f"{APPLICATION}/evidence", evidence.offer, P.APPLICATION_FILL_OWN, "api.evidence.offer"),
    Route("DELETE", FILE, evidence.take_back, P.APPLICATION_FILL_OWN, "api.evidence.take_back"),
    Route("POST", f"{APPLICATION}/submit", applications.submit, P.APPLICATION_FILL_OWN, "api.applications.submit"),
    Route("POST", f"{APPLICATION}/edition", applications.move, P.APPLICATION_FILL_OWN, "api.applications.move"),
    Route("GET", f"{V1}/renewals", duties.renewals, P.APPLICATION_READ_OWN, "api.duties.renewals"),
    Route("GET", f"{CERTIFICATE}/renewal", duties.renewal, P.APPLICATION_FILL_OWN, "api.duties.renewal"),
    Route("POST", f"{CERTIFICATE}/renew", duties.renew, P.APPLICATION_FILL_OWN, "api.duties.renew"),
    Route("POST", f"{APPLICATION}/withdraw", applications.withdraw, P.APPLICATION_FILL_OWN, "api.applications.withdraw"),
)  # fmt: skip

FILES: tuple[Route, ...] = (
    Route("GET", APPLICATION, applications.one, SIGNED_IN, "api.applications.one"),
    Route("GET", FILE, evidence.download, SIGNED_IN, "api.evidence.download"),
    Route("GET", f"{APPLICATION}/history", progress.history, SIGNED_IN, "api.progress.history"),
    Route("GET", f"{APPLICATION}/submissions", progress.submissions, SIGNED_IN, "api.progress.submissions"),
    Route("GET", f"{V1}/submissions/{{submission_id}}", progress.submission, SIGNED_IN, "api.progress.submission"),
    Route("GET", f"{APPLICATION}/advice", scorecards.advice, SIGNED_IN, "api.scorecards.advice"),
    Route("GET", f"{APPLICATION}/scorecards", scorecards.of_application, SIGNED_IN, "api.scorecards.of_application"),
    Route(
        "GET",
        f"{APPLICATION}/scorecards/{{assessment_id}}.xlsx",
        score_sheets.of_assessment,
        SIGNED_IN,
        "api.scorecards.score_sheet",
    ),
    Route(
        "GET", f"{APPLICATION}/scorecards/{{assessment_id}}.pdf", documents.score_sheet, SIGNED_IN, "api.scorecards.pdf"
    ),
    Route(
        "POST",
        f"{APPLICATION}/scorecards/{{assessment_id}}/print",
        scorecards.print_,
        SIGNED_IN,
        "api.scorecards.print",
    ),
    Route("GET", f"{APPLICATION}/checks", progress.checks, SIGNED_IN, "api.progress.checks"),
    Route("GET", f"{APPLICATION}/notices", progress.notices_of, SIGNED_IN, "api.progress.notices_of"),
    Route("GET", f"{APPLICATION}/outcome", progress.outcome, SIGNED_IN, "api.progress.outcome"),
    Route("GET", f"{V1}/reminders", duties.reminders, SIGNED_IN, "api.duties.reminders"),
    Route("GET", f"{CERTIFICATE}/rechecks", duties.of_certificate, SIGNED_IN, "api.duties.of_certificate"),
    Route("GET", f"{CERTIFICATE}/versions", certificates.versions, SIGNED_IN, "api.certificates.versions"),
    Route("GET", f"{APPLICATION}/certificate", progress.certificate, SIGNED_IN, "api.progress.certificate"),
)

ADMINISTRATION: tuple[Route, ...] = (
    Route("GET", f"{V1}/accounts", accounts.listed, P.ACCOUNT_MANAGE, "api.accounts.listed"),
    Route("POST", f"{V1}/accounts", accounts.appoint, P.ACCOUNT_MANAGE, "api.accounts.appoint"),
    Route("GET", ACCOUNT_OF, accounts.one, P.ACCOUNT_MANAGE, "api.accounts.one"),
    Route("POST", f"{ACCOUNT_OF}/grant", accounts.grant, P.ACCOUNT_MANAGE, "api.accounts.grant"),
    Route("POST", f"{ACCOUNT_OF}/relieve", accounts.relieve, P.ACCOUNT_MANAGE, "api.accounts.relieve"),
    Route("PUT", f"{ACCOUNT_OF}/use", accounts.use, P.ACCOUNT_MANAGE, "api.accounts.use"),
    Route("GET", f"{V1}/audit", audit.trail, P.AUDIT_READ, "api.audit.trail"),
    Route("GET", f"{V1}/audit/chain", audit.chain, P.AUDIT_READ, "api.audit.chain"),
)

SIMULATIONS: tuple[Route, ...] = (
    Route("GET", f"{V1}/simulations", simulations.listed, P.SIMULATION_READ, "api.simulations.listed"),
    Route("POST", f"{V1}/simulations", simulations.start, P.SIMULATION_RUN, "api.simulations.start"),
    Route("GET", f"{SIMULATION}.xlsx", simulation_sheets.workbook, P.SIMULATION_READ, "api.simulations.workbook"),
    Route("GET", SIMULATION, simulations.one, P.SIMULATION_READ, "api.simulations.one"),
    Route("GET", f"{SIMULATION}/moves", simulations.moves, P.SIMULATION_READ, "api.simulations.moves"),
    Route("POST", f"{SIMULATION}/retry", simulations.try_again, P.SIMULATION_RUN, "api.simulations.try_again"),
    Route("POST", f"{SIMULATION}/cancel", simulations.cancel, P.SIMULATION_RUN, "api.simulations.cancel"),
)

EDITIONS: tuple[Route, ...] = (
    Route("GET", f"{V1}/edition-drafts", editions.listed, P.EDITION_READ, "api.editions.listed"),
    Route("POST", f"{V1}/edition-drafts", editions.copy, P.EDITION_DRAFT, "api.editions.copy"),
    Route("POST", f"{V1}/edition-drafts/import", editions.import_table, P.EDITION_DRAFT, "api.editions.import_table"),
    Route("GET", DRAFT, editions.one, P.EDITION_READ, "api.editions.one"),
    Route("PUT", DRAFT, editions.save, P.EDITION_DRAFT, "api.editions.save"),
    Route("DELETE", DRAFT, editions.discard, P.EDITION_DRAFT, "api.editions.discard"),
    Route("PUT", f"{DRAFT}/cases/{{code}}", editions.save_cases, P.EDITION_DRAFT, "api.editions.save_cases"),
    Route("GET", f"{DRAFT}/diff", editions.difference, P.EDITION_READ, "api.editions.difference"),
    Route("POST", f"{DRAFT}/propose", editions.propose, P.EDITION_DRAFT, "api.editions.propose"),
    # Whoever may publish it, or writes drafts, may open it again; the action asks.
    Route("POST", f"{DRAFT}/return", editions.send_back, P.EDITION_READ, "api.editions.send_back"),
    Route("POST", f"{DRAFT}/publish", editions.publish, P.EDITION_PUBLISH, "api.editions.publish"),
)

OFFICES: tuple[Route, ...] = (
    Route("POST", f"{V1}/rounds", rounds.announce, P.ROUND_MANAGE, "api.rounds.announce"),
    Route("GET", f"{V1}/queue", reviews.queue, P.APPLICATION_READ, "api.reviews.queue"),
    Route("POST", f"{APPLICATION}/accept", reviews.accept, P.APPLICATION_CHECK, "api.reviews.accept"),
    Route("POST", f"{APPLICATION}/return", reviews.send_back, P.APPLICATION_CHECK, "api.reviews.send_back"),
    Route("GET", f"{APPLICATION}/reviewers", reviews.reviewers, P.REVIEW_ASSIGN, "api.reviews.reviewers"),
    Route("GET", f"{APPLICATION}/assignments", reviews.assignments, P.REVIEW_ASSIGN, "api.reviews.assignments"),
    Route("POST", f"{APPLICATION}/assign", reviews.assign, P.REVIEW_ASSIGN, "api.reviews.assign"),
    Route("GET", f"{V1}/reviews", reviews.mine, P.REVIEW_DO, "api.reviews.mine"),
    Route("GET", REVIEW, reviews.sheet, SIGNED_IN, "api.reviews.sheet"),
    Route("PUT", f"{REVIEW}/findings/{{criterion}}", reviews.find, P.REVIEW_DO, "api.reviews.find"),
    Route("POST", f"{REVIEW}/conclude", reviews.conclude, P.REVIEW_DO, "api.reviews.conclude"),
    Route("GET", f"{V1}/notices/window", notices.window, P.NOTICE_PUBLISH, "api.notices.window"),
    Route("GET", f"{V1}/notices/candidates", notices.candidates, P.NOTICE_PUBLISH, "api.notices.candidates"),
    Route("POST", f"{V1}/notices/plan", notices.plan, P.NOTICE_PUBLISH, "api.notices.plan"),
    Route("POST", f"{V1}/notices", notices.publish, P.NOTICE_PUBLISH, "api.notices.publish"),
    Route("POST", f"{NOTICE}/print", notices.print_, P.NOTICE_PUBLISH, "api.notices.print"),
    Route("GET", f"{NOTICE}/objections", notices.objections, P.OBJECTION_ANSWER, "api.notices.objections"),
    Route("GET", f"{V1}/objections", notices.open_objections, P.OBJECTION_ANSWER, "api.notices.open_objections"),
    Route("GET", OBJECTION, notices.objection, P.OBJECTION_ANSWER, "api.notices.objection"),
    Route("POST", f"{OBJECTION}/answer", notices.answer, P.OBJECTION_ANSWER, "api.notices.answer"),
    Route("GET", f"{V1}/decisions", decisions.listed, P.DECISION_READ, "api.decisions.listed"),
    Route("GET", f"{V1}/decisions/proposable", decisions.proposable, P.DECISION_PROPOSE, "api.decisions.proposable"),
    Route("GET", DECISION, decisions.one, P.DECISION_READ, "api.decisions.one"),
    Route("GET", f"{DECISION}/preview", decisions.preview, P.DECISION_READ, "api.decisions.preview"),
    Route("GET", f"{APPLICATION}/decisions", decisions.of_application, P.DECISION_READ, "api.decisions.of_application"),
    Route("POST", f"{V1}/decisions", decisions.propose, P.DECISION_PROPOSE, "api.decisions.propose"),
    Route("POST", f"{DECISION}/decide", decisions.decide, P.DECISION_DECIDE, "api.decisions.decide"),
    Route("GET", f"{V1}/certificates", certificates.listed, SIGNED_IN, "api.certificates.listed"),
    Route("GET", f"{CERTIFICATE}/details", certificates.details, SIGNED_IN, "api.certificates.details"),
    Route("POST", f"{CERTIFICATE}/suspend", certificates.suspend, P.CERTIFICATE_SUSPEND, "api.certificates.suspend"),
    Route(
        "POST", f"{CERTIFICATE}/reinstate", certificates.reinstate, P.CERTIFICATE_SUSPEND, "api.certificates.reinstate"
    ),
    Route("POST", f"{CERTIFICATE}/revoke", certificates.revoke, P.CERTIFICATE_REVOKE, "api.certificates.revoke"),
    Route("POST", f"{CERTIFICATE}/cancel", certificates.cancel, P.CERTIFICATE_REVOKE, "api.certificates.cancel"),
    Route("POST", f"{CERTIFICATE}/reissue", reissues.propose, P.REISSUE_PROPOSE, "api.reissues.propose"),
    Route("POST", f"{CERTIFICATE}/reissue/preview", reissues.preview, P.REISSUE_PROPOSE, "api.reissues.preview"),
    Route("GET", f"{V1}/reissues", reissues.listed, P.CERTIFICATE_READ, "api.reissues.listed"),
    Route("GET", REISSUE, reissues.one, P.CERTIFICATE_READ, "api.reissues.one"),
    Route("GET", f"{REISSUE}/preview", reissues.preview_of, P.CERTIFICATE_READ, "api.reissues.preview_of"),
    Route("POST", f"{REISSUE}/decide", reissues.decide, P.REISSUE_CONFIRM, "api.reissues.decide"),
    Route("GET", f"{V1}/rechecks", duties.waiting, P.CERTIFICATE_READ, "api.duties.waiting"),
    Route("POST", f"{CERTIFICATE}/rechecks/{{duty}}", duties.record, P.RECHECK_RECORD, "api.duties.record"),
    Route("PUT", f"{V1}/targets", targets.set_one, P.TARGET_MANAGE, "api.targets.set_one"),
)

ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/openapi.json", description.openapi, PUBLIC_ACCESS, "api.openapi"),
    Route("GET", "/api/docs", description.docs, PUBLIC_ACCESS, "api.docs"),
    *PUBLIC,
    *ACCOUNT,
    *ENTERPRISES,
    *FILES,
    *OFFICES,
    *EDITIONS,
    *SIMULATIONS,
    *ADMINISTRATION,
)
