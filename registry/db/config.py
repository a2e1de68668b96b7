"""Settings → the ORM's configuration: which engine, which file or server, which models and migrations."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from registry.db.models_index import MODEL_MODULES
from registry.errors import Misconfigured
from registry.settings import Settings

APP = "registry"
"""The one app label: dependencies between apps are broken in the ORM's migrations."""

OPTIONS = {
    "host": "host",
    "sslmode": "ssl",
    "minsize": "minsize",
    "maxsize": "maxsize",
    "statement_cache_size": "statement_cache_size",
    "application_name": "application_name",
}
"""What may follow the question mark of a postgres:// address → the driver's name for it."""


def tortoise_config(settings: Settings) -> dict[str, Any]:
    """The ORM's configuration for these settings. Raises Misconfigured for an address that is no database's."""
    connection = _sqlite(settings) if settings.is_sqlite else _postgres(settings)
    return {
        "connections": {"default": connection},
        "apps": {
            APP: {"models": list(MODEL_MODULES), "default_connection": "default", "migrations": "registry.migrations"}
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _sqlite(settings: Settings) -> dict[str, Any]:
    return {
        "engine": "registry.db.sqlite_engine",
        "credentials": {
            "file_path": str(settings.sqlite_path),
            "journal_mode": "WAL",
            "foreign_keys": "ON",
            "busy_timeout": 10_000,  # milliseconds; another process may be migrating or backing up
            "synchronous": "FULL",  # a committed submission survives a power cut, not only a crash
        },
    }


def _postgres(settings: Settings) -> dict[str, Any]:
    address = urlsplit(settings.database_url)
    if address.scheme not in {"postgres", "postgresql"}:
        raise Misconfigured(
            "database-url",
            "The database address must begin with postgres:// or sqlite://.",
            hint="Set LVCE_DATABASE_URL, or leave it empty for SQLite in the data folder.",
        )
    given = dict(parse_qsl(address.query))
    if unknown := given.keys() - OPTIONS.keys():
        raise Misconfigured(
            "database-url-option",
            "The database address has an option that is not known: {option}.",
            hint="Known are: {known}.",
            option=min(unknown),
            known=", ".join(sorted(OPTIONS)),
        )
    options = {name: int(value) if value.isdigit() else value for name, value in given.items()}
    return {
        "engine": "registry.db.asyncpg_engine",
        "credentials": {
            "host": address.hostname,
            "port": address.port or 5432,
            "user": unquote(address.username or "") or None,
            "password": unquote(address.password or "") or None,
            "database": unquote(address.path.lstrip("/")),
            "minsize": 1,
            "maxsize": 10,
            **{OPTIONS[name]: value for name, value in options.items()},
        },
    }
