"""Addresses of the public audience: one row each, with the permission it needs. Handlers are beside this file."""

from registry.web.public import health, home, sign_in
from registry.web.routing import PUBLIC_ACCESS, SIGNED_IN, NavItem, Route

ROUTES: tuple[Route, ...] = (
    Route("GET", "/", home.show, PUBLIC_ACCESS, "home"),
    Route("GET", "/healthz", health.live, PUBLIC_ACCESS, "healthz"),
    Route("GET", "/readyz", health.ready, PUBLIC_ACCESS, "readyz"),
    Route("GET", "/sign-in", sign_in.show, PUBLIC_ACCESS, "sign_in.show"),
    Route("POST", "/sign-in", sign_in.submit, PUBLIC_ACCESS, "sign_in.submit"),
    Route("POST", "/sign-out", sign_in.leave, SIGNED_IN, "sign_in.leave"),
)

NAVIGATION: tuple[NavItem, ...] = (
    NavItem("/register", "Register", PUBLIC_ACCESS),
    NavItem("/verify", "Check a certificate", PUBLIC_ACCESS),
    NavItem("/notices", "Public notices", PUBLIC_ACCESS),
    NavItem("/criteria", "Criteria", PUBLIC_ACCESS),
    NavItem("/targets", "Targets", PUBLIC_ACCESS),
)
