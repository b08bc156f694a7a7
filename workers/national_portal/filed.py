"""Dossiers filed at the national portal: pushed to the door or read from the feed, opened here once, and acknowledged.

The portal's code is a dossier's identity, so whichever way it comes first, the second is known; what differs under the same code
was filed later (:mod:`workers.national_portal.supplements`). Its papers are fetched before
anything is opened. What cannot be opened stands in the inbox, with a reason that says what to do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from redis import Redis

from core.domain.office_time import local
from core.errors.documents import UploadPostponed, UploadRefused
from core.errors.forms import FormInvalid
from core.errors.procedures import ProcedureUnknown
from core.errors.requests import NotFound
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant, Reception, ReturnBy
from core.services.views.procedures import ProcedureView
from workers import inbound
from workers.arrivals import Arrived, Inbound, InboundMessage, contents, same_facts
from workers.context import WorkerContext
from workers.errors import Declined
from workers.feed import Feed
from workers.national_portal import supplements
from workers.national_portal.client import NationalPortalClient
from workers.national_portal.settings import NationalPortalSettings
from workers.national_portal.wire import BY_POST, Acknowledgement, FeedEntry, FiledDossier, FiledPaper
from workers.signatures import standard_webhooks

MESSAGE: Final = "national-portal.filed"
TIME: Final = "%Y%m%d%H%M%S"
#: fields that are named where a form does not fit
NAMED: Final = 5


def follow(ctx: WorkerContext, redis: Redis) -> int:
    """Reads the feed once; does nothing while no portal is configured. Returns how many dossiers are new."""
    if not ctx.settings.of(NationalPortalSettings).national_portal_url:
        return 0
    with NationalPortalClient(ctx.settings) as portal:
        return Feed("national-portal", redis, portal.filed, lambda entry: _kept(ctx, entry)).follow()


def _kept(ctx: WorkerContext, entry: FeedEntry) -> bool:
    raw = json.dumps(entry.HoSo, ensure_ascii=False).encode()
    return ctx.office.inbound.keep(SOURCE.name, "feed", inbound.arrival(SOURCE, raw), raw)


def read(body: bytes) -> InboundMessage:
    """A dossier as it was filed. Raises :class:`Unreadable`."""
    dossier = contents(body, FiledDossier)
    facts = same_facts(dossier.model_dump(mode="json"))
    return InboundMessage(dossier.MaHoSo, MESSAGE, dossier.MaHoSo, {"dossier": dossier}, facts, versions=True)


def take(ctx: WorkerContext, arrived: Arrived) -> Iterable[str]:
    """Opens the dossier and tells the portal. One that is open already, or that a person has named, is only acknowledged; what
    was filed later under its code brings papers."""
    filed: FiledDossier = arrived.message.variables["dossier"]
    with NationalPortalClient(ctx.settings) as portal:
        code, later = arrived.dossier, _later(ctx, arrived)
        if later is not None:
            code = code or later
            supplements.join(ctx, portal, filed, code)
        elif code is None:
            code = _opened(ctx, portal, filed)
            ctx.office.inbound.note_dossier(arrived.source, inbound.identity(filed.MaHoSo), code)
        at = local(ctx.office.dossiers.get(code, SYSTEM).received).strftime(TIME)
        portal.acknowledge(Acknowledgement(MaHoSo=filed.MaHoSo, MaHoSoDiaPhuong=code, NgayTiepNhan=at))
    return (code,)


def _later(ctx: WorkerContext, arrived: Arrived) -> str | None:
    """The dossier that was opened under the same code by an earlier version; ``None`` for the first version itself.

    Raises :class:`Declined` while the first version is not open."""
    first = ctx.office.inbound.first_of(arrived.source, inbound.identity(arrived.message.external_id))
    if first is None or first.fingerprint in ("", arrived.message.fingerprint):
        return None
    if first.dossier is None:
        raise Declined("first-not-open", again=True)
    return first.dossier


SOURCE: Final = Inbound(
    "national-portal",
    read,
    standard_webhooks,
    "national_portal_callback_secret",
    take=take,
    answer={"error_code": "00"},
)


def _opened(ctx: WorkerContext, portal: NationalPortalClient, filed: FiledDossier) -> str:
    """The code of the dossier. Raises :class:`Declined` with what keeps it from being opened."""
    try:
        procedure = ctx.office.procedures.get(filed.MaTTHC)
        unit = ctx.office.units.find(filed.MaDonVi).code
    except ProcedureUnknown as error:
        raise Declined("procedure-unknown", filed.MaTTHC, again=True) from error
    except NotFound as error:
        raise Declined("unit-unknown", filed.MaDonVi, again=True) from error
    known = {component.key for component in procedure.components}
    papers = [_paper(ctx, portal, one, known) for one in filed.TaiLieuNop if not one.IsDeleted]
    try:
        view = ctx.office.reception.receive(
            _reception(filed, procedure, unit, papers), SYSTEM, f"portal:{filed.MaHoSo}"
        )
    except FormInvalid as error:
        raise Declined("form-wrong", ", ".join(sorted(error.fields)[:NAMED])) from error
    return view.code


def _reception(filed: FiledDossier, procedure: ProcedureView, unit: str, papers: list[UUID]) -> Reception:
    applicant = Applicant(
        name=filed.ChuHoSo,
        identity_number=filed.MaDoiTuong,
        phone=filed.SoDienThoai,
        email=filed.Email,
        address=filed.DiaChi,
    )
    wanted: ReturnBy = "post" if filed.HinhThuc == BY_POST else "counter"
    other: ReturnBy = "counter" if wanted == "post" else "post"
    return Reception(
        procedure=procedure.code,
        unit=unit,
        channel="online",
        applicant=applicant,
        data={**filed.DuLieu, "nationalCode": filed.MaHoSo},
        return_by=wanted if wanted in procedure.return_by else other,
        documents=papers,
        partial=True,
    )


def _paper(ctx: WorkerContext, portal: NationalPortalClient, filed: FiledPaper, known: set[str]) -> UUID:
    """A file, fetched and kept for the dossier that is about to be opened."""
    component = filed.MaThanhPhanHoSo if filed.MaThanhPhanHoSo in known else None
    content = portal.file(filed.TepDinhKemId)
    try:
        return ctx.office.documents.add(None, filed.TenTepDinhKem, content, component, SYSTEM).id
    except UploadPostponed as error:
        raise Declined("scanner", again=True) from error
    except UploadRefused as error:
        raise Declined("paper-refused", str(error)) from error
