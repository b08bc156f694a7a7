"""What is needed is not to be had: it passes, or only the operator of the office can put it right."""

from __future__ import annotations

from core.errors.base import CoreError


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


class Misfit(Passing):
    """Something only the operator can put right: waiting alone mends nothing, and no process starts on it."""


class DatabaseRefused(Misfit):
    code = "database-refused"
    template = (
        "The database refuses the user name or the password in MOTCUA_DATABASE_URL. The administrator must correct it."
    )


class DatabaseUnknown(Misfit):
    code = "database-unknown"
    template = "There is no database of the name in MOTCUA_DATABASE_URL. The administrator must correct it or make one."


class DatabaseNone(Misfit):
    code = "database-none"
    template = "The file of the database holds something else. The administrator must name the right one or restore it."


class SchemaMisfit(Misfit):
    """The database is there, and is not what this release works on."""


class SchemaOlder(SchemaMisfit):
    code = "database-older"
    template = "The database is not brought to this release yet: the administrator must run “motcua migrate”."


class SchemaNewer(SchemaMisfit):
    code = "database-newer"
    template = "This release is older than the database: the administrator must install the newer release again."
