"""Texts for the templates of the staff's web: events, verdicts, kinds of tasks and papers, values of variables."""

from __future__ import annotations

from flask import Flask

from admin import events, values
from admin.request_context import office
from core.errors.base import Reason
from core.services.audit import wording
from core.services.audit.views import FindingView
from core.services.views.documents import DocumentView
from web import messages
from web.i18n import gettext as _
from web.i18n import language

KINDS = {
    "receive": lambda: _("check and accept"),
    "review": lambda: _("review"),
    "approve": lambda: _("approve"),
    "sign": lambda: _("sign"),
    "issue": lambda: _("enter, number, seal"),
    "return": lambda: _("hand over the result"),
    "parcel": lambda: _("settle what became of a parcel"),
    "supplement": lambda: _("wait for a supplement"),
    "pay": lambda: _("wait for a payment"),
    "inquire": lambda: _("ask another office"),
}
MARKS = {
    "javascript": lambda: _("contains code that can run (JavaScript)"),
    "macros": lambda: _("contains code that can run (macros)"),
    "page": lambda: _("contains code that can run (a web page)"),
    "launch": lambda: _("starts another program"),
    "attachment": lambda: _("contains other files"),
    "object": lambda: _("contains an object of another program"),
    "calls": lambda: _("fetches contents from elsewhere when it is opened"),
    "opens": lambda: _("opens another address by itself"),
    "sends": lambda: _("sends data elsewhere"),
    "media": lambda: _("contains moving or interactive contents"),
    "dynamic-form": lambda: _("contains a dynamic form (XFA)"),
    "swells": lambda: _("becomes too large for a computer when it is opened"),
    "double": lambda: _("is two kinds of file at once"),
    "changed": lambda: _("was changed after it was signed; do not rely on it"),
    "locked": lambda: _("is locked with a password and could not be looked into"),
    "unreadable": lambda: _("is damaged or unusual and could not be looked into"),
}


def task_kind(kind: str) -> str:
    """What is done in a task of this kind."""
    return KINDS[kind]() if kind in KINDS else kind


def paper_warnings(paper: DocumentView) -> list[str]:
    """What to know before a paper is opened, in words."""
    found = [MARKS[mark]() if mark in MARKS else mark for mark in paper.marks]
    return [*found, *([_("was not scanned for viruses")] if paper.scan == "missed" else [])]


def broken_reason(reason: str) -> str:
    """Why an event does not fit into its chain."""
    return _translated(wording.BROKEN.get(reason, Reason(reason)))


def verdict_subject(about: str) -> str:
    """What of the office a check was about."""
    return _translated(wording.SUBJECTS.get(about, Reason(about)))


def finding_text(finding: FindingView) -> str:
    """What a check has found, in the page's language."""
    return _translated(finding.sentence)


def _translated(sentence: Reason) -> str:
    return messages.translate(sentence.template, sentence.params, language())


def doer(topic: str) -> str:
    """Who does the work of a topic, in words; of a topic nobody knows its name."""
    return events.doer(topic)


def meanwhile(topic: str | None) -> str:
    """What people may do while a topic's system cannot be reached; empty: nothing but wait."""
    return office().topics.meanwhile(topic, language()) if topic else ""


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        task_kind=task_kind,
        doer=doer,
        meanwhile=meanwhile,
        paper_warnings=paper_warnings,
        broken_reason=broken_reason,
        verdict_subject=verdict_subject,
        finding_text=finding_text,
    )
    app.jinja_env.filters.update(words=values.text_of, pretty=events.pretty)
