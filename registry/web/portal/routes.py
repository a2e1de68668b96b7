"""Addresses of the portal audience: one row each, with the permission it needs. Handlers are beside this file."""

from registry.accounts.rules import Permission
from registry.web import documents, own_account, score_sheets
from registry.web.portal import (
    applications,
    apply,
    certificates,
    chapters,
    enterprises,
    evidence,
    members,
    renew,
    result,
    sign_up,
    sites,
    start,
    submit,
    withdraw,
)
from registry.web.routing import PUBLIC_ACCESS, SIGNED_IN, NavItem, Route

READ = Permission.APPLICATION_READ_OWN
FILL = Permission.APPLICATION_FILL_OWN
SITES = Permission.SITE_MANAGE_OWN
OWN = Permission.ENTERPRISE_MANAGE_OWN
ONE = "/portal/applications/{application_id}"
RENEWAL = "/portal/certificates/{certificate_id}/renew"
ENTERPRISE = "/portal/enterprises/{enterprise_id}"
MEMBERS = f"{ENTERPRISE}/members"
FILES = f"{ONE}/evidence/{{code}}"

ROUTES: tuple[Route, ...] = (
    Route("GET", "/sign-up", sign_up.show, PUBLIC_ACCESS, "sign_up.show"),
    Route("POST", "/sign-up", sign_up.submit, PUBLIC_ACCESS, "sign_up.submit"),
    Route("GET", "/portal", start.show, READ, "portal.start"),
    Route("GET", "/portal/sites/new", sites.new, SITES, "portal.sites.new"),
    Route("POST", "/portal/sites/new", sites.add, SITES, "portal.sites.add"),
    Route("GET", "/portal/sites/{site_id}", sites.show, SITES, "portal.sites.show"),
    Route("POST", "/portal/sites/{site_id}", sites.change, SITES, "portal.sites.change"),
    Route("GET", ENTERPRISE, enterprises.show, OWN, "portal.enterprises.show"),
    Route("POST", ENTERPRISE, enterprises.change, OWN, "portal.enterprises.change"),
    Route("GET", MEMBERS, members.show, OWN, "portal.members.show"),
    Route("GET", f"{MEMBERS}/new", members.new, OWN, "portal.members.new"),
    Route("POST", f"{MEMBERS}/new", members.add, OWN, "portal.members.add"),
    Route("GET", f"{MEMBERS}/{{account_id}}/end", members.asking, OWN, "portal.members.asking"),
    Route("POST", f"{MEMBERS}/{{account_id}}/end", members.end, OWN, "portal.members.end"),
    Route("GET", "/portal/apply", apply.show, FILL, "portal.apply.show"),
    Route("POST", "/portal/apply", apply.submit, FILL, "portal.apply.submit"),
    Route("GET", ONE, applications.show, READ, "portal.applications.show"),
    Route("GET", f"{ONE}/chapters/{{code}}", chapters.show, READ, "portal.chapters.show"),
    Route("POST", f"{ONE}/chapters/{{code}}", chapters.save, FILL, "portal.chapters.save"),
    Route("POST", f"{ONE}/answers/{{code}}.json", chapters.autosave, FILL, "portal.chapters.autosave"),
    Route("GET", FILES, evidence.show, READ, "portal.evidence.show"),
    Route("POST", FILES, evidence.add, FILL, "portal.evidence.add"),
    Route("GET", f"{FILES}/{{file_id}}/withdraw", evidence.asking, FILL, "portal.evidence.asking"),
    Route("POST", f"{FILES}/{{file_id}}/withdraw", evidence.withdraw, FILL, "portal.evidence.withdraw"),
    Route("GET", f"{ONE}/files/{{file_id}}", evidence.download, READ, "portal.evidence.download"),
    Route("GET", f"{ONE}/submit", submit.show, FILL, "portal.submit.show"),
    Route("POST", f"{ONE}/submit", submit.submit, FILL, "portal.submit.submit"),
    Route("GET", f"{ONE}/result", result.show, READ, "portal.result"),
    Route("GET", f"{ONE}/scorecards/{{assessment_id}}.xlsx", score_sheets.of_assessment, READ, "portal.score_sheet"),
    Route("GET", f"{ONE}/scorecards/{{assessment_id}}.pdf", documents.score_sheet, READ, "portal.score_sheet.pdf"),
    Route(
        "POST",
        f"{ONE}/scorecards/{{assessment_id}}/print",
        documents.print_for_member,
        READ,
        "portal.score_sheet.print",
    ),
    Route("GET", f"{ONE}/withdraw", withdraw.show, FILL, "portal.withdraw.show"),
    Route("POST", f"{ONE}/withdraw", withdraw.withdraw, FILL, "portal.withdraw.withdraw"),
    Route("POST", f"{ONE}/edition", applications.move, FILL, "portal.applications.move"),
    Route("GET", "/portal/certificates", certificates.show, READ, "portal.certificates"),
    Route("GET", RENEWAL, renew.show, FILL, "portal.renew.show"),
    Route("POST", RENEWAL, renew.begin, FILL, "portal.renew.begin"),
    *own_account.routes("portal"),
)

NAVIGATION: tuple[NavItem, ...] = (
    NavItem("/portal", "Start", READ),
    NavItem("/portal/apply", "Apply", FILL),
    NavItem("/portal/certificates", "Certificates", READ),
    NavItem("/portal/account", "Account", SIGNED_IN),
)
