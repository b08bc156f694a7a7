"""Texts of the list of readings: what was read, where, why, and what a list was narrowed by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.domain import dates, roles
from core.domain.states import ANY_STATE, IncidentState, TaskState
from core.services.audit.views import AccessLogLine
from core.services.authorization import basis
from core.services.context.contracts import OFFICE
from web.badges import status_name
from web.i18n import gettext as _
from web.i18n import language

Facts = Mapping[str, Any]

PARTS: Mapping[str, Callable[[], str]] = {
    "data": lambda: _("applicant and data"),
    "papers": lambda: _("list of papers"),
    "paper": lambda: _("content of a paper"),
    "history": lambda: _("history"),
    "diagram": lambda: _("way through the diagram"),
    "receipt": lambda: _("receipt"),
    "task": lambda: _("form of a task"),
    "dossiers": lambda: _("list of dossiers"),
    "tasks": lambda: _("list of tasks"),
    "payments": lambda: _("payments"),
    "incident": lambda: _("incident"),
    "incidents": lambda: _("list of incidents"),
    "letter": lambda: _("official letter"),
    "letters": lambda: _("register of official letters"),
    "inbox": lambda: _("inbox of outside systems"),
    "message": lambda: _("message of an outside system"),
    "lookup": lambda: _("look-up with a receipt"),
    "register": lambda: _("look-up in a register of others"),
    "export": lambda: _("export"),
    "person": lambda: _("member of staff"),
    "people": lambda: _("list of staff"),
    "accesses": lambda: _("access log"),
    "journal": lambda: _("journal"),
}
DOORS: Mapping[str, Callable[[], str]] = {
    "web": lambda: _("staff pages"),
    "portal": lambda: _("public pages"),
    "api": lambda: _("interface for programs"),
    "command": lambda: _("command line"),
    "workers": lambda: _("call of another system"),
}
#: what a page is for where no single dossier is read, by its endpoint or the first part of it
PURPOSES: Mapping[str, Callable[[], str]] = {
    "home": lambda: _("overview of one's own work"),
    "search": lambda: _("searching"),
    "queue": lambda: _("choosing a task"),
    "dossiers": lambda: _("looking for a dossier"),
    "incidents": lambda: _("looking after incidents"),
    "inbox": lambda: _("looking after what outside systems send"),
    "people": lambda: _("looking after accounts"),
    "audit": lambda: _("checking"),
    "traces": lambda: _("checking"),
}
#: why somebody sees a dossier, by the kinds of ``core.services.authorization.basis``
BASES: Mapping[str, Callable[[str], str]] = {
    basis.HOLDS: lambda of: _("has the task “%(task)s” in it", task=of),
    basis.OFFERED: lambda of: _("may take the task “%(task)s” in it", task=of),
    basis.DID: lambda of: _("has no task in it now; did “%(task)s”", task=of),
    basis.RECEIVED: lambda of: _("has no task in it now; received it"),
    basis.ROLE: lambda of: _("has no task in it; sees it as %(roles)s", roles=_roles(of)),
    basis.BEARER: lambda of: _("the applicant's own look-up"),
}
#: what a list was narrowed by, where the word is the program's
VALUES: Mapping[tuple[str, str], Callable[[], str]] = {
    ("state", TaskState.OPEN): lambda: _("in work"),
    ("state", TaskState.COMPLETED): lambda: _("done"),
    ("state", TaskState.CANCELLED): lambda: _("cancelled"),
    ("state", IncidentState.RESOLVED): lambda: _("settled"),
    ("state", ANY_STATE): lambda: _("in every state"),
    ("finished", "True"): lambda: _("ended"),
    ("finished", "False"): lambda: _("in work"),
    ("late", "late"): lambda: _("late"),
    ("late", "soon"): lambda: _("due soon"),
    ("assignee", "me"): lambda: _("held by the reader"),
    ("assignee", "none"): lambda: _("held by nobody"),
}
#: kinds of entries as people ask for them, by the beginning of the kind
GROUPS: Mapping[str, Callable[[], str]] = {
    "person": lambda: _("signing in"),
    "admin.role": lambda: _("roles"),
    "admin.person": lambda: _("accounts"),
    "admin.identity": lambda: _("links with the sign-in provider"),
    "admin.password": lambda: _("passwords reset"),
    "admin.token": lambda: _("tokens of machines"),
    "admin.incident": lambda: _("incidents"),
    "admin.inbound": lambda: _("inbox of outside systems"),
    "admin.migration": lambda: _("migrations"),
    "clerk.payment": lambda: _("money that does not add up"),
    "clerk.letter": lambda: _("official letters"),
    "designer": lambda: _("deployments and orders of designers"),
    "admin.unit": lambda: _("units"),
    "system": lambda: _("the system"),
    "auditor": lambda: _("checks"),
}


def parts(view: AccessLogLine) -> str:
    """What was read, in words."""
    return ", ".join(part(name) for name in view.parts)


def part(name: str) -> str:
    """One part of a dossier, or one list."""
    return PARTS[name]() if name in PARTS else name


def door(view: AccessLogLine) -> str:
    """Through which door it was read."""
    return DOORS[view.door]() if view.door in DOORS else view.door


def who(view: AccessLogLine) -> str:
    """The reader, as they were called then."""
    return view.name or (_("bearer of a receipt") if view.kind == "citizen" else view.username)


def purpose(view: AccessLogLine) -> str:
    """What a program said it reads for; it is the program's word."""
    return view.purpose if view.door == "api" else ""


def why(view: AccessLogLine) -> str:
    """Why the reader was shown it: by a task or a role in the dossier, else what the page is for."""
    known = BASES.get(view.basis)
    if view.door == "workers":
        return _("%(purpose)s (%(basis)s)", purpose=view.purpose, basis=known(view.basis_of) if known else "—")
    if known:
        return _("%(basis)s, found by a search", basis=known(view.basis_of)) if view.searched else known(view.basis_of)
    if view.searched:
        return _("searching")
    if view.purpose and view.door != "api":
        return view.purpose  # earlier releases kept the task's name there
    words = None if view.dossier else PURPOSES.get(view.page) or PURPOSES.get(view.page.partition(".")[0])
    return words() if words else "—"


def _roles(of: str) -> str:
    """``leader@H99.05,auditor@H99`` in words, each role once; places stand beside the reader's name."""
    return ", ".join(dict.fromkeys(roles.label(one.partition("@")[0], language()) for one in of.split(",")))


def subject(view: AccessLogLine) -> str:
    """The paper, the person, or what a list was narrowed by."""
    facts = view.subject or {}
    if view.door == "workers":
        return ", ".join(str(one) for one in (_register(facts), facts.get("about"), facts.get("request")) if one)
    if "document" in facts:
        return str(facts.get("name", ""))
    listed = "tasks" in view.parts  # every queue is of open tasks unless it says otherwise
    return narrowed(
        {name: value for name, value in facts.items() if not (listed and (name, value) == ("state", TaskState.OPEN))}
    )


def _register(facts: Facts) -> str:
    """The register that was asked, in the words of its topic's contract."""
    contract = OFFICE.get(str(facts.get("topic")))
    if contract is None:
        return ""
    header = contract.header("register")
    words = contract.by if header is None else header.choices.get(str(facts.get("register")))
    return "" if words is None else (words.vi if language() == "vi" else words.en)


def narrowed(facts: Facts) -> str:
    """What a list was narrowed by, in words; what people typed stays as they typed it."""
    return ", ".join(_said(name, str(value)) for name, value in facts.items() if value not in (None, ""))


def _said(name: str, value: str) -> str:
    words = VALUES.get((name, value))
    if words:
        return words()
    if name == "status" and value.isdigit():
        return status_name(int(value))
    if name == "part":
        return part(value)
    if name == "kind" and value in GROUPS:
        return group(value)
    if name == "role":
        return roles.label(value, language())
    if name in ("first", "last", "day"):
        day = dates.format_stored(value)
        return {"first": _("from %(day)s", day=day), "last": _("until %(day)s", day=day)}.get(name, day)
    return f"“{value}”" if name in ("search", "person") else value


def group(name: str) -> str:
    """A group of kinds, in words."""
    return GROUPS[name]()
