"""The database or the disk is unavailable: temporarily, or until the operator corrects the configuration."""

from __future__ import annotations

from core.errors.base import CoreError


class ServiceUnavailable(CoreError):
    """The request itself is fine, but something it needs is unavailable. Raised itself, or as a subclass that says what."""

    kind = "unavailable"
    code = "unavailable"
    template = "This cannot be done just now. Wait a minute and try again."


class DatabaseAway(ServiceUnavailable):
    code = "database-away"
    template = "The database does not answer just now. Wait a minute and try again."


class DatabaseBusy(ServiceUnavailable):
    code = "database-busy"
    template = "The database is busy with other work just now. Wait a minute and try again."


class StorageFull(ServiceUnavailable):
    code = "storage-full"
    template = "The disk of the system is full, so nothing can be stored. Tell the administrator, then try again."


class OperatorActionNeeded(ServiceUnavailable):
    """Only the operator can put it right: waiting does not help, and no process starts in this state."""


class DatabaseRefused(OperatorActionNeeded):
    code = "database-refused"
    template = (
        "The database refuses the user name or the password in MOTCUA_DATABASE_URL. The administrator must correct it."
    )


class DatabaseUnknown(OperatorActionNeeded):
    code = "database-unknown"
    template = "There is no database of the name in MOTCUA_DATABASE_URL. The administrator must correct it or make one."


class DatabaseNone(OperatorActionNeeded):
    code = "database-none"
    template = "The file of the database holds something else. The administrator must name the right one or restore it."


class SchemaMismatch(OperatorActionNeeded):
    """The database answers, but its schema is not this release's."""


class SchemaOlder(SchemaMismatch):
    code = "database-older"
    template = "The database is not brought to this release yet: the administrator must run “motcua migrate”."


class SchemaNewer(SchemaMismatch):
    code = "database-newer"
    template = "This release is older than the database: the administrator must install the newer release again."
