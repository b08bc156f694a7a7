"""A letter as mail: its text, and simple HTML made from the text, so that the two never say different things and nothing a person
typed gets into it as markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from core.services.letters import templates

#: what stands between a letter and its official text
RULE: Final = "—" * 20
OFFICIAL: Final = "Văn bản chính thức bằng tiếng Việt / The official text, in Vietnamese:"
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


def html(letter: Letter) -> str:
    """The text as HTML: paragraphs, line breaks, and addresses that can be clicked."""
    head = Markup('<html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>').format(
        letter.language, letter.subject
    )
    style = "font-family:'Be Vietnam Pro',Arial,sans-serif;font-size:16px;line-height:1.5;max-width:40em"
    return str(
        Markup('<!doctype html>\n{}<body style="{}">\n{}\n</body></html>\n').format(head, Markup(style), body(letter))
    )


def body(letter: Letter) -> Markup:
    """What the HTML part shows: the text, and beneath it the official one."""
    found = paragraphs(letter.text)
    if letter.official:
        told = (templates.LANGUAGE, OFFICIAL, paragraphs(letter.official))
        found += Markup("\n") + Markup('<hr>\n<div lang="{}">\n<p>{}</p>\n{}\n</div>').format(*told)
    return found


def paragraphs(text: str) -> Markup:
    """A text as paragraphs, line breaks and addresses that can be clicked; nothing else in it is markup."""
    return Markup("\n").join(_paragraph(part) for part in re.split(r"\n{2,}", text.strip()))


def _paragraph(text: str) -> Markup:
    parts, end = [], 0
    for found in _LINK.finditer(text):
        parts += [escape(text[end : found.start()]), Markup('<a href="{0}">{0}</a>').format(found.group())]
        end = found.end()
    parts.append(escape(text[end:]))
    return Markup("<p>{}</p>").format(Markup("").join(parts).replace("\n", Markup("<br>\n")))
