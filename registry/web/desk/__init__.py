"""The bureau and expert desk: pages under /desk. The list of addresses is `routes.py`; pages are named after their templates."""
