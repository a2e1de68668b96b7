"""Addresses of the portal audience: one row each, with the permission it needs. Handlers are beside this file."""

from registry.accounts.rules import Permission
from registry.web.portal import apply, sign_up, sites, start
from registry.web.routing import PUBLIC_ACCESS, NavItem, Route

READ = Permission.APPLICATION_READ_OWN
FILL = Permission.APPLICATION_FILL_OWN
SITES = Permission.SITE_MANAGE_OWN

ROUTES: tuple[Route, ...] = (
    Route("GET", "/sign-up", sign_up.show, PUBLIC_ACCESS, "sign_up.show"),
    Route("POST", "/sign-up", sign_up.submit, PUBLIC_ACCESS, "sign_up.submit"),
    Route("GET", "/portal", start.show, READ, "portal.start"),
    Route("GET", "/portal/sites/new", sites.new, SITES, "portal.sites.new"),
    Route("POST", "/portal/sites/new", sites.add, SITES, "portal.sites.add"),
    Route("GET", "/portal/sites/{site_id}", sites.show, SITES, "portal.sites.show"),
    Route("POST", "/portal/sites/{site_id}", sites.change, SITES, "portal.sites.change"),
    Route("GET", "/portal/apply", apply.show, FILL, "portal.apply.show"),
    Route("POST", "/portal/apply", apply.submit, FILL, "portal.apply.submit"),
)

NAVIGATION: tuple[NavItem, ...] = (
    NavItem("/portal", "Start", READ),
    NavItem("/portal/apply", "Apply", FILL),
)
