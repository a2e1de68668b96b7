"""Pages that anybody may read, without signing in. The list of addresses is `routes.py`; pages are named after their templates."""
