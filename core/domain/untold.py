"""When a letter reaches nobody: which letters a person must then tell, why it was so, and how they were told in the end."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from core.domain.channels import TellBy, chosen
from core.domain.parcel_turns import LETTERS as OF_PARCELS
from core.domain.statuses import Status


class Reason(StrEnum):
    """Why the letter reached nobody."""

    #: no address and no telephone number for the way that was chosen, nor for another one
    NO_ADDRESS = "no-address"
    #: it was sent in vain: the other side refused it, or every try failed
    FAILED = "failed"
    #: it was taken, and the gateway reports later that it did not arrive
    UNDELIVERED = "undelivered"


class Way(StrEnum):
    """How the applicant was told in the end."""

    PHONE = "phone"
    POST = "post"
    VISIT = "visit"
    #: the letter was sent after all
    LETTER = "letter"
    #: nobody could be told: the note says what was tried
    NONE = "none"


#: statuses in which the applicant has something to do, or has to know that it is over
OWED: Final = frozenset({Status.REFUSED, Status.SUPPLEMENT, Status.PAYMENT, Status.STOPPED, Status.DONE})
#: the templates of the office's letters that a person tells where they reach nobody
TEMPLATES: Final = frozenset({*(f"status-{status:d}" for status in OWED), *OF_PARCELS, "refund"})


def is_owed(template: str) -> bool:
    """Whether a letter of the office's own, by its template, must be told by a person where it reaches nobody."""
    return template in TEMPLATES


def declined(applicant: Mapping[str, Any]) -> bool:
    """Whether the applicant, who can be reached, wants to be sent nothing and looks on the tracking page instead."""
    can_be_reached = bool(applicant.get("phone") or applicant.get("email"))
    return chosen(applicant) is TellBy.NONE and can_be_reached
