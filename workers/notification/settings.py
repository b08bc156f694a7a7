"""The mail server, and who writes."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from core import setting_values as values
from core.setting_fields import setting
from core.settings import Settings
from workers.notification import archive, hours


class NotificationSettings(Settings):
    """The connector's own settings."""

    smtp_url: Annotated[str, AfterValidator(values.smtp_url)] = setting(
        "",
        "smtp://user:password@host:port or smtps://; empty: e-mails wait as incidents",
        "write smtp://user:password@host:587 or smtps://user:password@host:465, special characters as %40",
        hidden=True,
    )
    mail_from: Annotated[str, AfterValidator(values.sender)] = setting(
        "motcua@localhost",
        "sender of e-mails",
        "write one mailbox, such as motcua@example.vn or Một Cửa <motcua@example.vn>",
    )
    mail_archive_url: Annotated[str, AfterValidator(archive.checked)] = setting(
        "",
        "mailbox in which the mail server keeps what it has sent; looked into before a letter is sent again; empty: none",
        "write imaps://user:password@host:993/Sent, special characters as %40",
        hidden=True,
    )
    quiet_hours: Annotated[str, AfterValidator(hours.checked)] = setting(
        "",
        "hours in which citizens get no messages, by the office's clock; letters wait until they end; empty: none",
        "write two times of day, such as 21:00-07:00",
    )
