"""Texts of the audit lists: what was read and where, and one sentence for each kind of journal entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from admin import letter_words
from core.domain import dates, roles
from core.domain.states import ANY_STATE, IncidentState, TaskState
from core.services.audit.views import AccessLogLine, EntryView
from core.services.authorization import basis
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


def _token(facts: Facts) -> dict[str, Any]:
    return {"name": facts.get("name", ""), "who": facts.get("username", "")}


def _role(facts: Facts) -> dict[str, Any]:
    role = roles.label(str(facts.get("role", "")), language())
    return {"role": role, "unit": facts.get("unit", ""), "who": facts.get("username", "")}


def _inbound(facts: Facts) -> dict[str, Any]:
    return {"dossier": "", "reason": "", **facts, "number": len(facts.get("items", ()))}


def _migration(facts: Facts) -> dict[str, Any]:
    return {name: facts.get(name, "") for name in ("procedure", "source", "target")}


#: a journal entry in words, by its kind
SENTENCES: Mapping[str, Callable[[Facts], str]] = {
    "person.login.succeeded": lambda f: _("Has signed in"),
    "person.login.failed": lambda f: (
        _("Failed to sign in as %(who)s", who=f["username"]) if f.get("username") else _("Failed to sign in")
    ),
    "person.session.ended": lambda f: _("Has signed out"),
    "person.password.changed": lambda f: _("Changed their own password"),
    "person.factor.set": lambda f: _("Set up a second factor"),
    "person.factor.removed": lambda f: _("The second factor of %(who)s was removed", who=f.get("username", "")),
    "person.token.created": lambda f: _("Made the token “%(name)s” for their own account", name=f.get("name", "")),
    "person.token.revoked": lambda f: _("Revoked their own token “%(name)s”", name=f.get("name", "")),
    "person.identity.linked": lambda f: _("Signed in with the provider for the first time; the account is linked"),
    "machine.token.first-used": lambda f: _("The token “%(name)s” of %(who)s was used for the first time", **_token(f)),
    "admin.person.created": lambda f: _("Made the account %(who)s", who=f.get("username", "")),
    "admin.person.closed": lambda f: _("Closed the account %(who)s", who=f.get("username", "")),
    "admin.person.reopened": lambda f: _("Opened the account %(who)s again", who=f.get("username", "")),
    "admin.password.reset": lambda f: _("Reset the password of %(who)s", who=f.get("username", "")),
    "admin.password.allowed": lambda f: _(
        "Let %(who)s sign in with a password for some hours", who=f.get("username", "")
    ),
    "admin.identity.linked": lambda f: _(
        "Linked %(who)s with an account at the sign-in provider", who=f.get("username", "")
    ),
    "admin.identity.unlinked": lambda f: _(
        "Ended the link of %(who)s with the sign-in provider", who=f.get("username", "")
    ),
    "admin.role.granted": lambda f: _("Gave %(who)s the role “%(role)s” in %(unit)s", **_role(f)),
    "admin.role.revoked": lambda f: _("Took the role “%(role)s” in %(unit)s from %(who)s", **_role(f)),
    "admin.token.created": lambda f: _("Made the token “%(name)s” for %(who)s", **_token(f)),
    "admin.token.revoked": lambda f: _("Revoked the token “%(name)s” of %(who)s", **_token(f)),
    "admin.unit.created": lambda f: _(
        "Made the unit %(code)s %(name)s", code=f.get("code", ""), name=f.get("name", "")
    ),
    "admin.incident.retried": lambda f: _("Tried an incident of %(dossier)s again", dossier=f.get("dossier", "")),
    "admin.incident.settled": lambda f: _("Settled an incident of %(dossier)s by hand", dossier=f.get("dossier", "")),
    "admin.inbound.retried": lambda f: _("Offered %(number)s messages of outside systems again", **_inbound(f)),
    "admin.inbound.assigned": lambda f: _("Gave %(number)s messages of outside systems to %(dossier)s", **_inbound(f)),
    "admin.inbound.set-aside": lambda f: _(
        "Set %(number)s messages of outside systems aside: %(reason)s", **_inbound(f)
    ),
    "admin.migration.started": lambda f: _(
        "Started to move %(procedure)s from version %(source)s to %(target)s", **_migration(f)
    ),
    "admin.migration.held": lambda f: _("Paused or resumed the move of %(procedure)s to %(target)s", **_migration(f)),
    "admin.migration.cancelled": lambda f: _("Cancelled the move of %(procedure)s to %(target)s", **_migration(f)),
    "clerk.payment.settled": lambda f: _(
        "Settled money that belongs to no dossier, transaction %(number)s", number=f.get("reference", "")
    ),
    "clerk.letter.answered": lambda f: _(
        "Said of the letter %(code)s of %(organ)s: %(status)s",
        code=f.get("code", ""),
        organ=f.get("organ", ""),
        status=letter_words.status(str(f.get("status", ""))),
    ),
    "clerk.letter.reread": lambda f: _(
        "Had a message of the document axis read again: %(message)s", message=f.get("message", "")
    ),
    "designer.migration.ordered": lambda f: _(
        "Ordered to move %(procedure)s from version %(source)s to %(target)s", **_migration(f)
    ),
    "designer.procedure.deployed": lambda f: _(
        "Deployed version %(version)s of %(procedure)s", version=f.get("version", ""), procedure=f.get("procedure", "")
    ),
    "auditor.histories.verified": lambda f: _(
        "Checked all evidence: %(dossiers)s dossiers, %(broken)s not intact",
        dossiers=f.get("dossiers", 0),
        broken=len(f.get("broken", ())),
    ),
    "system.office.seeded": lambda f: _("The demonstration was set up"),
    "system.paper.changed": lambda f: _(
        "A paper of %(dossier)s was found changed and was not handed out", dossier=f.get("dossier", "")
    ),
    "system.accesses.counted": lambda f: _(
        "Readings on %(day)s: %(number)s", day=_day(str(f.get("day", ""))), number=f.get("lines", 0)
    ),
    "system.codes.counted": lambda f: _(
        "Dossiers received on %(day)s: %(number)s",
        day=_day(str(f.get("day", ""))),
        number=sum(f.get("last", {}).values()),
    ),
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
    if "document" in facts:
        return str(facts.get("name", ""))
    listed = "tasks" in view.parts  # every queue is of open tasks unless it says otherwise
    return narrowed(
        {name: value for name, value in facts.items() if not (listed and (name, value) == ("state", TaskState.OPEN))}
    )


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


def sentence(entry: EntryView) -> str:
    """What happened, in words."""
    words = SENTENCES.get(entry.kind)
    return words(entry.payload) if words else entry.kind


def actor(entry: EntryView) -> str:
    """Who acted; the system has a name of its own."""
    return _("The system") if entry.actor == "system" else entry.actor_name or _("somebody")


def _day(text: str) -> str:
    year, _sep, rest = text.partition("-")
    month, _sep, day = rest.partition("-")
    return f"{day}/{month}/{year}"
