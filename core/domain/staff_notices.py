"""What the bell of a person's pages tells them of."""

from __future__ import annotations

from enum import StrEnum


class StaffNoticeKind(StrEnum):
    """``about`` holds ``task`` (its name) or ``step``."""

    #: a task was given to me by the diagram
    ASSIGNED = "task-assigned"
    #: a step that I did before is to be done again
    RETURNED = "task-returned"
    #: another office or room asks for my opinion
    OPINION = "opinion-asked"
    #: a call to another system failed for good in a dossier of mine
    CALL = "call-failed"
    #: a letter to the applicant of a dossier of mine reached nobody
    LETTER = "letter-undelivered"
    #: the result of a dossier of mine was not delivered by the post
    PARCEL = "parcel-came-back"
