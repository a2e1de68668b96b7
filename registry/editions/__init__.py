"""Editions of criteria that bureaus write themselves: drafts from their tables, and the editions published of them."""
