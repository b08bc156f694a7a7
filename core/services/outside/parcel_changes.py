"""An order put right or taken back while its parcel still lies at the office: decided here, told to the carrier by a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, select, update

from core.db.base import AnyRow, table_of
from core.db.models import Dossier, ManifestLine, Outbox, Shipment
from core.db.reading import Reading
from core.domain import contacts, text
from core.domain.history import EventKind
from core.errors.base import Reason
from core.errors.postage import ParcelNotWaiting
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.services.authorization import rights
from core.services.cases.cases import Case, id_of, lock_dossier
from core.services.context.context import Context
from core.services.evidence import access, history
from core.services.evidence.event_drafts import EventDraft
from core.services.outside.manifests import DESK
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.running.outbox_rows import NewCall
from core.services.views.actors import Actor
from core.services.views.shipments import Delivery, ParcelChange

#: the header of a call of the office's own that tells a carrier of a change; no diagram can write it by mistake
HEADER: Final = "office:change"
CORRECT, CANCEL = "correct", "cancel"
KINDS: Final = {CORRECT: EventKind.CLERK_PARCEL_CORRECTED, CANCEL: EventKind.CLERK_PARCEL_CANCELLED}
#: the most characters of each
LIMITS: Final = {"receiver": 300, "phone": 40, "address": 1000, "reason": 2000}
_COLUMNS = (
    Shipment.id,
    Shipment.tracking_code,
    Shipment.order_number,
    Shipment.carrier,
    Shipment.system,
    Shipment.withdrawn,
)
_TO = (Shipment.receiver, Shipment.phone, Shipment.address)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a clerk wants; ``values``: the new ones of a correction, by column."""

    change: str
    code: str
    tracking_code: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)


class ParcelChanges:
    """What a clerk puts right before the carrier comes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def show(self, code: str, tracking_code: str, by: Actor) -> ParcelChange:
        """The order as it stands. Raises :class:`NotFound`, :class:`ParcelNotWaiting`."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            dossier_id = id_of(work, code)
            rights.require_sight(work, by, dossier_id, code)
            row = _parcel(work, dossier_id, tracking_code)
        access.record_access(self._context, by, "dossiers", subject={"parcel": tracking_code})
        return _view(row)

    def correct(
        self, code: str, tracking_code: str, to: Delivery, reason: str, by: Actor, key: str | None = None
    ) -> ParcelChange:
        """Another receiver, telephone or address. Raises :class:`BadValue`, :class:`NotFound`, :class:`ParcelNotWaiting`."""
        given = {name: _required(name, value) for name, value in asdict(to).items()}
        try:
            given["phone"] = contacts.phone(given["phone"])
        except contacts.UnreadableInput as error:
            raise BadValue(field="phone", reason=Reason("this is no telephone number")) from error
        request = IdempotentRequest.of(by, "parcel.correct", ParcelChange, key, code, tracking_code, given, reason)
        return self._once(request, _Wanted(CORRECT, code, tracking_code, _required("reason", reason), given))

    def cancel(self, code: str, tracking_code: str, reason: str, by: Actor, key: str | None = None) -> ParcelChange:
        """Takes the order back. What follows is the diagram's: the carrier reports the order as cancelled.

        Raises :class:`BadValue` without a reason, :class:`NotFound`, :class:`ParcelNotWaiting`.
        """
        request = IdempotentRequest.of(by, "parcel.cancel", ParcelChange, key, code, tracking_code, reason)
        return self._once(request, _Wanted(CANCEL, code, tracking_code, _required("reason", reason)))

    def is_newest(self, tracking_code: str, to: Mapping[str, Any]) -> bool:
        """Whether a correction is what the office wants now: one that was overtaken must not be told after the newer one."""
        with self._context.work.read() as work:
            row = work.execute(select(*_TO).where(Shipment.tracking_code == tracking_code)).one_or_none()
        return row is not None and all(row._mapping[name] == to.get(name) for name in row._mapping)

    def _once(self, request: IdempotentRequest[ParcelChange], wanted: _Wanted) -> ParcelChange:
        rights.require_scope(request.by, "dossiers:write")
        rights.require_role(request.by, *DESK)
        return idempotency.execute_once(self._context.work, request, lambda: self._change(request, wanted))

    def _change(self, request: IdempotentRequest[ParcelChange], wanted: _Wanted) -> ParcelChange:
        by, now, values = request.by, self._context.now(), wanted.values
        with self._context.work() as work:
            dossier_id = id_of(work, wanted.code)
            rights.require_sight(work, by, dossier_id, wanted.code)
            if not rights.may_act(work, by, dossier_id):
                raise Forbidden(role=DESK[0])
            case = lock_dossier(self._context, work, dossier_id)
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first
            row = _parcel(work, dossier_id, wanted.tracking_code)
            before = {name: row._mapping[name] for name in values}
            if values and before == values:
                raise BadValue(field="address", reason=Reason("nothing is different from the order"))
            changed: dict[str, Any] = dict(values) if values else {"withdrawn": now}
            work.session.execute(update(Shipment).where(Shipment.id == row.id).values(**changed))
            work.session.execute(insert(table_of(Outbox)), self._call(case, row, wanted, now))
            facts = {"parcel": row.tracking_code, "carrier": row.carrier, "reason": wanted.reason}
            facts |= {"before": before, "after": dict(values)} if values else {}
            history.record(work, case, EventDraft(KINDS[wanted.change], facts, by, now))
            to = Delivery(*({**row._mapping, **values}[column.key] for column in _TO))
            view = replace(_view(row), to=to, withdrawn=not values)
            idempotency.store_answer(work, request, view, now)
            return view

    def _call(self, case: Case, row: AnyRow, wanted: _Wanted, at: datetime) -> dict[str, Any]:
        """The row of the outbox by which the carrier is told."""
        told = {"order": row.order_number, "parcel": row.tracking_code, "reason": wanted.reason, "system": row.system}
        return NewCall(
            dossier_id=case.id,
            topic="postal.return",
            payload={**told, **wanted.values},
            headers={HEADER: wanted.change},
            key=f"{case.id}:{row.id}:{wanted.change}:{case.value('head_seq') + 1}",
            at=at,
            max_attempts=len(self._context.settings.retry_seconds) + 1,
        ).row()


def _parcel(work: Reading, dossier_id: UUID, tracking_code: str) -> AnyRow:
    """The parcel, which must still lie at the office with nothing decided about it."""
    row = _read(work, tracking_code)
    if row is None or row.dossier_id != dossier_id or row.direction != "return":
        raise NotFound(what="Parcel", name=tracking_code)
    handed = work.scalar(select(ManifestLine.manifest_id).where(ManifestLine.shipment_id == row.id))
    if not row.open or row.state != "created" or row.withdrawn or handed or not row.order_number:
        raise ParcelNotWaiting(parcels=tracking_code)
    return row


def _read(work: Reading, tracking_code: str) -> AnyRow | None:
    columns = (
        *_COLUMNS,
        *_TO,
        Shipment.direction,
        Shipment.open,
        Shipment.state,
        Shipment.dossier_id,
        Dossier.code.label("dossier"),
    )
    found = select(*columns).join(Dossier, Dossier.id == Shipment.dossier_id)
    return work.execute(found.where(Shipment.tracking_code == tracking_code)).one_or_none()


def _view(row: AnyRow) -> ParcelChange:
    return ParcelChange(
        dossier=row.dossier,
        tracking_code=row.tracking_code,
        carrier=row.carrier,
        to=Delivery(row.receiver, row.phone, row.address),
        withdrawn=row.withdrawn is not None,
    )


def _required(name: str, value: str) -> str:
    kept = text.normalize_line(value)
    if not kept:
        raise BadValue(field=name, reason=Reason("this is needed"))
    if len(kept) > LIMITS[name]:
        raise BadValue(field=name, reason=Reason("at most %(limit)s characters", limit=LIMITS[name]))
    return kept
