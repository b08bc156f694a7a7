"""Who files a dossier: their name, numbers and addresses in the one form in which they are kept, or what is wrong.

Every door opens dossiers by way of this: the desk, the interface, messages from other systems.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from core.domain import contacts, text
from core.domain.channels import BY_PHONE, TellBy
from core.errors.forms import FieldError
from core.services.views.dossiers import Applicant, Reception

LIMITS: Final[Mapping[str, int]] = {
    "name": 300,
    "identity_number": 40,
    "phone": 40,
    "email": contacts.LONGEST_EMAIL,
    "address": 1000,
}
#: in which letters can be written
LANGUAGES: Final = ("vi", "en")
READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "identity_number": contacts.identity,
    "phone": contacts.phone,
    "email": contacts.email,
}
Faults = dict[str, list[FieldError]]


def settled(applicant: Applicant) -> tuple[Applicant, Faults]:
    """The applicant as kept, and the faults by field name; a field at fault stays as it was written."""
    kept: dict[str, str] = {}
    faults: Faults = {}
    for name, limit in LIMITS.items():
        value = text.normalize_line(getattr(applicant, name) or "")
        kept[name] = value
        if len(value) > limit:
            faults[name] = [FieldError("too-long", {"limit": limit})]
        elif value and name in READERS:
            try:
                kept[name] = READERS[name](value)
            except contacts.UnreadableInput as error:
                faults[name] = [FieldError(error.code)]
    way = applicant.tell_by or TellBy.EMAIL
    if way not in tuple(TellBy):
        faults["tell_by"] = [FieldError("not-an-option")]
    spoken = applicant.language or "vi"
    if spoken not in LANGUAGES:
        faults["language"] = [FieldError("not-an-option")]
    return Applicant(**kept, tell_by=way, language=spoken), faults


def faults(reception: Reception) -> Faults:
    """What is missing or wrong of the applicant, by path below the reception, as a form's faults are."""
    who, found = settled(reception.applicant)
    needed = {"name": "required"}
    if reception.return_by == "post":
        needed |= {"phone": "needed-by-post", "address": "needed-by-post"}
    if who.tell_by in BY_PHONE:
        needed.setdefault("phone", "needed-by-message")
    found |= {name: [FieldError(code)] for name, code in needed.items() if not getattr(who, name)}
    return {f"applicant.{name}": wrong for name, wrong in found.items()}
