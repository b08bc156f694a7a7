"""Dossiers: opened at the desk, looked at by those who may, looked up by those who hold the receipt."""

from __future__ import annotations

import dataclasses

from bpmn.errors import BpmnError, EngineError
from core.db.reading import Reading
from core.domain.channels import TellBy
from core.domain.history import EventKind
from core.errors.base import Reason
from core.errors.dossiers import CannotOpen
from core.errors.forms import FieldErrors, FormInvalid
from core.errors.procedures import NotOffered, ProcedureUnknown
from core.services.authorization import rights
from core.services.cases.cases import id_of, lock_dossier
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.dossiers import dossier_views, receipts
from core.services.dossiers.opening import DossierOpening, checked_data, papers
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.views.actors import Actor
from core.services.views.dossiers import POST_SERVICES, DossierView, Reception


class ReceptionDesk:
    """Opens dossiers. What only reads is in :class:`core.services.dossiers.queries.Dossiers`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def receive(self, reception: Reception, by: Actor, key: str | None = None) -> DossierView:
        """Opens a dossier and starts its process; the answer alone carries the receipt's secret.

        What is wrong with the applicant's data (``applicant.name`` …) and with the form's comes in one FormInvalid.
        Raises :class:`ProcedureUnknown`, :class:`NotOffered`, :class:`FormInvalid`, :class:`BadValue`,
        :class:`Forbidden`, :class:`CannotOpen`; after each of them there is no dossier.
        """
        rights.require_scope(by, "dossiers:write")
        request = IdempotentRequest.of(by, receipts.OPERATION, DossierView, key, reception)
        try:
            return idempotency.execute_once(
                self._context.work,
                request,
                lambda: self._receive(request, reception),
                lambda work, first: receipts.restore_secret(self._context, work, by, key, first),
            )
        except BpmnError as error:
            raise CannotOpen(element=self._stopped_at(reception, error)) from error

    def _stopped_at(self, reception: Reception, error: BpmnError) -> str:
        element = error.element if isinstance(error, EngineError) else None
        with self._context.work.read() as work:
            version = self._context.versions.current(reception.procedure, work)
        return version.step(element) if version and element else reception.procedure

    def receipt_printed(self, code: str, by: Actor) -> None:
        """Notes that the receipt was handed out for printing. Raises :class:`NotFound`."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work() as work:
            found = id_of(work, code)
            rights.require_sight(work, by, found, code)
            case = lock_dossier(self._context, work, found)
            facts = {"documents": [{"sha256": paper["sha256"]} for paper in papers(work, found)]}
            history.record(work, case, EventDraft(EventKind.CLERK_RECEIPT_PRINTED, facts, by, self._context.now()))

    def faults(self, reception: Reception) -> FieldErrors:
        """What :meth:`receive` would say in its FormInvalid, without opening anything; empty where all is right.

        Raises :class:`ProcedureUnknown`, :class:`NotOffered`.
        """
        with self._context.work.read() as work:
            version = self._offered(work, reception)
        try:
            checked_data(self._context, version, reception, self._context.now())
        except FormInvalid as error:
            return error.fields
        return {}

    def _receive(self, request: IdempotentRequest[DossierView], reception: Reception) -> DossierView:
        context, by, key = self._context, request.by, request.key
        with context.work() as work:
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return receipts.restore_secret(context, work, by, key, first)
            at = context.now()
            opened = DossierOpening(context, work, self._offered(work, reception), reception, by, at).open(key=key)
            work.send()
            view = dossier_views.read(context, work, opened.case.id, by, opened.secret)
            view = dataclasses.replace(view, missing=opened.missing)
            idempotency.store_answer(work, request, receipts.without_secret(view), at)
            return view

    def ways(self) -> tuple[TellBy, ...]:
        """The ways in which this office can tell applicants, none among them."""
        return tuple(way for way in TellBy if way is TellBy.NONE or way in self._context.ways)

    def receipt_secret(self, code: str, key: str, by: Actor) -> str | None:
        """The secret of the receipt, for who received the dossier by a request with this key; ``None`` for all others."""
        with self._context.work.read() as work:
            first = idempotency.stored_answer_for_key(work, by, receipts.OPERATION, key, DossierView)
            if first is None or first.code != code:
                return None
            return receipts.restore_secret(self._context, work, by, key, first).receipt_secret

    def _offered(self, work: Reading, reception: Reception) -> Version:
        version = self._context.versions.current(reception.procedure, work)
        if version is None:
            raise ProcedureUnknown(procedure=reception.procedure)
        view = version.view
        if version.definition.start() is None:
            raise NotOffered(procedure=view.code, reason=Reason("at the desk: it begins with a message"))
        if reception.channel not in view.channels:
            raise NotOffered(procedure=view.code, reason=Reason("channel “%(channel)s”", channel=reception.channel))
        if reception.return_by not in view.return_by:
            raise NotOffered(procedure=view.code, reason=Reason("return by “%(way)s”", way=reception.return_by))
        if reception.post_service not in POST_SERVICES:
            unknown = Reason("postal service “%(service)s”", service=reception.post_service)
            raise NotOffered(procedure=view.code, reason=unknown)
        return version
