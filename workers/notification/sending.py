"""The topic ``notify.send``: writes a letter to the applicant, to a role or to an address, and sends it; to the applicant
by e-mail, text message or official account, as they chose.

Inputs ``to`` (``applicant``, a role, or an e-mail address), ``subject`` and ``text``, or ``status`` for the letters
the office sends by itself at every status; header ``template``. Output ``sent`` (boolean), ``recipients``, ``way``,
``reference`` and ``segments``, or ``reason``: a letter nobody can receive is no failure of the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.domain import codes, contacts, parcel_turns
from core.domain.channels import BY_PHONE, TellBy, chosen
from core.domain.statuses import PROMISING
from core.services.views.actors import SYSTEM
from workers.context import WorkerContext
from workers.errors import NotNow
from workers.inputs import moment, part, text
from workers.notification import archive, hours, letters, mailer, receipts, short
from workers.notification.gateways import GATEWAYS, Message
from workers.notification.settings import NotificationSettings

if TYPE_CHECKING:
    from datetime import datetime

    from core.services.dossiers.notices import Standing
    from core.services.views.jobs import Job
    from core.services.views.notices import NoticeView

APPLICANT = "applicant"


def send(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Sends the letter, to the applicant in the one way they chose. Returns ``{"sent": True, "recipients": n, "way": …}`` or
    ``{"sent": False, "reason": …}``."""
    to = text(job.payload, "to") or APPLICANT
    way = chosen(part(job.context, APPLICANT), "tellBy") if to == APPLICANT else TellBy.EMAIL
    if way is TellBy.NONE:
        return {"sent": False, "reason": "not-wanted"}
    return _by_phone(job, ctx, way) if way in BY_PHONE else _by_mail(job, ctx, to)


def _by_phone(job: Job, ctx: WorkerContext, way: TellBy) -> Mapping[str, Any]:
    phone = text(part(job.context, APPLICANT), "phone")
    if not phone:
        return {"sent": False, "reason": "no-address"}
    _wait_for_morning(ctx)
    known = facts(job, ctx, to_applicant=True)
    letter = letters.written(template(job), known, ctx.office.letters.of_job(job))
    subject, notice, page = letter.subject, known["notice"], known["lookup"]
    message = Message(
        id=f"{job.dossier}-{codes.unguessable(job.idempotency_key, ctx.office.context.settings.secret_key)}",
        phone=contacts.dialled_abroad(phone),
        subject=subject,
        details=". ".join(short.details(notice)),
        text=short.text(subject, notice, page),
        code=job.dossier,
        page=page,
        callback=f"{ctx.settings.address}/api/v1/callbacks/{receipts.NAME}",
    )
    with GATEWAYS[way](ctx.settings) as gateway:
        accepted = gateway.send(message)
    told = {"way": way.value, "reference": accepted.reference, "segments": accepted.segments}
    return {"sent": True, "recipients": 1, **told}


def _wait_for_morning(ctx: WorkerContext) -> None:
    """Raises :class:`NotNow` in the hours in which citizens are left in peace."""
    own = ctx.settings.of(NotificationSettings)
    if wait := hours.seconds_left(own.quiet_hours, ctx.office.context.now()):
        raise NotNow(wait, "quiet hours")


def _by_mail(job: Job, ctx: WorkerContext, to: str) -> Mapping[str, Any]:
    recipients = [letters.checked_address(address) for address in addresses(job, ctx, to)]
    if not recipients:
        return {"sent": False, "reason": "no-address"}
    if to == APPLICANT:
        _wait_for_morning(ctx)
    own = ctx.settings.of(NotificationSettings)
    server = mailer.Server.of(own.smtp_url)
    written = letters.written(template(job), facts(job, ctx, to == APPLICANT), ctx.office.letters.of_job(job))
    sender = own.mail_from
    reply = letters.reply_address(text(part(job.context, "unit"), "email"))
    mail = letters.message(written, sender, recipients, job.idempotency_key, job.decided, reply)
    if archive.holds(own.mail_archive_url, str(mail["Message-ID"])):
        return {"sent": True, "recipients": len(recipients), "way": TellBy.EMAIL.value}
    refused = mailer.deliver(server, mail, letters.mailbox(sender), recipients)
    return {"sent": True, "recipients": len(recipients) - refused, "way": TellBy.EMAIL.value}


def template(job: Job) -> str:
    """The template's name: the header's, ``status`` standing for the one of the status in the payload."""
    name = job.headers.get("template", "").strip() or ("status" if text(job.payload, "status") else "reminder")
    return f"status-{text(job.payload, 'status')}" if name == "status" else name


def addresses(job: Job, ctx: WorkerContext, to: str) -> list[str]:
    """The mailboxes behind ``to``; empty when there is nobody to write to."""
    if to == APPLICANT:
        found = text(part(job.context, APPLICANT), "email")
        return [found] if found else []
    if "@" in to:
        return [to]
    return staff(job, ctx, to)


def staff(job: Job, ctx: WorkerContext, role: str) -> list[str]:
    """The mailboxes of the people who hold ``role`` in a unit that has to do with the dossier, or below it."""
    units = involved(job, ctx)
    people = [person for person in ctx.office.accounts.people(SYSTEM) if person.active and person.email]
    found = {p.email for p in people if any(m.role == role and m.unit_code in units for m in p.memberships)}
    return sorted(found)


def involved(job: Job, ctx: WorkerContext) -> set[str]:
    """Codes of the receiving and the processing unit and of every unit below them."""
    units = {text(part(job.context, name), "code") for name in ("unit", "processingUnit")} - {""}
    tree = ctx.office.units.tree()
    while below := {unit.code for unit in tree if unit.parent_code in units} - units:
        units |= below
    return units


def told(job: Job, ctx: WorkerContext, standing: Standing) -> NoticeView | None:
    """What the letter is about: for a letter of a status the notice that was kept when it was decided (calls of earlier
    releases have none), for a letter of a step what the dossier waits for now."""
    found = text(job.payload, "notice")
    if found:
        return ctx.office.notices.find(UUID(found))
    return None if text(job.payload, "status") else standing.notice


def promised(job: Job, standing: Standing) -> datetime | None:
    """The day of the result, where it is a promise: not in letters that stop the clock, refuse, tell of the result,
    or of its parcel."""
    status = text(job.payload, "status")
    of_parcel = template(job) in parcel_turns.LETTERS
    holds = standing.promised and not of_parcel and (not status or int(status) in PROMISING)
    return moment(job.context, "due") if holds else None


def facts(job: Job, ctx: WorkerContext, to_applicant: bool) -> dict[str, Any]:
    """What a template may name."""
    context, address = job.context, ctx.settings.address
    unit, standing = part(context, "unit"), ctx.office.notices.standing(job.dossier)
    return {
        **job.payload,  # what the diagram gives for its own template; the office's facts win
        "to_applicant": to_applicant,
        "after": text(job.payload, "after"),
        "applicant": part(context, APPLICANT),
        "code": job.dossier,
        "procedure": text(context, "procedureName"),
        "received": moment(context, "received"),
        "due": promised(job, standing),
        "by_post": text(context, "returnBy") == "post",
        "unit": {"name": text(unit, "name"), "phone": ctx.office.units.find(text(unit, "code")).phone},
        "subject": letters.one_line(text(job.payload, "subject")),
        "text": text(job.payload, "text"),
        "parcel": job.payload.get("parcel"),
        "notice": told(job, ctx, standing),
        "paid": ctx.office.online_payments.paid(job.dossier),
        "refund": part(job.payload, "refund") or None,
        "lookup": codes.tracking_address(address, job.dossier),
        "staff": address,
    }
