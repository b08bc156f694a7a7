"""A dossier that does not move as asked."""

from __future__ import annotations

from core.errors.base import CoreError


class DossierStopped(CoreError):
    kind = "conflict"
    code = "dossier-stopped"
    template = "Dossier %(dossier)s has stopped on an incident; an administrator has been told."


class DossierFinished(CoreError):
    kind = "conflict"
    code = "dossier-finished"
    template = "Dossier %(dossier)s is finished: nothing is added to it any more."


class CannotAdvance(CoreError):
    """The engine could not take the step; nothing was changed and an incident tells the administrator."""

    kind = "conflict"
    code = "cannot-advance"
    template = (
        "The dossier could not move on at “%(element)s”; incident %(incident)s was recorded. Nothing you typed is lost."
    )


class CannotOpen(CoreError):
    """The diagram stopped in its very first step; there is no dossier and so no incident of one."""

    kind = "conflict"
    code = "cannot-open"
    template = "No dossier was opened: the diagram stops at “%(element)s”. Tell the designer of the procedure."


class NotRetryable(CoreError):
    kind = "conflict"
    code = "not-retryable"
    template = "Dossier %(dossier)s ended with an error of its own diagram; there is nothing to repeat."


class IncidentSettled(CoreError):
    """Somebody, or the course of things, was faster."""

    kind = "conflict"
    code = "incident-settled"
    template = "Incident %(number)s of dossier %(dossier)s is settled already. Nothing was changed."


class NotRepairable(CoreError):
    """The way asked for does not fit what the incident is about."""

    kind = "conflict"
    code = "not-repairable"
    template = "Incident %(number)s of dossier %(dossier)s cannot be settled that way: %(reason)s"


class NothingWaiting(CoreError):
    kind = "not-found"
    code = "nothing-waiting"
    template = "No dossier waits for the message “%(message)s” with that key."
