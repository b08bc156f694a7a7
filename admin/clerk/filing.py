"""What a receiver fills in around the procedure's own form: unit, channel, applicant, way of return.

The checks here only spare a round trip; the office checks again and decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from admin.uploads import PAPER
from core.domain import text
from core.services.views import Applicant, Channel, ProcedureView, Reception, ReturnBy
from web import messages
from web.forms import Fault
from web.i18n import gettext as _
from web.i18n import language, lazy_gettext

LIMITS = {"name": 200, "identity_number": 20, "phone": 20, "email": 200, "address": 300}
TITLES = {
    "applicant.name": lazy_gettext("Full name"),
    "applicant.identity_number": lazy_gettext("Identity number"),
    "applicant.phone": lazy_gettext("Phone"),
    "applicant.email": lazy_gettext("E-mail"),
    "applicant.address": lazy_gettext("Address"),
    "unit": lazy_gettext("Receiving unit"),
    "documents": lazy_gettext("Papers"),
}
IDENTITY = re.compile(r"\d{9}|\d{12}|\d{10}|\d{13}")  # CMND, CCCD; tax codes of organisations
PHONE = re.compile(r"\+?\d{9,12}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Filing:
    """The fields as typed."""

    unit: str = ""
    channel: str = "counter"
    return_by: str = "counter"
    applicant: Applicant = field(default_factory=lambda: Applicant(name=""))

    def reception(self, procedure: str, data: Mapping[str, Any], papers: Sequence[UUID]) -> Reception:
        """The command this becomes."""
        return Reception(
            procedure=procedure,
            unit=self.unit,
            channel=cast(Channel, self.channel),
            applicant=self.applicant,
            data=data,
            return_by=cast(ReturnBy, self.return_by),
            documents=tuple(papers),
        )


def read(form: Mapping[str, str]) -> Filing:
    """The fields of a submitted form: trimmed, in composed Unicode, blanks taken out of numbers."""
    applicant = {name: _tidy(form.get(f"applicant.{name}", ""), limit) for name, limit in LIMITS.items()}
    for name in ("identity_number", "phone"):
        applicant[name] = re.sub(r"[\s.\-]", "", applicant[name])
    return Filing(form.get("unit", ""), form.get("channel", ""), form.get("return_by", ""), Applicant(**applicant))


def errors(filed: Filing) -> dict[str, list[str]]:
    """What is missing or cannot be right, by field name."""
    who = filed.applicant
    found = {
        "applicant.name": _missing(who.name),
        "applicant.identity_number": _shape(
            who.identity_number, IDENTITY, _("Write 12 digits (CCCD) or 9 (CMND); a tax code has 10 or 13.")
        ),
        "applicant.phone": _shape(who.phone, PHONE, _("Write the digits of the number, like 0912345678.")),
        "applicant.email": _shape(who.email, EMAIL, _("This is not an e-mail address. Example: ten@example.vn.")),
    }
    if filed.return_by == "post":
        found["applicant.phone"] = found["applicant.phone"] or _missing(who.phone, _("The post needs a phone number."))
        found["applicant.address"] = _missing(who.address, _("The post needs an address."))
    return {name: words for name, words in found.items() if words}


def told(found: Mapping[str, Any]) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """The office's faults apart: those of the applicant in words, and those of the procedure's form as they are."""
    own = {name: faults for name, faults in found.items() if name in TITLES}
    rest = {name: faults for name, faults in found.items() if name not in TITLES}
    return {name: [messages.fault_text(one, language()) for one in faults] for name, faults in own.items()}, rest


def summary(
    procedure: ProcedureView, errors: Mapping[str, Sequence[str]], refused: Mapping[str, Sequence[str]]
) -> list[Fault]:
    """What is wrong around the procedure's form, for the list on top: fields first, then papers."""
    papers = {PAPER + component.key: component.name for component in procedure.components}
    lines = [(name, str(TITLES.get(name, name)), words) for name, words in errors.items()]
    lines += [(name, papers[name], words) for name, words in refused.items() if name in papers]
    return [Fault(f"f-{name}", label, " ".join(words)) for name, label, words in lines]


def channels(procedure: ProcedureView) -> tuple[str, ...]:
    """How a dossier can reach a receiver: what comes online comes through the public web, not over the desk."""
    return tuple(channel for channel in procedure.channels if channel != "online") or procedure.channels


def fields(procedure: ProcedureView) -> list[str]:
    """The names of the inputs for the papers the procedure asks for."""
    return [PAPER + component.key for component in procedure.components]


def fits(procedure: ProcedureView, typed: str) -> bool:
    """Whether every word typed occurs in the procedure's code, name or field, accents apart."""
    known = text.fold(" ".join((procedure.code, procedure.name, procedure.name_en, procedure.field)))
    return all(word in known for word in text.fold(typed).split())


def _tidy(typed: str, limit: int) -> str:
    return unicodedata.normalize("NFC", " ".join(typed.replace("\x00", "").split()))[:limit]


def _missing(value: str, words: str = "") -> list[str]:
    return [] if value else [words or _("This field must be filled in.")]


def _shape(value: str, shape: re.Pattern[str], words: str) -> list[str]:
    return [] if not value or shape.fullmatch(value) else [words]
