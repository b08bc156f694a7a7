"""A task that is not to be done any more, or not by this person."""

from __future__ import annotations

from core.errors.base import CoreError


class TaskClosed(CoreError):
    kind = "conflict"
    code = "task-closed"
    template = "This task was already done by %(who)s at %(when)s."


class TaskCancelled(CoreError):
    kind = "conflict"
    code = "task-cancelled"
    template = "This task is no longer open: the dossier has moved on."


class TaskClaimed(CoreError):
    kind = "conflict"
    code = "task-claimed"
    template = "This task is held by %(who)s."


class TaskChanged(CoreError):
    kind = "conflict"
    code = "task-changed"
    template = "This task has changed since you opened it. Look at it again, then repeat."
