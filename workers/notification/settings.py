"""The mail server and the gateways of messages, and who writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from core import setting_values as values
from core.setting_fields import Base, Pair, Secrets, address, credentials, setting, signing_secrets
from core.settings import Settings
from workers.notification import archive, hours


def _sender(text: str) -> str:
    """A brand name: 1 to 11 letters or digits, or nothing. Raises ``ValueError``."""
    if text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,10}", text):
        raise ValueError("no brand name")
    return text


def _token(text: str) -> str:
    """A token that can stand in a header, or nothing. Raises ``ValueError``."""
    if text and not re.fullmatch(r"[!-~]{16,}", text):
        raise ValueError("no token")
    return text


def _name(text: str) -> str:
    """The name of a template, or nothing. Raises ``ValueError``."""
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", text):
        raise ValueError("no name")
    return text


class NotificationSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {
        "sms_key": "sms_url",
        "sms_sender": "sms_url",
        "oa_token": "oa_url",
        "oa_template": "oa_url",
    }

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
    sms_url: Base = address("base address of the gateway of text messages", "https://sms.example.vn/api")
    sms_key: Pair = credentials("client id and secret at the gateway of text messages, id:secret")
    sms_sender: Annotated[str, AfterValidator(_sender)] = setting(
        "",
        "sender's name of text messages, as registered with the networks",
        "write 1 to 11 letters or digits, such as UBNDXAMAU",
    )
    sms_diacritics: bool = setting(
        False, "text messages keep their diacritics: 70 characters a segment instead of 160", "write true or false"
    )
    sms_segments: int = setting(
        3,
        "segments of a text message at most; a longer one leaves out its details",
        "write a whole number from 1 to 10",
        ge=1,
        le=10,
    )
    oa_url: Base = address("base address of the official account's interface", "https://business.openapi.example.vn")
    oa_token: Annotated[str, AfterValidator(_token)] = setting(
        "", "access token of the official account", "write the token, at least 16 letters, digits or signs", hidden=True
    )
    oa_template: Annotated[str, AfterValidator(_name)] = setting(
        "",
        "id of the official account's template, registered with the values code, subject, details and page",
        "write the template's id: letters, digits, hyphens",
    )
    message_callback_secret: Secrets = signing_secrets("what the gateways of messages sign their receipts with")
    quiet_hours: Annotated[str, AfterValidator(hours.checked)] = setting(
        "",
        "hours in which citizens get no messages, by the office's clock; letters wait until they end; empty: none",
        "write two times of day, such as 21:00-07:00",
    )
