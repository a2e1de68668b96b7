"""Trust: every key this installation ever sealed or signed with, so that what an old key made stays believed.

The private halves are the press's alone. What a reader does with the list is `certificates/trust.py` and `verify.py`.
"""
