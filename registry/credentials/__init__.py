"""Certificates as programs elsewhere read them: credentials, signed lists of the revoked and suspended, our DID document.

What a credential and a list look like is `certificates/credential.py` and `status_list.py`; keys are `registry/trust/`'s.
"""
