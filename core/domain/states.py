"""The states of tasks, calls, incidents, deliveries and migrations, as they are stored and shown by the API."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

#: in a filter of a list: every state
ANY_STATE: Final = "all"


class TaskState(StrEnum):
    """A user task."""

    OPEN = "open"
    COMPLETED = "completed"
    #: by the process, by an operator or by a migration
    CANCELLED = "cancelled"


class CallState(StrEnum):
    """A row of the outbox."""

    READY = "ready"
    #: handed to the queue
    SENT = "sent"
    #: a worker carries it out
    LEASED = "leased"
    DONE = "done"
    #: all attempts failed; an incident is open
    FAILED = "failed"
    CANCELLED = "cancelled"


#: states of calls that will be carried out without a person's action
PENDING_CALLS = (CallState.READY, CallState.SENT, CallState.LEASED)


class IncidentState(StrEnum):
    """An incident."""

    OPEN = "open"
    RESOLVED = "resolved"


class Settlement(StrEnum):
    """How an incident was settled: by a person, or by itself."""

    RETRIED = "retried"
    #: made again with inputs that a person corrected
    EDITED = "edited"
    #: made again with inputs computed anew by the dossier's present version
    REMAPPED = "remapped"
    #: a person gave the answer
    ANSWERED = "answered"
    #: the call counts as answered with nothing
    SKIPPED = "skipped"
    #: nothing to repeat: a person has looked at it
    SEEN = "seen"
    #: the applicant was told by a person what the letter was to say
    TOLD = "told"
    #: by itself: the diagram, an operator or a migration no longer wants the call
    CANCELLED = "cancelled"
    #: by itself: what it stopped is no longer open
    GONE = "gone"
    #: by itself: the dossier has ended
    ENDED = "ended"


class InboundState(StrEnum):
    """What another system sent by itself."""

    #: the workers offer it to those it may concern
    WAITING = "waiting"
    TAKEN = "taken"
    #: it matches nothing, or could not be taken: a person must look
    PARKED = "parked"
    #: a person has said that nothing is to be done with it
    SET_ASIDE = "set-aside"


class DeliveryState(StrEnum):
    """An event for one webhook."""

    WAITING = "waiting"
    #: handed to a worker
    SENT = "sent"
    DELIVERED = "delivered"
    #: all attempts failed, or the webhook was switched off: a person may have it sent again
    FAILED = "failed"


class BatchState(StrEnum):
    """A migration: a batch of dossiers on their way to another version."""

    #: the dry run is running
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """One dossier of a migration."""

    WAITING = "waiting"
    #: the dry run found no reason against it
    MOVABLE = "movable"
    #: the dry run found a reason against it
    REFUSED = "refused"
    MOVED = "moved"
    FAILED = "failed"
    MOVED_BACK = "moved-back"
    #: it ended, or went to another version, before its turn
    GONE = "gone"
