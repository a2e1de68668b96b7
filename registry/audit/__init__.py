"""Who did what, when, to which thing: a chain of entries written inside each action's transaction.

Logs for operators are `registry/logs.py`'s; the public log of certificates is `registry/issuance/`'s.
"""
