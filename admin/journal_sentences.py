"""Texts of the journal: one sentence for each kind of entry, and who acted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from admin import letter_words
from core.domain import roles
from core.services.audit.views import EntryView
from web.i18n import gettext as _
from web.i18n import language

Facts = Mapping[str, Any]


def _token(facts: Facts) -> dict[str, Any]:
    return {"name": facts.get("name", ""), "who": facts.get("username", "")}


def _role(facts: Facts) -> dict[str, Any]:
    role = roles.label(str(facts.get("role", "")), language())
    return {"role": role, "unit": facts.get("unit", ""), "who": facts.get("username", "")}


def _inbound(facts: Facts) -> dict[str, Any]:
    return {"dossier": "", "reason": "", **facts, "number": len(facts.get("items", ()))}


def _webhook(facts: Facts) -> dict[str, Any]:
    return {"name": facts.get("name", ""), "address": facts.get("address", ""), "to": facts.get("to", "")}


def _webhook_changed(facts: Facts) -> str:
    said = {
        "on": _("Switched the webhook “%(name)s” on", **_webhook(facts)),
        "off": _("Switched the webhook “%(name)s” off", **_webhook(facts)),
        "name": _("Called the webhook “%(name)s” “%(to)s”", **_webhook(facts)),
        "address": _("Gave the webhook “%(name)s” the address %(to)s", **_webhook(facts)),
        "secret": _("Gave the webhook “%(name)s” a new secret", **_webhook(facts)),
    }
    return said.get(str(facts.get("change")), _("Changed what the webhook “%(name)s” is told of", **_webhook(facts)))


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
    "admin.topic.paused": lambda f: _(
        "Paused the calls “%(topic)s”: %(reason)s", topic=f.get("topic", ""), reason=f.get("reason", "")
    ),
    "admin.topic.resumed": lambda f: _("Let the calls “%(topic)s” go again", topic=f.get("topic", "")),
    "admin.inbound.retried": lambda f: _("Offered %(number)s messages of outside systems again", **_inbound(f)),
    "admin.inbound.assigned": lambda f: _("Gave %(number)s messages of outside systems to %(dossier)s", **_inbound(f)),
    "admin.inbound.set-aside": lambda f: _(
        "Set %(number)s messages of outside systems aside: %(reason)s", **_inbound(f)
    ),
    "admin.webhook.created": lambda f: _("Made the webhook “%(name)s” to %(address)s", **_webhook(f)),
    "admin.webhook.changed": lambda f: _webhook_changed(f),
    "admin.webhook.removed": lambda f: _("Removed the webhook “%(name)s” to %(address)s", **_webhook(f)),
    "admin.webhook.replayed": lambda f: _(
        "Sent %(events)s events to the webhook “%(name)s” again", events=f.get("events", 0), name=f.get("name", "")
    ),
    "system.webhook.failed": lambda f: _(
        "The webhook “%(name)s” did not take an event, which was given up", **_webhook(f)
    ),
    "system.webhook.stopped": lambda f: _("The webhook “%(name)s” was switched off by itself", **_webhook(f)),
    "admin.letter.changed": lambda f: (
        _("Changed the office's letter %(letter)s", letter=f.get("letter", ""))
        if "sha256" in f
        else _("Set the office's letter %(letter)s back to the shipped text", letter=f.get("letter", ""))
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
