"""The JSON door: everything under /api/v1. The list of addresses is `routes.py`; pages are named after their templates."""
