"""Writes a letter: template and facts in, a MIME message with plain text and simple HTML out. Sends nothing.

Templates and their sandbox: :mod:`core.services.letters.templates`. The HTML part is made from the text, so the two never say different things, and nothing a person typed
gets into it as markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr, quote
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from jinja2 import TemplateError, TemplateNotFound
from markupsafe import Markup, escape

from core.domain import contacts
from core.services.letters import templates
from workers.errors import MessageRefused, NotConfigured
from workers.masking import masked
from workers.notification import headers

#: what stands between a letter and its official text
RULE, OFFICIAL = "—" * 20, "Văn bản chính thức bằng tiếng Việt / The official text, in Vietnamese:"
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's text before it becomes a message: ``subject`` on one line, ``text`` with line breaks; ``official``: the same in
    the language of the law, where ``language`` is another."""

    subject: str
    text: str
    language: str = templates.LANGUAGE
    official: str = ""

    @property
    def whole(self) -> str:
        """The text, and beneath it the official one."""
        return f"{self.text}\n{RULE}\n{OFFICIAL}\n\n{self.official}" if self.official else self.text


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


def html(letter: Letter) -> str:
    """The text as HTML: paragraphs, line breaks, and addresses that can be clicked."""
    body = _paragraphs(letter.text)
    if letter.official:
        told = (templates.LANGUAGE, OFFICIAL, _paragraphs(letter.official))
        body += Markup("\n") + Markup('<hr>\n<div lang="{}">\n<p>{}</p>\n{}\n</div>').format(*told)
    head = Markup('<html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>').format(
        letter.language, letter.subject
    )
    style = "font-family:'Be Vietnam Pro',Arial,sans-serif;font-size:16px;line-height:1.5;max-width:40em"
    return str(Markup('<!doctype html>\n{}<body style="{}">\n{}\n</body></html>\n').format(head, Markup(style), body))


def _paragraphs(text: str) -> Markup:
    return Markup("\n").join(_paragraph(part) for part in re.split(r"\n{2,}", text.strip()))


def _paragraph(text: str) -> Markup:
    parts, end = [], 0
    for found in _LINK.finditer(text):
        parts += [escape(text[end : found.start()]), Markup('<a href="{0}">{0}</a>').format(found.group())]
        end = found.end()
    parts.append(escape(text[end:]))
    return Markup("<p>{}</p>").format(Markup("").join(parts).replace("\n", Markup("<br>\n")))


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
