"""Places by their GB/T 2260 division codes, with the history of codes that lapsed.

Who holds office at a place is `registry/accounts/`'s; targets of a place are `registry/targets/`'s.
"""
