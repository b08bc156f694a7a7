"""What a receiver fills in around the procedure's own form: unit, channel, applicant, way of return.

Nothing is checked or changed here: the office judges what was typed, by one rule for every door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from admin.uploads import PAPER
from core.errors.forms import FieldErrors
from core.services.views.dossiers import Applicant, Channel, PostService, Reception, ReturnBy
from core.services.views.procedures import ProcedureView
from web import messages
from web.forms import Fault
from web.i18n import language, lazy_gettext

APPLICANT = ("name", "identity_number", "phone", "email", "address", "tell_by", "language")
TITLES = {
    "applicant.name": lazy_gettext("Full name"),
    "applicant.identity_number": lazy_gettext("Identity number"),
    "applicant.phone": lazy_gettext("Phone"),
    "applicant.email": lazy_gettext("E-mail"),
    "applicant.address": lazy_gettext("Address"),
    "applicant.tell_by": lazy_gettext("Told by"),
    "applicant.language": lazy_gettext("Language of letters"),
    "unit": lazy_gettext("Receiving unit"),
    "documents": lazy_gettext("Papers"),
}


@dataclass(frozen=True, slots=True)
class Filing:
    """The fields as typed."""

    unit: str = ""
    channel: str = "counter"
    return_by: str = "counter"
    post_service: str = "standard"
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
            post_service=cast(PostService, self.post_service),
            documents=tuple(papers),
        )


def read(form: Mapping[str, str]) -> Filing:
    """The fields of a submitted form, as they were typed."""
    applicant = Applicant(**{name: form.get(f"applicant.{name}", "") for name in APPLICANT})
    ways = {name: form.get(name, "") for name in ("unit", "channel", "return_by")}
    return Filing(**ways, post_service=form.get("post_service", "standard"), applicant=applicant)


def split(found: FieldErrors) -> tuple[dict[str, list[str]], FieldErrors]:
    """Errors around the procedure's form as sentences, and those of the form itself as they are."""
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
