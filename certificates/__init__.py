"""The press: wording, numbers, pages, seals and the checking of certificates.

No database, no HTTP, nothing of `registry/`. Which certificates exist is `registry/issuance/`'s to remember.
"""
