"""Evidence that cannot be read or cannot be written."""

from __future__ import annotations

from core.errors.base import CoreError


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
