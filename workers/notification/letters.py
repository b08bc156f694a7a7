"""Writes a letter: template and facts in, a MIME message with plain text and simple HTML out. Sends nothing.

Templates and their sandbox: :mod:`core.services.letters.templates`; the HTML part: :mod:`core.services.letters.mail`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr, quote
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from jinja2 import TemplateError, TemplateNotFound

from core.domain import contacts
from core.services.letters import templates
from core.services.letters.mail import Letter, html
from workers.errors import MessageRefused, NotConfigured
from workers.masking import masked
from workers.notification import headers


def written(
    template: str,
    facts: Mapping[str, Any],
    own: Mapping[str, str] = MappingProxyType({}),
    language: str = templates.LANGUAGE,
) -> Letter:
    """The letter of a template, a procedure's own (by file name) before the office's. In another language than that of the law
    the official text stands beneath; a template that there is in the language of the law only is sent in it.

    Raises :class:`NotConfigured` when there is no such template, or when it names what there is not.
    """
    if language != templates.LANGUAGE and templates.exists(template, own, language):
        other, official = _one(template, facts, own, language), _one(template, facts, own, templates.LANGUAGE)
        return Letter(other.subject, other.text, language, official.text)
    return _one(template, facts, own, templates.LANGUAGE)


def _one(template: str, facts: Mapping[str, Any], own: Mapping[str, str], language: str) -> Letter:
    try:
        found = templates.rendered(template, facts, own, language)
    except TemplateNotFound as error:
        raise NotConfigured("template-unknown", template=template[:60]) from error
    except TemplateError as error:
        raise NotConfigured("template-broken", template=template[:60], detail=one_line(str(error.message))) from error
    subject, _, text = found.partition("\n")
    return Letter(one_line(subject), text.strip() + "\n", language)


def office_subject(template: str, facts: Mapping[str, Any], language: str = templates.LANGUAGE) -> str:
    """The subject in the office's own words, whatever a procedure's template says; of a letter of a procedure a general one."""
    known = f"{template}.{templates.LANGUAGE}.txt" in templates.office()
    return _one(template if known else "reminder", facts, {}, language).subject


def message(
    letter: Letter, sender: str, recipients: Sequence[str], key: str, at: datetime, reply: str = ""
) -> EmailMessage:
    """The MIME message. The same ``key`` gives the same Message-ID, so a repeat is known as one."""
    mail = EmailMessage(policy=headers.policy())
    mail["Subject"] = headers.source(letter.subject)
    mail["From"] = formatted(*parseaddr(sender)) if mailbox(sender) != sender else sender
    mail["To"] = ", ".join(recipients)
    if reply:
        mail["Reply-To"] = reply
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id(key, sender)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.whole)
    mail.add_alternative(html(letter), subtype="html")
    # Set last: setting the contents drops the headers that describe them.
    mail["Content-Language"] = f"{letter.language}, {templates.LANGUAGE}" if letter.official else letter.language
    return mail


def message_id(key: str, sender: str) -> str:
    """A Message-ID that depends on nothing but the key and the sender's domain."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def checked_address(text: str) -> str:
    """The mailbox as it stands in an envelope, its domain in ASCII. Raises :class:`MessageRefused`: nobody can be reached there."""
    try:
        return contacts.on_the_wire(text)
    except contacts.UnreadableInput as error:
        raise MessageRefused(
            "address-invalid", reason_code="ADDRESS_INVALID", address=masked(one_line(text))[:60]
        ) from error


def formatted(name: str, address: str) -> str:
    """A mailbox with a display name, as headers take it."""
    return f'"{quote(name)}" <{address}>' if name else address


def mailbox(sender: str) -> str:
    """The bare mailbox of a sender who may have a display name: ``Một Cửa <motcua@example.vn>``."""
    return parseaddr(sender)[1] or sender


def reply_address(text: str) -> str:
    """Where an answer goes, or nothing: what only some servers can carry, or nobody can reach, is left out of the letter."""
    try:
        found = contacts.on_the_wire(text)
    except contacts.UnreadableInput:
        return ""
    return found if found.isascii() else ""


def one_line(text: str) -> str:
    """``text`` without line breaks, so that it can stand in a header."""
    return " ".join(text.split())
