"""Every setting: `LVCE_*` environment variables, then `lvce.toml`, then these defaults, which need nothing.

`docs/settings.md` explains each one; a test keeps the two in step.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Settings(BaseSettings):
    """Settings of one installation. Secrets are SecretStr, so that no log or page shows them."""

    model_config = SettingsConfigDict(env_prefix="LVCE_", toml_file="lvce.toml", extra="ignore")

    environment: Literal["production", "demonstration", "test"] = "production"
    data: Path = Field(
        default=Path("data"), description="Folder of the database, the stored files and the demonstration key."
    )
    database_url: str = Field(
        default="", description="Empty: SQLite in the data folder. Or postgres://user:password@host:port/name."
    )
    storage_url: str = Field(default="", description="Empty: a folder in the data folder. Or an s3:// address.")
    base_url: str = Field(
        default="http://127.0.0.1:8080", description="Address that people reach; printed in QR codes."
    )
    host: str = Field(default="127.0.0.1", description="Interface to listen on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on; 0 picks a free one.")
    province: str = Field(
        default="520000", pattern=r"^\d{2}0000$", description="GB/T 2260 code of the province served."
    )
    signer: str = Field(
        default="",
        description="PKCS#12 file with the sealing key, or pkcs11:token=…;object=…?module-path=…. Empty: made on first run in the demonstration, refused in production.",
    )
    signer_password: SecretStr = Field(
        default=SecretStr(""), description="Password of the PKCS#12 file, or PIN of the token."
    )
    statement_key: str = Field(
        default="",
        description="Path of an Ed25519 key (PEM) that signs credentials and the log. Empty: made on first run in the demonstration, refused in production.",
    )
    tsa_url: str = Field(
        default="",
        description="Time-stamp authority (RFC 3161), http:// or https://. Empty: seals carry no time-stamp.",
    )
    tsa_trust: str = Field(default="", description="PEM file of the roots by which its time-stamps are believed.")
    plates: bool = Field(default=True, description="Print certificates from plates; false has each page laid out anew.")
    trusted_proxies: int = Field(
        default=0, ge=0, description="How many reverse proxies stand in front and set X-Forwarded-*."
    )
    max_upload_bytes: int = Field(default=20 * 1024 * 1024, gt=0, description="Largest evidence file, in bytes.")
    scanner_url: str = Field(
        default="", description="ClamAV's daemon: tcp://host:port or unix:///path. Empty: files are not scanned."
    )
    session_idle_minutes: int = Field(default=60, gt=0, description="A session ends after this long without a request.")
    session_hours: int = Field(default=12, gt=0, description="A session ends after this long whatever happens.")
    log_format: Literal["json", "console"] = Field(default="json", description="json for machines, console for people.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe event that is logged."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then environment, then secret files, then lvce.toml."""
        del dotenv_settings
        return init_settings, env_settings, file_secret_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is the SQLite file of the data folder."""
        return not self.database_url or self.database_url.startswith("sqlite")

    @property
    def sqlite_path(self) -> Path:
        """Where the SQLite file is; only meaningful when `is_sqlite`."""
        return Path(self.database_url.removeprefix("sqlite://")) if self.database_url else self.data / "lvce.sqlite3"
