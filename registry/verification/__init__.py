"""Files that people bring to be checked: the verdict of `certificates/verify.py`, and what the register says of the number.

Nothing that is brought is kept. Answers about a number alone are `registry/issuance/queries.status_of`'s.
"""
