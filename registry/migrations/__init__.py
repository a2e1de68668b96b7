"""The history of the tables, one module per step, for SQLite and PostgreSQL alike. The machinery is `registry/db/`'s."""
