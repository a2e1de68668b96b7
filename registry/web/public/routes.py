"""Addresses of the public audience: one row each, with the permission it needs. Handlers are beside this file."""

from registry.web import documents, score_sheets
from registry.web.public import (
    certificates,
    comparing,
    credentials,
    criteria,
    health,
    home,
    log,
    notices,
    register,
    sign_in,
    targets,
    trust,
    verify,
    verify_file,
    verify_offline,
)
from registry.web.routing import PUBLIC_ACCESS, SIGNED_IN, NavItem, Route

OBJECTIONS = "/notices/{notice_id}/objections/{application_id}"

ROUTES: tuple[Route, ...] = (
    Route("GET", "/", home.show, PUBLIC_ACCESS, "home"),
    Route("GET", "/healthz", health.live, PUBLIC_ACCESS, "healthz"),
    Route("GET", "/readyz", health.ready, PUBLIC_ACCESS, "readyz"),
    Route("GET", "/sign-in", sign_in.show, PUBLIC_ACCESS, "sign_in.show"),
    Route("POST", "/sign-in", sign_in.submit, PUBLIC_ACCESS, "sign_in.submit"),
    Route("POST", "/sign-out", sign_in.leave, SIGNED_IN, "sign_in.leave"),
    Route("GET", "/register", register.show, PUBLIC_ACCESS, "register"),
    Route("GET", "/register/{entry_id}", register.entry, PUBLIC_ACCESS, "register.entry"),
    Route("GET", "/verify", verify.show, PUBLIC_ACCESS, "verify"),
    Route("GET", "/verify/offline.html", verify_offline.show, PUBLIC_ACCESS, "verify_offline.show"),
    Route("POST", "/verify", verify_file.submit, PUBLIC_ACCESS, "verify_file.submit"),
    Route("GET", "/verify/{number}", verify.answer, PUBLIC_ACCESS, "verify.answer"),
    Route("GET", "/certificates/{number}.pdf", certificates.pdf, PUBLIC_ACCESS, "certificates.pdf"),
    Route("GET", "/certificates/{number}.json", certificates.record, PUBLIC_ACCESS, "certificates.record"),
    Route(
        "GET", "/certificates/{number}/credential.json",
        certificates.credential, PUBLIC_ACCESS, "certificates.credential",
    ),
    Route(
        "GET", "/certificates/{number}/record.json", certificates.plain_record, PUBLIC_ACCESS, "certificates.plain_record"
    ),
    Route("GET", "/credentials/status/{name}", credentials.status_list, PUBLIC_ACCESS, "credentials.status_list"),
    Route("GET", "/.well-known/did.json", credentials.did, PUBLIC_ACCESS, "credentials.did"),
    Route("GET", "/notices", notices.show, PUBLIC_ACCESS, "notices"),
    # Before the page, whose address would take the ending for a part of the id.
    Route("GET", "/notices/{notice_id}.pdf", documents.notice, PUBLIC_ACCESS, "notices.pdf"),
    Route("GET", "/notices/{notice_id}", notices.notice, PUBLIC_ACCESS, "notices.notice"),
    Route("GET", OBJECTIONS, notices.objecting, PUBLIC_ACCESS, "notices.objecting"),
    Route("POST", OBJECTIONS, notices.objected, PUBLIC_ACCESS, "notices.objected"),
    Route("GET", "/criteria", criteria.show, PUBLIC_ACCESS, "criteria"),
    Route("GET", "/criteria/{scheme}/compare", comparing.show, PUBLIC_ACCESS, "comparing"),
    # Before the page, whose address would take the ending for a part of the edition's name.
    Route("GET", "/criteria/{scheme}/{edition}.xlsx", score_sheets.of_edition, PUBLIC_ACCESS, "criteria.score_sheet"),
    Route("GET", "/criteria/{scheme}/{edition}", criteria.edition, PUBLIC_ACCESS, "criteria.edition"),
    Route("GET", "/targets", targets.show, PUBLIC_ACCESS, "targets"),
    Route("GET", "/trust", trust.show, PUBLIC_ACCESS, "trust"),
    Route("GET", "/trust.pem", trust.pem, PUBLIC_ACCESS, "trust.pem"),
    Route("GET", "/trust.json", trust.whole, PUBLIC_ACCESS, "trust.json"),
    Route("GET", "/log", log.show, PUBLIC_ACCESS, "log"),
    Route("GET", "/log/checkpoint", log.checkpoint, PUBLIC_ACCESS, "log.checkpoint"),
    Route("GET", "/log/{index}", log.entry, PUBLIC_ACCESS, "log.entry"),
)  # fmt: skip

NAVIGATION: tuple[NavItem, ...] = (
    NavItem("/register", "Register", PUBLIC_ACCESS),
    NavItem("/verify", "Check a certificate", PUBLIC_ACCESS),
    NavItem("/notices", "Public notices", PUBLIC_ACCESS),
    NavItem("/criteria", "Criteria", PUBLIC_ACCESS),
    NavItem("/targets", "Targets", PUBLIC_ACCESS),
)
