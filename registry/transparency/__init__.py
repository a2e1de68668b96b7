"""The transparency log: public facts in the order in which they came, that nobody can change unseen, not even we.

Each area says which facts are its own. Trees and texts are `certificates/merkle.py`, `log_entries.py` and
`checkpoints.py`; the audit chain, which is not public, is `registry/audit/`.
"""
