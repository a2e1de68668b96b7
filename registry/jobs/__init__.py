"""The queue: work to be done after a transaction is kept, at least once, by whichever process has a hand free.

Who does what is `registry/worker.py`'s (high floor); here nobody knows what a job means.
"""
