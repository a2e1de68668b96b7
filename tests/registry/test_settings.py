"""Defaults need nothing; the environment wins over the file; secrets do not show."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from registry.settings import Settings


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LVCE_{name.upper()}", raising=False)


def test_defaults_need_nothing():
    settings = Settings()
    assert settings.is_sqlite
    assert settings.sqlite_path == Path("data/lvce.sqlite3")
    assert settings.environment == "production"


def test_arguments_then_environment_then_file(tmp_path, monkeypatch):
    (tmp_path / "lvce.toml").write_text('port = 1\nhost = "0.0.0.0"\nprovince = "440000"\nunknown = 1\n')
    monkeypatch.setenv("LVCE_PORT", "2")
    monkeypatch.setenv("LVCE_PROVINCE", "530000")
    settings = Settings(province="520000")
    assert (settings.host, settings.port, settings.province) == ("0.0.0.0", 2, "520000")  # noqa: S104 - only a value


@pytest.mark.parametrize(
    ("address", "sqlite"),
    [("", True), ("sqlite:///srv/lvce.sqlite3", True), ("postgres://db/lvce", False)],
)
def test_which_database(address, sqlite):
    assert Settings(database_url=address).is_sqlite is sqlite


def test_sqlite_elsewhere():
    assert Settings(database_url="sqlite:///srv/x.sqlite3").sqlite_path == Path("/srv/x.sqlite3")
    assert Settings(database_url="sqlite://x.sqlite3").sqlite_path == Path("x.sqlite3")


@pytest.mark.parametrize(
    "wrong",
    [{"port": 70000}, {"province": "52"}, {"province": "520100"}, {"environment": "x"}, {"max_upload_bytes": 0}],
)
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_secrets_do_not_show():
    settings = Settings(signer_password="hunter2")
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump_json()}"
