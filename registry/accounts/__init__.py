"""People: accounts, roles over places and enterprises, passwords, sessions, API tokens.

Cookies and sign-in pages are `registry/web/`'s; enterprises themselves are `registry/enterprises/`'s.
"""
