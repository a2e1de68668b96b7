"""Addresses of the portal audience: one row each, with the permission it needs. Handlers are beside this file."""

from registry.web.routing import NavItem, Route

ROUTES: tuple[Route, ...] = ()

NAVIGATION: tuple[NavItem, ...] = ()
