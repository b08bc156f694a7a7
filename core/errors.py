"""The errors of the office: one base, one class for each way a request can be refused.

A class's ``template`` is the English message and at the same time the key into the message catalogues
(``core/translations``); ``params`` are its facts. The doors turn ``kind`` into a status and translate the
message; nothing here knows of either.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

Kind = Literal["invalid", "unauthenticated", "forbidden", "missing", "conflict", "gone", "too-many", "unavailable"]


class Reason(str):
    """A fact of an error that is a sentence itself, with facts of its own: ``Reason("larger than %(limit)s MB", limit=20)``.

    A plain text everywhere, and at the same time a key into the message catalogues.
    """

    template: str
    params: dict[str, Any]

    def __new__(cls, template: str, **params: Any) -> Reason:
        made = super().__new__(cls, template % params if params else template)
        made.template, made.params = template, params
        return made


class CoreError(Exception):
    """Base of everything the office refuses. ``code`` is stable and machine-readable."""

    kind: ClassVar[Kind] = "invalid"
    code: ClassVar[str] = "invalid"
    template: ClassVar[str] = "The request cannot be carried out."

    def __init__(self, **params: Any) -> None:
        self.params: dict[str, Any] = params
        super().__init__(self.template % params if params else self.template)

    @property
    def bare(self) -> str:
        """The English sentence without its facts, which may come from somebody's data."""
        return self.template % dict.fromkeys(self.params, "…") if self.params else self.template


class NotFound(CoreError):
    kind = "missing"
    code = "not-found"
    template = "%(what)s “%(name)s” does not exist, or you have no right to see it."


class Forbidden(CoreError):
    kind = "forbidden"
    code = "forbidden"
    template = "You need the role “%(role)s” in the right unit for this."


class ScopeMissing(CoreError):
    kind = "forbidden"
    code = "scope-missing"
    template = "The token lacks the scope “%(scope)s”."


class LastAdmin(CoreError):
    kind = "conflict"
    code = "last-admin"
    template = "Nobody else administers “%(unit)s”: give somebody else the role first."


class LoginFailed(CoreError):
    kind = "unauthenticated"
    code = "login-failed"
    template = "The user name or the password is wrong."


class PasswordsOff(CoreError):
    kind = "unauthenticated"
    code = "passwords-off"
    template = "Local passwords are switched off here. Sign in with the button above the form."


class FactorWrong(CoreError):
    kind = "unauthenticated"
    code = "factor-wrong"
    template = "The code is wrong, or it was used before. Wait for the next one, or use a recovery code."


class FactorNeeded(CoreError):
    kind = "conflict"
    code = "factor-needed"
    template = "A role you hold needs the second factor; it cannot be removed."


class FactorUnreadable(CoreError):
    """Sealed under another secret key."""

    kind = "conflict"
    code = "factor-unreadable"
    template = (
        "The second factor cannot be read since the office's secret key was changed. Ask the administrator to reset it."
    )


class SignInUnfinished(CoreError):
    kind = "unauthenticated"
    code = "sign-in-unfinished"
    template = "Signing in was not finished: %(reason)s. Begin again."


class IdentityUnknown(CoreError):
    kind = "forbidden"
    code = "identity-unknown"
    template = (
        "You have signed in with the provider, but nobody here is linked with that account. "
        "Ask the administrator of your office to make an account for you or to link it."
    )


class ProviderAway(CoreError):
    kind = "unavailable"
    code = "provider-away"
    template = "The sign-in provider does not answer. Try again in a minute; if it stays so, tell the administrator."


class TokenUnknown(CoreError):
    kind = "unauthenticated"
    code = "token-unknown"
    template = "The token is unknown, expired or revoked."


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


class DossierStopped(CoreError):
    kind = "conflict"
    code = "dossier-stopped"
    template = "Dossier %(dossier)s has stopped on an incident; an administrator has been told."


class DossierFinished(CoreError):
    kind = "conflict"
    code = "dossier-finished"
    template = "Dossier %(dossier)s is finished: nothing is added to it any more."


class KeyReused(CoreError):
    """``reason``: what the first request with this key did, ``dossier``: to which dossier."""

    kind = "conflict"
    code = "key-reused"
    template = (
        "This was sent before with other contents: %(reason)s then. Nothing of what was sent now was carried out. Look at "
        "what there is first; what is wanted besides needs a form loaded anew, from a program a new Idempotency-Key."
    )

    def __init__(self, reason: Reason | None = None, dossier: str | None = None) -> None:
        super().__init__(reason=reason or Reason("something else was done"), dossier=dossier)


class FormInvalid(CoreError):
    """``fields``: path of a field → list of ``(code, params)``; the codes are those of the form rules."""

    code = "form-invalid"
    template = "Some fields are missing or wrong."

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__()
        self.fields = dict(fields)


class BadValue(CoreError):
    code = "bad-value"
    template = "“%(field)s” is not right: %(reason)s"


class ProcedureUnknown(CoreError):
    kind = "missing"
    code = "procedure-unknown"
    template = "There is no procedure with the code “%(procedure)s”."


class NotOffered(CoreError):
    code = "not-offered"
    template = "Procedure %(procedure)s is not offered that way: %(reason)s"


class DeploymentRefused(CoreError):
    """``problems``: the lint problems, all of them."""

    code = "deployment-refused"
    template = "The procedure was not deployed: %(count)s problems."

    def __init__(self, problems: list[Any]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


class UploadRefused(CoreError):
    code = "upload-refused"
    template = "The file “%(name)s” was not taken: %(reason)s"


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


class FormTooCostly(CoreError):
    code = "form-too-costly"
    template = "The form computes more than it may (at “%(field)s”). Nothing was carried out; tell the designer of the procedure."


class TooMuch(CoreError):
    """A limit of :mod:`core.domain.limits` that a request would break; nothing was changed."""

    code = "too-much"
    template = "%(what)s: at most %(most)s are allowed."


class NotRetryable(CoreError):
    kind = "conflict"
    code = "not-retryable"
    template = "Dossier %(dossier)s ended with an error of its own diagram; there is nothing to repeat."


class NothingWaiting(CoreError):
    kind = "missing"
    code = "nothing-waiting"
    template = "No dossier waits for the message “%(message)s” with that key."


class TooManyTries(CoreError):
    """``seconds`` until the next try is looked at."""

    kind = "too-many"
    code = "too-many-tries"
    template = "Too many wrong tries from here. Wait %(seconds)s seconds, then try again."

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(seconds=self.seconds)


class PaperChanged(CoreError):
    """The content of a paper is not what was filed; nobody is shown something else under its name."""

    kind = "gone"
    code = "paper-changed"
    template = (
        "The paper “%(name)s” is not shown: its content was changed or lost since it was filed. The administrators and"
        " auditors have been told."
    )


class StoredUnreadable(CoreError):
    """Something stored cannot be read back: somebody wrote it past the office."""

    kind = "gone"
    code = "stored-unreadable"
    template = (
        "Something that is stored here cannot be read, so it is not shown: it was changed past the office. Tell the"
        " administrator; `motcua audit verify --all` names it."
    )


class NotTraced(CoreError):
    """Reading personal data leaves a trace, or it is not shown."""

    kind = "unavailable"
    code = "not-traced"
    template = "What you asked for is not shown, because the access log could not be written. Try again in a moment."


class NotTracedFull(NotTraced):
    """The same, by a disk that is full: that does not pass in a moment."""

    template = (
        "What you asked for is not shown: the disk of the system is full, so it cannot be logged who reads it."
        " Tell the administrator, then try again."
    )


class SettingInvalid(CoreError):
    code = "setting-invalid"
    template = "The setting %(name)s is wrong: %(reason)s"


class SettingUnknown(SettingInvalid):
    code = "setting-unknown"
    template = "There is no setting %(name)s: %(reason)s"


class Passing(CoreError):
    """Nothing was refused and nothing is wrong with the request: what it needs is not to be had just now."""

    kind = "unavailable"
    code = "unavailable"
    template = "This cannot be done just now. Wait a minute and try again."


class DatabaseAway(Passing):
    code = "database-away"
    template = "The database does not answer just now. Wait a minute and try again."


class DatabaseBusy(Passing):
    code = "database-busy"
    template = "The database is busy with other work just now. Wait a minute and try again."


class StorageFull(Passing):
    code = "storage-full"
    template = "The disk of the system is full, so nothing can be stored. Tell the administrator, then try again."


class MappingInvalid(CoreError):
    """``problems``: what is wrong with the mapping, element by element."""

    code = "mapping-invalid"
    template = "The mapping between the versions is not right: %(count)s problems."

    def __init__(self, problems: list[Any]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


class ReasonMissing(CoreError):
    code = "reason-missing"
    template = "Say why: the reason stands in the dossier's history."


class MigrationState(CoreError):
    kind = "conflict"
    code = "migration-state"
    template = "The migration is not in a state for this: %(state)s."


class NotMovedBack(CoreError):
    kind = "conflict"
    code = "not-moved-back"
    template = "Dossier %(dossier)s cannot be moved back: %(reason)s"


class StepRefused(CoreError):
    """The engine would not do what an operator asked for; nothing was changed and nothing is wrong with the dossier."""

    kind = "conflict"
    code = "step-refused"
    template = "Dossier %(dossier)s: that cannot be done at “%(element)s”: %(reason)s"
