"""The topic ``notify.send``: writes a letter to the applicant, to a role or to an address, and sends it; to the applicant
by e-mail, text message or official account: as they chose, or in another way where that one refuses the message for good.

Inputs ``to`` (``applicant``, a role, or an e-mail address), ``subject`` and ``text``, or ``status`` for the letters
the office sends by itself at every status; header ``template``. Output ``sent`` (boolean), ``recipients``, ``way``,
``reference`` and ``segments``, ``instead`` (why it was not the way that was chosen), or ``reason``: a letter nobody can receive
is no failure of the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from core.domain import contacts
from core.domain.channels import BY_PHONE, SYSTEMS, TellBy, chosen, routes
from core.services.letters import short, templates
from core.services.outside.deliveries import NOT_BY, message_id
from core.services.outside.letter_facts import LetterSource
from core.services.running.outbox_rows import DEVICE
from core.services.running.untold_rows import template_of
from core.services.views.actors import SYSTEM
from core.settings import Settings
from workers.context import WorkerContext
from workers.errors import CredentialsRefused, NotNow, OutsideError, Refused
from workers.inputs import part, text
from workers.notification import archive, hours, letters, mailer, push, receipts
from workers.notification.gateways import GATEWAYS, Message
from workers.notification.settings import NotificationSettings

if TYPE_CHECKING:
    from core.services.views.jobs import Job

APPLICANT: Final = "applicant"
#: what there is to answer where nobody can be written to
NO_ADDRESS: Final = "no-address"
#: characters of what the other side said, in the answer the diagram gets
MOST_OF_AN_ANSWER: Final = 300


def send(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Sends the letter; to the applicant in the way they chose, in another one only where that cannot reach them. Returns
    ``{"sent": True, "recipients": n, "way": …}`` or ``{"sent": False, "reason": …}``."""
    if DEVICE in job.headers:
        _wait_for_morning(ctx)
        return push.send(job, ctx)
    to = text(job.payload, "to") or APPLICANT
    return _to_applicant(job, ctx) if to == APPLICANT else _by_mail(job, ctx, to)


def _to_applicant(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Sends it in the first way that takes it. What refuses this one message is followed by the next way; what is away is
    waited for. Raises :class:`OutsideError`: the refusal of the way that was chosen."""
    applicant = part(job.context, APPLICANT)
    if chosen(applicant, "tellBy") is TellBy.NONE:
        return {"sent": False, "reason": "not-wanted"}
    tried_before = job.headers.get(NOT_BY, "").split()
    refused: list[Refused] = []
    for way in routes(applicant, ways(ctx.settings), "tellBy"):
        if way in tried_before:
            continue
        try:
            sent = _by(way, job, ctx)
        except CredentialsRefused as error:
            raise _called(error, way) from error.__cause__
        except Refused as error:
            refused.append(_called(error, way))
            continue
        except OutsideError as error:
            raise _called(error, way) from error.__cause__
        return {**sent, **({"instead": _why(refused)} if refused else {})}
    if not refused:
        return {"sent": False, "reason": NO_ADDRESS}
    first, *others = refused
    first.answer = "\n".join(filter(None, (one.answer or one.text("vi") for one in (first, *others))))
    raise first


def ways(settings: Settings) -> frozenset[TellBy]:
    """The ways this installation has."""
    own = settings.of(NotificationSettings)
    there = {TellBy.EMAIL: own.smtp_url, TellBy.SMS: own.sms_url, TellBy.OA: own.oa_url}
    return frozenset(way for way, address in there.items() if address)


def _by(way: TellBy, job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    return _by_phone(job, ctx, way) if way in BY_PHONE else _by_mail(job, ctx, APPLICANT)


Error = TypeVar("Error", bound=OutsideError)


def _called(error: Error, way: TellBy) -> Error:
    """The error, with who was called: the breakers of mail server and gateways are apart."""
    error.called = SYSTEMS.get(way)
    return error


def _why(refused: Sequence[Refused]) -> str:
    """Why the way that was chosen did not serve."""
    return (refused[0].answer or refused[0].text("vi"))[:MOST_OF_AN_ANSWER]


def _by_phone(job: Job, ctx: WorkerContext, way: TellBy) -> Mapping[str, Any]:
    phone = text(part(job.context, APPLICANT), "phone")
    _wait_for_morning(ctx)
    known = facts(job, ctx, to_applicant=True)
    letter = letters.written(template(job), known, ctx.office.letters.of_job(job), spoken(job))
    subject, notice, page = letter.subject, known["notice"], known["lookup"]
    message = Message(
        id=message_id(job.dossier, job.idempotency_key, ctx.office.context.settings.secret_key),
        phone=contacts.dialled_abroad(phone),
        subject=subject,
        details=". ".join(short.details(notice, letter.language)),
        text=short.text(subject, notice, page, letter.language),
        code=job.dossier,
        page=page,
        see=short.WORDS[letter.language].see,
        callback=f"{ctx.settings.address}/api/v1/callbacks/{receipts.NAME}",
    )
    with GATEWAYS[way](ctx.settings) as gateway:
        accepted = gateway.send(message)
    told = {"way": way.value, "reference": accepted.reference, "segments": accepted.segments}
    return {"sent": True, "recipients": 1, **told}


def spoken(job: Job) -> str:
    """The language the applicant is written to in."""
    return text(part(job.context, APPLICANT), "language") or templates.LANGUAGE


def _wait_for_morning(ctx: WorkerContext) -> None:
    """Raises :class:`NotNow` in the hours in which citizens are left in peace."""
    own = ctx.settings.of(NotificationSettings)
    if wait := hours.seconds_left(own.quiet_hours, ctx.office.context.now()):
        raise NotNow(wait, "quiet hours")


def _by_mail(job: Job, ctx: WorkerContext, to: str) -> Mapping[str, Any]:
    recipients = [letters.checked_address(address) for address in addresses(job, ctx, to)]
    if not recipients:
        return {"sent": False, "reason": NO_ADDRESS}
    if to == APPLICANT:
        _wait_for_morning(ctx)
    own = ctx.settings.of(NotificationSettings)
    server = mailer.Server.of(own.smtp_url)
    language = spoken(job) if to == APPLICANT else templates.LANGUAGE
    procedures = ctx.office.letters.of_job(job)
    written = letters.written(template(job), facts(job, ctx, to == APPLICANT), procedures, language)
    sender = own.mail_from
    reply = letters.reply_address(text(part(job.context, "unit"), "email"))
    mail = letters.message(written, sender, recipients, job.idempotency_key, job.decided, reply)
    if archive.holds(own.mail_archive_url, str(mail["Message-ID"])):
        return {"sent": True, "recipients": len(recipients), "way": TellBy.EMAIL.value}
    refused = mailer.deliver(server, mail, letters.mailbox(sender), recipients)
    return {"sent": True, "recipients": len(recipients) - refused, "way": TellBy.EMAIL.value}


def template(job: Job) -> str:
    """The template's name."""
    return template_of(job.payload, job.headers)


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


def facts(job: Job, ctx: WorkerContext, to_applicant: bool) -> dict[str, Any]:
    """What a template may name."""
    source = LetterSource(
        job.dossier, template(job), job.payload, job.context, ctx.settings.address, to_applicant=to_applicant
    )
    return ctx.office.letter_facts.of(source)
