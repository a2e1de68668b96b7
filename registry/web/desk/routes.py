"""Addresses of the desk audience: one row each, with the permission it needs. Handlers are beside this file."""

from registry.accounts.rules import Permission
from registry.web.desk import applications, assigning, checks, files, queue, reviews
from registry.web.routing import SIGNED_IN, NavItem, Route

P = Permission
APPLICATION = "/desk/applications/{application_id}"
REVIEW = "/desk/reviews/{assignment_id}"

ROUTES: tuple[Route, ...] = (
    Route("GET", "/desk", queue.show, SIGNED_IN, "desk.queue"),
    Route("GET", "/desk/applications", applications.show, P.APPLICATION_READ, "desk.applications"),
    Route("GET", APPLICATION, applications.application, P.APPLICATION_READ, "desk.applications.application"),
    Route("GET", f"{APPLICATION}/check", checks.show, P.APPLICATION_CHECK, "desk.checks"),
    Route("POST", f"{APPLICATION}/check", checks.decide, P.APPLICATION_CHECK, "desk.checks.decide"),
    Route("GET", f"{APPLICATION}/assign", assigning.show, P.REVIEW_ASSIGN, "desk.assigning"),
    Route("POST", f"{APPLICATION}/assign", assigning.assign, P.REVIEW_ASSIGN, "desk.assigning.assign"),
    Route("GET", "/desk/reviews", reviews.show, P.REVIEW_DO, "desk.reviews"),
    # The reviewer works on it, the office that assigned it looks on: the query knows both.
    Route("GET", REVIEW, reviews.sheet, SIGNED_IN, "desk.reviews.sheet"),
    Route("POST", f"{REVIEW}/findings/{{criterion}}", reviews.find, P.REVIEW_DO, "desk.reviews.find"),
    Route("POST", f"{REVIEW}/conclude", reviews.conclude, P.REVIEW_DO, "desk.reviews.conclude"),
    # A reviewer holds no permission over applications: whose file it is decides.
    Route("GET", "/desk/files/{application_id}/{file_id}", files.download, SIGNED_IN, "desk.files.download"),
)

NAVIGATION: tuple[NavItem, ...] = (
    NavItem("/desk", "To do", SIGNED_IN),
    NavItem("/desk/applications", "Applications", P.APPLICATION_READ),
    NavItem("/desk/reviews", "My reviews", P.REVIEW_DO),
)
