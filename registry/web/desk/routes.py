"""Addresses of the desk audience: one row each, with the permission it needs. Handlers are beside this file."""

from registry.accounts.rules import Permission
from registry.web import documents, own_account, score_sheets, simulation_sheets
from registry.web.desk import (
    accounts,
    applications,
    assigning,
    audit,
    certificates,
    checks,
    decisions,
    edition_cases,
    edition_criteria,
    edition_drafts,
    edition_publishing,
    edition_settings,
    editions,
    files,
    notices,
    objections,
    proposing,
    queue,
    rechecks,
    reissues,
    reviews,
    rounds,
    simulations,
)
from registry.web.routing import SIGNED_IN, NavItem, Route

P = Permission
APPLICATION = "/desk/applications/{application_id}"
SHEET = f"{APPLICATION}/scorecards/{{assessment_id}}"
SCORE_SHEET = f"{SHEET}.xlsx"
REVIEW = "/desk/reviews/{assignment_id}"
OBJECTION = "/desk/objections/{objection_id}"
DECISION = "/desk/decisions/{decision_id}"
SIMULATION = "/desk/simulations/{simulation_id}"
REISSUE = "/desk/reissues/{reissue_id}"
CERTIFICATE = "/desk/certificates/{certificate_id}"
ACCOUNT = "/desk/accounts/{account_id}"
DRAFT = "/desk/editions/{draft_id}"
RULE = f"{DRAFT}/criteria/{{code}}"

ROUTES: tuple[Route, ...] = (
    Route("GET", "/desk", queue.show, SIGNED_IN, "desk.queue"),
    Route("GET", "/desk/applications", applications.show, P.APPLICATION_READ, "desk.applications"),
    Route("GET", APPLICATION, applications.application, P.APPLICATION_READ, "desk.applications.application"),
    # Officials of the place and its reviewers: the query knows both.
    Route("GET", SCORE_SHEET, score_sheets.of_assessment, SIGNED_IN, "desk.score_sheet"),
    Route("GET", f"{SHEET}.pdf", documents.score_sheet, SIGNED_IN, "desk.score_sheet.pdf"),
    Route("POST", f"{SHEET}/print", documents.print_for_desk, P.APPLICATION_READ, "desk.score_sheet.print"),
    Route("GET", f"{APPLICATION}/check", checks.show, P.APPLICATION_CHECK, "desk.checks"),
    Route("POST", f"{APPLICATION}/check", checks.decide, P.APPLICATION_CHECK, "desk.checks.decide"),
    Route("GET", f"{APPLICATION}/assign", assigning.show, P.REVIEW_ASSIGN, "desk.assigning"),
    Route("POST", f"{APPLICATION}/assign", assigning.assign, P.REVIEW_ASSIGN, "desk.assigning.assign"),
    Route("GET", "/desk/reviews", reviews.show, P.REVIEW_DO, "desk.reviews"),
    # The reviewer works on it, the office that assigned it looks on: the query knows both.
    Route("GET", REVIEW, reviews.sheet, SIGNED_IN, "desk.reviews.sheet"),
    Route("POST", f"{REVIEW}/findings/{{criterion}}", reviews.find, P.REVIEW_DO, "desk.reviews.find"),
    Route("POST", f"{REVIEW}/conclude", reviews.conclude, P.REVIEW_DO, "desk.reviews.conclude"),
    Route("GET", "/desk/notices", notices.show, P.NOTICE_READ, "desk.notices"),
    Route("GET", "/desk/notices/new", notices.new, P.NOTICE_PUBLISH, "desk.notices.new"),
    Route("POST", "/desk/notices/new", notices.plan, P.NOTICE_PUBLISH, "desk.notices.plan"),
    Route("GET", "/desk/notices/{notice_id}", notices.notice, P.NOTICE_READ, "desk.notices.notice"),
    Route("POST", "/desk/notices/{notice_id}/print", notices.print_, P.NOTICE_PUBLISH, "desk.notices.print"),
    Route("GET", OBJECTION, objections.show, P.OBJECTION_ANSWER, "desk.objections"),
    Route("POST", OBJECTION, objections.answer, P.OBJECTION_ANSWER, "desk.objections.answer"),
    Route("GET", f"{APPLICATION}/propose", proposing.show, P.DECISION_PROPOSE, "desk.proposing"),
    Route("POST", f"{APPLICATION}/propose", proposing.propose, P.DECISION_PROPOSE, "desk.proposing.propose"),
    Route("GET", "/desk/decisions", decisions.show, P.DECISION_READ, "desk.decisions"),
    Route("GET", DECISION, decisions.decision, P.DECISION_READ, "desk.decisions.decision"),
    Route("POST", DECISION, decisions.decide, P.DECISION_DECIDE, "desk.decisions.decide"),
    Route("GET", "/desk/certificates", certificates.show, P.CERTIFICATE_READ, "desk.certificates"),
    Route("GET", CERTIFICATE, certificates.certificate, P.CERTIFICATE_READ, "desk.certificates.certificate"),
    Route("GET", f"{CERTIFICATE}/reissue", reissues.new, P.REISSUE_PROPOSE, "desk.reissues.new"),
    Route("POST", f"{CERTIFICATE}/reissue", reissues.propose, P.REISSUE_PROPOSE, "desk.reissues.propose"),
    Route("GET", f"{CERTIFICATE}/rechecks/{{duty}}", rechecks.new, P.RECHECK_RECORD, "desk.rechecks.new"),
    Route("POST", f"{CERTIFICATE}/rechecks/{{duty}}", rechecks.record, P.RECHECK_RECORD, "desk.rechecks.record"),
    # Revoking needs more; which step needs what is in the handler, and the action asks again.
    Route("GET", f"{CERTIFICATE}/{{step}}", certificates.changing, P.CERTIFICATE_SUSPEND, "desk.certificates.changing"),
    Route("POST", f"{CERTIFICATE}/{{step}}", certificates.change, P.CERTIFICATE_SUSPEND, "desk.certificates.change"),
    Route("GET", "/desk/reissues", reissues.show, P.CERTIFICATE_READ, "desk.reissues"),
    Route("GET", REISSUE, reissues.reissue, P.CERTIFICATE_READ, "desk.reissues.reissue"),
    Route("POST", REISSUE, reissues.decide, P.REISSUE_CONFIRM, "desk.reissues.decide"),
    Route("GET", "/desk/rechecks", rechecks.show, P.CERTIFICATE_READ, "desk.rechecks"),
    Route("GET", "/desk/rounds", rounds.show, P.ROUND_MANAGE, "desk.rounds"),
    Route("POST", "/desk/rounds", rounds.announce, P.ROUND_MANAGE, "desk.rounds.announce"),
    Route("GET", "/desk/simulations", simulations.show, P.SIMULATION_READ, "desk.simulations"),
    Route("POST", "/desk/simulations", simulations.start, P.SIMULATION_RUN, "desk.simulations.start"),
    Route("GET", f"{SIMULATION}.xlsx", simulation_sheets.workbook, P.SIMULATION_READ, "desk.simulations.workbook"),
    Route("GET", SIMULATION, simulations.simulation, P.SIMULATION_READ, "desk.simulations.simulation"),
    Route("POST", f"{SIMULATION}/retry", simulations.try_again, P.SIMULATION_RUN, "desk.simulations.try_again"),
    Route("POST", f"{SIMULATION}/cancel", simulations.cancel, P.SIMULATION_RUN, "desk.simulations.cancel"),
    Route("GET", "/desk/editions", editions.show, P.EDITION_READ, "desk.editions"),
    Route("GET", "/desk/editions/new", editions.new, P.EDITION_DRAFT, "desk.editions.new"),
    Route("POST", "/desk/editions/new", editions.begin, P.EDITION_DRAFT, "desk.editions.begin"),
    Route("GET", DRAFT, edition_drafts.show, P.EDITION_READ, "desk.edition_drafts"),
    Route("GET", f"{DRAFT}/discard", edition_drafts.discarding, P.EDITION_DRAFT, "desk.edition_drafts.discarding"),
    Route("POST", f"{DRAFT}/discard", edition_drafts.discard, P.EDITION_DRAFT, "desk.edition_drafts.discard"),
    Route("GET", f"{DRAFT}/settings", edition_settings.show, P.EDITION_DRAFT, "desk.edition_settings"),
    Route("POST", f"{DRAFT}/settings", edition_settings.save, P.EDITION_DRAFT, "desk.edition_settings.save"),
    Route("GET", f"{DRAFT}/add", edition_criteria.new, P.EDITION_DRAFT, "desk.edition_criteria.new"),
    Route("POST", f"{DRAFT}/add", edition_criteria.add, P.EDITION_DRAFT, "desk.edition_criteria.add"),
    Route("GET", RULE, edition_criteria.show, P.EDITION_DRAFT, "desk.edition_criteria"),
    Route("POST", RULE, edition_criteria.save, P.EDITION_DRAFT, "desk.edition_criteria.save"),
    Route("GET", f"{RULE}/remove", edition_criteria.removing, P.EDITION_DRAFT, "desk.edition_criteria.removing"),
    Route("POST", f"{RULE}/remove", edition_criteria.remove, P.EDITION_DRAFT, "desk.edition_criteria.remove"),
    Route("GET", f"{RULE}/cases", edition_cases.show, P.EDITION_DRAFT, "desk.edition_cases"),
    Route("POST", f"{RULE}/cases", edition_cases.save, P.EDITION_DRAFT, "desk.edition_cases.save"),
    Route("GET", f"{DRAFT}/publish", edition_publishing.show, P.EDITION_READ, "desk.edition_publishing"),
    Route("POST", f"{DRAFT}/propose", edition_publishing.propose, P.EDITION_DRAFT, "desk.edition_publishing.propose"),
    Route("POST", f"{DRAFT}/publish", edition_publishing.publish, P.EDITION_PUBLISH, "desk.edition_publishing.publish"),
    # Whoever may publish it, or writes drafts, may open it again; the action asks.
    Route("POST", f"{DRAFT}/return", edition_publishing.send_back, P.EDITION_READ, "desk.edition_publishing.return"),
    Route("GET", "/desk/accounts", accounts.show, P.ACCOUNT_MANAGE, "desk.accounts"),
    Route("GET", "/desk/accounts/new", accounts.new, P.ACCOUNT_MANAGE, "desk.accounts.new"),
    Route("POST", "/desk/accounts/new", accounts.open_one, P.ACCOUNT_MANAGE, "desk.accounts.open"),
    Route("GET", ACCOUNT, accounts.account, P.ACCOUNT_MANAGE, "desk.accounts.account"),
    Route("POST", f"{ACCOUNT}/roles", accounts.grant, P.ACCOUNT_MANAGE, "desk.accounts.grant"),
    Route("POST", f"{ACCOUNT}/roles/end", accounts.revoke, P.ACCOUNT_MANAGE, "desk.accounts.revoke"),
    Route("POST", f"{ACCOUNT}/use", accounts.use, P.ACCOUNT_MANAGE, "desk.accounts.use"),
    Route("GET", "/desk/audit", audit.show, P.AUDIT_READ, "desk.audit"),
    Route("GET", "/desk/audit/chain", audit.chain, P.AUDIT_READ, "desk.audit.chain"),
    *own_account.routes("desk"),
    # A reviewer holds no permission over applications: whose file it is decides.
    Route("GET", "/desk/files/{application_id}/{file_id}", files.download, SIGNED_IN, "desk.files.download"),
)

NAVIGATION: tuple[NavItem, ...] = (
    NavItem("/desk", "To do", SIGNED_IN),
    NavItem("/desk/applications", "Applications", P.APPLICATION_READ),
    NavItem("/desk/reviews", "My reviews", P.REVIEW_DO),
    NavItem("/desk/notices", "Public notices", P.NOTICE_READ, also=("/desk/objections",)),
    NavItem("/desk/decisions", "Decisions", P.DECISION_READ),
    NavItem("/desk/certificates", "Certificates", P.CERTIFICATE_READ, also=("/desk/reissues",)),
    NavItem("/desk/rechecks", "Re-checks", P.CERTIFICATE_READ),
    NavItem("/desk/rounds", "Rounds", P.ROUND_MANAGE),
    NavItem("/desk/simulations", "Simulations", P.SIMULATION_READ),
    NavItem("/desk/editions", "Editions", P.EDITION_READ),
    NavItem("/desk/accounts", "Accounts", P.ACCOUNT_MANAGE),
    NavItem("/desk/audit", "Audit trail", P.AUDIT_READ),
    NavItem("/desk/account", "Your account", SIGNED_IN),
)
