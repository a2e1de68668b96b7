"""The enterprise portal: pages under /portal. The list of addresses is `routes.py`; pages are named after their templates."""
