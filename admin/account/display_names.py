"""Display names on the account pages: scopes of tokens, and browsers by their User-Agent."""

from __future__ import annotations

import re

from flask import Flask

from web.i18n import gettext as _

SCOPE_NAMES = {
    "dossiers:read": lambda: _("read dossiers and papers"),
    "dossiers:write": lambda: _("open dossiers, add papers"),
    "tasks:read": lambda: _("read tasks"),
    "tasks:write": lambda: _("take and complete tasks"),
    "procedures:read": lambda: _("read the catalogue"),
    "deployments:write": lambda: _("deploy procedures"),
    "messages:write": lambda: _("send messages and signals"),
    "messages:connector": lambda: _("carry messages of outside systems (connector)"),
    "incidents:read": lambda: _("read incidents"),
    "incidents:write": lambda: _("retry incidents"),
    "migrations:read": lambda: _("read migrations"),
    "migrations:write": lambda: _("order and run migrations"),
    "operations:write": lambda: _("put single dossiers right"),
    "history:read": lambda: _("read histories"),
    "tokens:read": lambda: _("see tokens"),
    "tokens:write": lambda: _("make and revoke tokens"),
}
_PROGRAMS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")


def scope_name(scope: str) -> str:
    """What a scope allows, in words."""
    return SCOPE_NAMES[scope]() if scope in SCOPE_NAMES else scope


def browser_name(agent: str) -> str:
    """A browser as its owner would call it."""
    program = next((name for mark, name in _PROGRAMS if re.search(rf"\b{mark}\w*/", agent)), "")
    system = next((name for name in _SYSTEMS if name in agent), "").replace("Mac OS X", "macOS")
    return ", ".join(part for part in (program, system) if part) or agent[:40] or _("unknown")


def register(app: Flask) -> None:
    app.jinja_env.globals.update(scope_name=scope_name)
    app.jinja_env.filters.update(browser_name=browser_name)
