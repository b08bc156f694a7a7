"""The settings: read from ``MOTCUA_*`` once, checked at start, frozen. Nobody else reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from core.errors import SettingInvalid


def _setting(name: str, default: object, text: str) -> object:
    return field(default=default, metadata={"name": name, "text": text})


@dataclass(frozen=True, slots=True)
class Settings:
    """One field per setting; ``metadata['name']`` is its variable, ``metadata['text']`` what it does."""

    home: Path = _setting("MOTCUA_HOME", Path("var"), "data folder: database, blobs, queue, credentials")  # type: ignore[assignment]
    database_url: str = _setting("MOTCUA_DATABASE_URL", "", "SQLAlchemy URL; empty: SQLite in the data folder")  # type: ignore[assignment]
    redis_url: str = _setting("MOTCUA_REDIS_URL", "", "Redis or Valkey; empty: an embedded Valkey in the data folder")  # type: ignore[assignment]
    host: str = _setting("MOTCUA_HOST", "127.0.0.1", "address the web server binds")  # type: ignore[assignment]
    port: int = _setting("MOTCUA_PORT", 8000, "port the web server binds")  # type: ignore[assignment]
    base_url: str = _setting("MOTCUA_BASE_URL", "", "address people use; empty: http://host:port")  # type: ignore[assignment]
    secret_key: str = _setting("MOTCUA_SECRET_KEY", "", "signs cookies; empty: generated once in the data folder")  # type: ignore[assignment]
    language: str = _setting("MOTCUA_LANGUAGE", "vi", "language shown first: vi or en")  # type: ignore[assignment]
    zone: str = _setting("MOTCUA_ZONE", "Asia/Ho_Chi_Minh", "time zone of the office")  # type: ignore[assignment]
    upload_limit: int = _setting("MOTCUA_UPLOAD_LIMIT", 20 * 1024 * 1024, "largest upload, bytes")  # type: ignore[assignment]
    smtp_url: str = _setting(
        "MOTCUA_SMTP_URL", "", "smtp://user:password@host:port or smtps://; empty: e-mails wait as incidents"
    )  # type: ignore[assignment]
    mail_from: str = _setting("MOTCUA_MAIL_FROM", "motcua@localhost", "sender of e-mails")  # type: ignore[assignment]
    postal_url: str = _setting("MOTCUA_POSTAL_URL", "", "base address of the postal partner's interface")  # type: ignore[assignment]
    postal_key: str = _setting("MOTCUA_POSTAL_KEY", "", "customer code and secret of the postal contract, code:secret")  # type: ignore[assignment]
    records_url: str = _setting("MOTCUA_RECORDS_URL", "", "base address of the national records axis")  # type: ignore[assignment]
    records_key: str = _setting("MOTCUA_RECORDS_KEY", "", "client id and secret at the records axis, id:secret")  # type: ignore[assignment]
    secure_cookies: bool = _setting(
        "MOTCUA_SECURE_COOKIES", False, "send cookies over HTTPS only; switch on behind TLS"
    )  # type: ignore[assignment]
    proxies: int = _setting("MOTCUA_PROXIES", 0, "number of trusted reverse proxies in front")  # type: ignore[assignment]
    retries: str = _setting(
        "MOTCUA_RETRY_SECONDS", "60,300,1800,7200,21600", "waits between tries of an outside call, seconds"
    )  # type: ignore[assignment]

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{(self.home / 'motcua.db').resolve()}"

    @property
    def address(self) -> str:
        """The address people use, without a trailing slash."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def retry_seconds(self) -> tuple[float, ...]:
        """Waits between the tries of one outside call."""
        return tuple(float(part) for part in self.retries.split(",") if part.strip())


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads and checks the settings. Raises :class:`SettingInvalid` naming the variable."""
    source = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for item in fields(Settings):
        name = item.metadata["name"]
        if name in source:
            values[item.name] = _converted(name, source[name], item.default)
    settings = Settings(**values)  # type: ignore[arg-type]
    _check(settings)
    return settings


def _converted(name: str, text: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[
                text.lower()
            ]
        if isinstance(default, int):
            return int(text)
    except (KeyError, ValueError) as error:
        raise SettingInvalid(name=name, reason=f"“{text}” is not a {type(default).__name__}") from error
    return Path(text) if isinstance(default, Path) else text


def _check(settings: Settings) -> None:
    if settings.language not in ("vi", "en"):
        raise SettingInvalid(name="MOTCUA_LANGUAGE", reason="use vi or en")
    if not 0 <= settings.port < 65536:
        raise SettingInvalid(name="MOTCUA_PORT", reason="use a port between 0 and 65535")
    try:
        if not settings.retry_seconds or min(settings.retry_seconds) < 0:
            raise ValueError
    except ValueError as error:
        raise SettingInvalid(name="MOTCUA_RETRY_SECONDS", reason="use seconds separated by commas") from error
