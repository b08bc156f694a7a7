"""The sentences a citizen reads about a dossier: its status, what to do now, and an apology where it is late."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.statuses import Status
from core.services.views.dossiers import PublicDossier
from core.services.views.shipments import ParcelView, papers, results
from portal import payment_texts
from web import times
from web.i18n import gettext, lazy_gettext

STATUS_SENTENCES = {
    Status.REGISTERED: lazy_gettext("Your dossier has been sent and waits to be checked by the reception desk."),
    Status.ACCEPTED: lazy_gettext("Your dossier has been received."),
    Status.REFUSED: lazy_gettext("Your dossier could not be received."),
    Status.PROCESSING: lazy_gettext("Your dossier is being worked on."),
    Status.SUPPLEMENT: lazy_gettext("Papers are missing from your dossier."),
    Status.PAYMENT: lazy_gettext("There is something to be paid for your dossier."),
    Status.WITHDRAWAL: lazy_gettext("You have asked for your dossier back."),
    Status.STOPPED: lazy_gettext("Work on your dossier has stopped."),
    Status.DONE: lazy_gettext("The result of your dossier is ready."),
    Status.RETURNED: lazy_gettext("The result of your dossier has been handed over."),
}
TO_DO = {
    Status.REGISTERED: lazy_gettext("There is nothing to do for now."),
    Status.ACCEPTED: lazy_gettext("There is nothing to do for now."),
    Status.REFUSED: lazy_gettext("Put right what is named and hand it in again; the reception desk explains how."),
    Status.PROCESSING: lazy_gettext("There is nothing to do for now."),
    Status.SUPPLEMENT: lazy_gettext(
        "Hand in what is missing. The time until then does not count towards the office's time limit."
    ),
    Status.PAYMENT: lazy_gettext(
        "Pay the amount asked for. The time until then does not count towards the office's time limit."
    ),
    Status.WITHDRAWAL: lazy_gettext("The office will answer your request."),
    Status.STOPPED: lazy_gettext("Ask the reception desk if anything is unclear."),
    Status.RETURNED: lazy_gettext("If the result contains a mistake, tell the reception desk."),
}


@dataclass(frozen=True, slots=True)
class StatusTexts:
    """``status``: a sentence on the national status; ``to_do``: what the citizen does now; ``late``: an apology, or empty."""

    status: str
    to_do: str
    late: str
    action_needed: bool  # something is asked of the citizen
    held_up: str  # what a citizen is told of a fault that holds the work up, or empty


def of(dossier: PublicDossier) -> StatusTexts:
    """The sentences for a dossier as it stands."""
    status = Status(dossier.status)
    waits = status in (Status.SUPPLEMENT, Status.PAYMENT) or (status is Status.DONE and not _travels(dossier))
    waits = waits and dossier.returned is None
    if status is Status.PAYMENT:
        waits = payment_texts.waits_for_the_citizen(dossier.payments)
    return StatusTexts(
        str(STATUS_SENTENCES[status]), _to_do(dossier, status), _late(dossier, status), waits, _held_up(dossier)
    )


def _to_do(dossier: PublicDossier, status: Status) -> str:
    if status is Status.REGISTERED and papers(dossier.parcels):
        return _of_papers(papers(dossier.parcels)[-1], _desk(dossier))
    if status is not Status.DONE:
        return (status is Status.PAYMENT and payment_texts.to_do(dossier.payments)) or str(TO_DO[status])
    parcel = next(reversed(results(dossier.parcels)), None)
    told = _undelivered(parcel.state, _desk(dossier)) if parcel is not None else ""
    if (told or dossier.return_by == "post") and dossier.collectable:
        if parcel is not None and parcel.state == "cancelled":
            return gettext(
                "The order with the post was taken back. Come to the reception desk and collect the result there."
            )
        return gettext("The post could not deliver the result. Come to the reception desk and collect it there.")
    if told:
        return told
    if dossier.return_by == "post":
        return _on_its_way(parcel)
    return gettext("Come to the reception desk with your receipt and your identity card.")


def _of_papers(parcel: ParcelView, desk: str) -> str:
    """What to do while the post fetches the applicant's papers."""
    match parcel.state:
        case "delivered":
            return gettext("Your papers are at the reception desk, which checks them. There is nothing to do for now.")
        case "failed" | "returning":
            return gettext(
                "The post could not fetch or bring your papers. It tries again; keep your telephone at hand, or call the "
                "reception desk: %(desk)s.",
                desk=desk,
            )
        case "returned" | "cancelled":
            return gettext(
                "The post does not bring your papers. Bring them to the reception desk, or ask for the post to come again: "
                "%(desk)s.",
                desk=desk,
            )
        case "lost":
            return gettext(
                "The post says that it has lost your papers. We are sorry. The reception desk calls you; questions: "
                "%(desk)s.",
                desk=desk,
            )
        case "created" | "other":
            return gettext(
                "The post comes to fetch your papers. Have the originals ready and keep your telephone at hand."
            )
    return gettext("Your papers are on their way to the office. There is nothing to do for now.")


def _travels(dossier: PublicDossier) -> bool:
    """The result comes by itself, or will: nothing is asked of the citizen."""
    sent = results(dossier.parcels)
    undelivered = sent and _undelivered(sent[-1].state, "")
    return dossier.return_by == "post" and not dossier.collectable and not undelivered


def _on_its_way(parcel: ParcelView | None) -> str:
    """Nothing is said to have been sent before the carrier has said that it holds it."""
    ordered = parcel.order if parcel is not None else None
    where = ordered.address if ordered and ordered.address else gettext("the address on your receipt")
    if parcel is None or not parcel.taken_over:
        return gettext(
            "The result will be sent by post to %(where)s; the post has not taken it over yet. You need not come to the "
            "office. This page says when it is on its way.",
            where=where,
        )
    return gettext(
        "The result is on its way by post to %(where)s, number %(code)s. You need not come to the office; keep your "
        "telephone at hand.",
        where=where,
        code=parcel.tracking_code,
    )


def _undelivered(state: str, desk: str) -> str:
    """What to do where the newest parcel did not arrive; empty while it is on its way."""
    match state:
        case "returning":
            return gettext(
                "The post could not deliver your result and is bringing it back to the office. This page says when it is there; "
                "questions: %(desk)s.",
                desk=desk,
            )
        case "failed":
            return gettext(
                "The post could not deliver your result. It tries again or brings it back to the office. Keep your "
                "telephone at hand, or call the reception desk: %(desk)s.",
                desk=desk,
            )
        case "cancelled":
            return gettext(
                "The order with the post was taken back, and your result is at the office. Collect it with your receipt and "
                "your identity card, or ask for it to be sent: %(desk)s.",
                desk=desk,
            )
        case "returned":
            return gettext(
                "The post could not deliver your result, and it is back at the office. Collect it with your receipt and "
                "your identity card, or ask for it to be sent again: %(desk)s.",
                desk=desk,
            )
        case "lost":
            return gettext(
                "The post says that it has lost the letter with your result. We are sorry. The office issues the result "
                "again and calls you; questions: %(desk)s.",
                desk=desk,
            )
    return ""


def _desk(dossier: PublicDossier) -> str:
    """The reception desk with where it is and its telephone, as far as they are known."""
    desk = dossier.desk
    return ", ".join(filter(None, (desk.name, desk.address, desk.phone))) if desk else dossier.unit_name


def _late(dossier: PublicDossier, status: Status) -> str:
    waiting = status in (Status.SUPPLEMENT, Status.PAYMENT)
    if dossier.due is None or dossier.processed is not None or waiting or times.now() <= dossier.due:
        return ""
    return gettext(
        "The promised day has passed. We apologise; the reception desk tells you the reason and the new day."
    )


def _held_up(dossier: PublicDossier) -> str:
    """Neither what failed nor where: that is the office's own matter, and nothing is asked of the citizen."""
    if dossier.held_up_since is None:
        return ""
    return gettext(
        "A technical fault has held up one step since %(when)s. The office knows of it and puts it right; there is nothing for you to do.",
        when=times.moment(dossier.held_up_since),
    )
