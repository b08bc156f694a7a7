"""The settings: read from ``MOTCUA_*`` once, checked at start, frozen. Nobody else reads the environment.

Each field says what it does and what it takes; docs/settings.md is written from both, and whoever gives something else
is told the second. What a value looks like is judged here; whether a folder can be written or a server answers is
judged where it is used (``core.bootstrap``, ``motcua.preflight``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from core import setting_values as values
from core.errors.base import Reason
from core.errors.settings import SettingInvalid
from core.setting_fields import Base, Networks, Pair, PemFile, PushKey, Seconds, networks, pem_file, push_key, setting
from core.setting_names import PREFIX, refuse_unknown, variable


class Settings(BaseSettings):
    """One field per setting; its variable is ``MOTCUA_`` and its name in capitals.

    A connector's own settings are a subclass; the settings in force are of one class that has them all.
    """

    #: Names and secrets, and the addresses at which nothing can be done without them.
    needs: ClassVar[Mapping[str, str]] = {"oidc_client": "oidc_url"}

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", str_strip_whitespace=True)

    home: Path = setting(
        Path("var"), "data folder: database, blobs, queue, credentials", "name a folder that can be made and written"
    )
    database_url: Annotated[str, AfterValidator(values.database_url)] = setting(
        "",
        "SQLAlchemy URL; empty: SQLite in the data folder",
        "write sqlite:////folder/file.db or postgresql+psycopg://user:password@host:5432/name",
        hidden=True,
    )
    redis_url: Annotated[str, AfterValidator(values.redis_url)] = setting(
        "",
        "Redis or Valkey; empty: an embedded Valkey in the data folder",
        "write redis://:password@host:6379/0, rediss://… or unix:///path/to/socket",
        hidden=True,
    )
    host: Annotated[str, AfterValidator(values.host)] = setting(
        "127.0.0.1", "address the web server binds", "write an IP address or a host name, without http:// and port"
    )
    port: int = setting(
        8000, "port the web server binds; 0: a free one", "write a whole number from 0 to 65535", ge=0, le=65535
    )
    base_url: Base = setting(
        "",
        "address people use; empty: http://host:port",
        "write an address such as https://motcua.example.vn, without ? and #",
    )
    secret_key: Annotated[str, AfterValidator(values.secret_key)] = setting(
        "",
        "signs cookies; empty: generated once in the data folder",
        "use a random secret of at least 32 bytes, such as “openssl rand -hex 32” prints",
        hidden=True,
    )
    language: Literal["vi", "en"] = setting("vi", "language shown first: vi or en", "write vi or en")
    access_log_days: int = setting(
        1095,
        "days for which the log of who read what is kept",
        "write a whole number of days, at least 90",
        ge=90,
        le=36500,
    )
    webhook_days: int = setting(
        30, "days events and their deliveries by webhook are kept", "write a whole number from 1 to 3650", ge=1, le=3650
    )
    webhook_networks: Networks = networks(
        "internal networks that webhooks may be sent to; empty: only public addresses, by HTTPS"
    )
    push_key: PushKey = push_key("private key at push services (VAPID); empty: no notices on citizens' devices")
    push_networks: Networks = networks("internal networks of push services; empty: only public addresses, by HTTPS")
    inbound_days: int = setting(
        90, "days settled messages of other systems are kept", "write a whole number from 1 to 3650", ge=1, le=3650
    )
    upload_limit: int = setting(
        20 * 1024 * 1024,
        "largest upload, bytes",
        "write a whole number of bytes from 1 to 1073741824",
        ge=1,
        le=1024**3,
    )
    secure_cookies: bool | None = setting(
        None,
        "send cookies over HTTPS only; empty: where MOTCUA_BASE_URL begins with https://, and always in production",
        "write true or false",
    )
    proxies: int = setting(
        0, "number of trusted reverse proxies in front", "write a whole number from 0 to 10", ge=0, le=10
    )
    metrics_token: Annotated[str, AfterValidator(values.token)] = setting(
        "",
        "secret that Prometheus sends as a bearer token for /metrics; empty: /metrics is not there",
        "use at least 16 letters, digits or signs, such as “openssl rand -hex 32” prints",
        hidden=True,
    )
    clamd_url: Annotated[str, AfterValidator(values.clamd_url)] = setting(
        "",
        "virus scanner (ClamAV's clamd) that looks at every upload; empty: none",
        "write tcp://host:3310 or unix:///path/to/clamd.ctl",
    )
    scan_required: bool = setting(
        False,
        "refuse uploads while the virus scanner does not answer; otherwise they are taken and marked as not scanned",
        "write true or false; true needs MOTCUA_CLAMD_URL, otherwise no upload would be taken",
    )
    signature_roots: PemFile = pem_file(
        "PEM file with the certificates of the authorities whose signatures on papers are believed; empty: who signed a paper is not confirmed",
    )
    retry_seconds: Seconds = setting(
        (60.0, 300.0, 1800.0, 7200.0, 21600.0),
        "waits between tries of an outside call, seconds",
        "write 1 to 20 numbers of seconds separated by commas, such as 60,300,1800",
    )
    breaker_failures: int = setting(
        5,
        "after so many calls in a row that a system did not serve, its calls wait and one at a time tries it out; 0: never",
        "write a whole number from 0 to 1000",
        ge=0,
        le=1000,
    )
    breaker_seconds: Seconds = setting(
        (30.0, 60.0, 120.0, 300.0, 600.0),
        "waits between the calls that try out a system that does not serve, seconds",
        "write 1 to 20 numbers of seconds separated by commas, such as 60,300,1800",
    )
    call_rates: Annotated[str, AfterValidator(values.call_rates)] = setting(
        "",
        "most calls to an outside system in a second, minute or hour, all workers together; empty: no limit",
        "write the names of connectors with a number and s, m or h, such as postal=60/m,notification=5/s",
    )
    slow_calls: int = setting(
        2, "most calls at once to a slow system; 0: no limit", "write a whole number from 0 to 1000", ge=0, le=1000
    )
    session_idle_minutes: int = setting(
        240,
        "a session that is not used ends after so many minutes",
        "write a whole number from 5 to 1440",
        ge=5,
        le=1440,
    )
    session_hours: int = setting(
        12, "a session ends after so many hours in any case", "write a whole number from 1 to 72", ge=1, le=72
    )
    passwords: bool = setting(
        True,
        "staff may sign in with a local password; false: only through the sign-in provider",
        "write true or false; false needs MOTCUA_OIDC_URL, otherwise nobody could sign in",
    )
    second_factor_roles: Annotated[str, AfterValidator(values.role_list)] = setting(
        "",
        "roles that must have a second factor; *: everybody",
        "write roles separated by commas, such as admin,leader, or *",
    )
    oidc_url: Base = setting(
        "",
        "OpenID provider staff sign in with: its issuer, below which /.well-known/openid-configuration lies; empty: none",
        "write an address such as https://sso.example.vn/realms/staff",
    )
    oidc_client: Pair = setting(
        "", "client id and secret at the OpenID provider, id:secret", "write id:secret", hidden=True
    )
    oidc_name: str = setting(
        "OpenID", "the provider's name on the sign-in button", "write at most 60 characters", max_length=60
    )
    oidc_claim: Annotated[str, AfterValidator(values.claim)] = setting(
        "preferred_username",
        "claim with the user name, which links a person at the first sign-in; sub: only people linked by an administrator",
        "write the name of a claim, such as preferred_username or email",
    )
    oidc_second_factor: bool = setting(
        False,
        "the provider asks for a second factor itself; ours is not asked after it",
        "write true or false; true needs MOTCUA_OIDC_URL",
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
        """Only what is given: the environment is looked at by :func:`read`, once, and no file ever."""
        return (init_settings,)

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{(self.home / 'motcua.db').resolve()}"

    @property
    def address(self) -> str:
        """The address people use, without a trailing slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people come by HTTPS alone: cookies travel no other way, and browsers are told so."""
        return self.address.startswith("https://") if self.secure_cookies is None else self.secure_cookies

    @property
    def request_limit(self) -> int:
        """The largest request, bytes: several papers come with one form, and each is measured by itself."""
        return self.upload_limit * 4

    def but(self, **changes: Any) -> Settings:
        """These settings with some changed, checked like any. Raises :class:`SettingInvalid`."""
        return _checked({**dict(self), **changes}, type(self))

    def of(self, kind: type[Section]) -> Section:
        """These settings as the section that they hold. Raises ``TypeError`` where they were read without it."""
        if not isinstance(self, kind):
            raise TypeError(f"these settings were read without {kind.__name__}")
        return self


Section = TypeVar("Section", bound=Settings)


def read(environment: Mapping[str, str] | None = None, kind: type[Settings] = Settings) -> Settings:
    """Reads and checks the settings of a class. Raises :class:`SettingInvalid` or :class:`SettingUnknown`, naming the variable."""
    everything = os.environ if environment is None else environment
    given = {
        name: text.strip()
        for name, text in everything.items()
        if name.upper().startswith(PREFIX) and not values.service_link(name, text.strip())
    }
    refuse_unknown(given, kind.model_fields)
    source = EnvSettingsSource(kind)
    source.env_vars = {name.lower(): text for name, text in given.items() if text}
    return _checked(source(), kind)


def text(value: object) -> str:
    """A value as its variable holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(f"{number:g}" for number in value)
    return str(value)


def takes(field: str, kind: type[Settings] = Settings) -> str:
    """What a field of a class takes, in English, which is the key of the message catalogues."""
    extra = kind.model_fields[field].json_schema_extra
    assert isinstance(extra, dict)
    told: Any = extra["takes"]
    assert isinstance(told, str)
    return told


def _checked(given: Mapping[str, Any], kind: type[Settings]) -> Settings:
    try:
        return _agreeing(kind(**given))
    except ValidationError as error:
        # Not pydantic's words and never the value: many of them hold passwords.
        field = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
        if field not in kind.model_fields:
            raise TypeError(f"there is no setting {field}") from None
    raise _wrong(field, kind)


def _wrong(field: str, kind: type[Settings] = Settings) -> SettingInvalid:
    told = takes(field, kind)
    return SettingInvalid(name=variable(field), reason=told if isinstance(told, Reason) else Reason(takes(field, kind)))


def _agreeing(settings: Settings) -> Settings:
    """Settings that need each other."""
    needs = {
        key: address for section in type(settings).__mro__ for key, address in vars(section).get("needs", {}).items()
    }
    for key, address in needs.items():
        if getattr(settings, address) and not getattr(settings, key):
            needed = Reason("it is empty, and %(address)s needs it", address=variable(address))
            raise SettingInvalid(name=variable(key), reason=needed)
    if not settings.passwords and not settings.oidc_url:
        raise _wrong("passwords")
    if settings.oidc_second_factor and not settings.oidc_url:
        raise _wrong("oidc_second_factor")
    if settings.scan_required and not settings.clamd_url:
        raise _wrong("scan_required")
    return settings
