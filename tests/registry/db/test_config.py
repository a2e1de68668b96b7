"""Settings become the ORM's configuration, or a clear refusal."""

import importlib

import pytest

from registry.db.config import tortoise_config
from registry.db.models_index import MODEL_MODULES
from registry.errors import Misconfigured
from registry.settings import Settings


def credentials(address: str) -> dict[str, object]:
    return dict(tortoise_config(Settings(database_url=address))["connections"]["default"]["credentials"])


def test_sqlite_in_the_data_folder_keeps_what_it_was_given(tmp_path):
    connection = tortoise_config(Settings(database_url="", data=tmp_path))["connections"]["default"]
    assert connection["engine"] == "registry.db.sqlite_engine"
    assert connection["credentials"]["file_path"] == str(tmp_path / "lvce.sqlite3")
    assert connection["credentials"]["synchronous"] == "FULL"


def test_postgres_address_with_odd_characters_and_options():
    found = credentials(
        "postgresql://lv%40ce:p%2Fw@[::1]:5433/re%20g?maxsize=20&sslmode=require&statement_cache_size=0"
    )
    assert found == {
        "host": "::1",
        "port": 5433,
        "user": "lv@ce",
        "password": "p/w",
        "database": "re g",
        "minsize": 1,
        "maxsize": 20,
        "ssl": "require",
        "statement_cache_size": 0,
    }


def test_the_least_address_leaves_the_rest_to_the_driver():
    found = credentials("postgres:///lvce?host=/run/postgresql")
    assert (found["host"], found["port"], found["user"], found["password"]) == ("/run/postgresql", 5432, None, None)


@pytest.mark.parametrize(
    ("address", "code"),
    [("mysql://db/lvce", "database-url"), ("postgres://db/lvce?colour=green", "database-url-option")],
)
def test_what_is_no_address_is_refused(address, code):
    with pytest.raises(Misconfigured) as caught:
        tortoise_config(Settings(database_url=address))
    assert caught.value.code == code


def test_every_listed_module_exists_and_has_tables():
    for name in MODEL_MODULES:
        assert importlib.import_module(name).__doc__
