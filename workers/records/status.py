"""The topic ``records.status``: tells the national portal, over the axis, where a dossier stands.

Input ``status`` (1–10; without it, the status the dossier has). Output ``synchronised`` (boolean).

Whether a dossier is inserted or updated is what the axis says it knows, so a lost answer never makes two of it. A
status that is overtaken (an older call tried again after a newer one) adds its step to the course and leaves the
newer status alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.domain.office_time import local
from workers.context import WorkerContext
from workers.errors import InputMissing
from workers.inputs import moment, part, text
from workers.records.client import RecordsClient
from workers.records.wire import CHANNELS, TIME, DossierMessage, ProgressMessage

if TYPE_CHECKING:
    from core.services.views.jobs import Job

FINISHED = frozenset({"3", "8", "9", "10"})
RETURNED = "10"
NAMES = {
    "1": "Mới đăng ký",
    "2": "Được tiếp nhận",
    "3": "Không được tiếp nhận",
    "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ",
    "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý",
    "9": "Đã xử lý xong",
    "10": "Đã trả kết quả",
}


def synchronise(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Sends the dossier and the step. Returns ``{"synchronised": True}``."""
    status = status_of(job)
    with RecordsClient(ctx.settings) as axis:
        known = axis.known(job.dossier)
        if known is None or known.ThoiDiemXuLy <= stamp(job.decided):
            axis.put(dossier_message(job, ctx, status), known is not None, job.idempotency_key)
        axis.progress(progress_message(job, status), job.idempotency_key)
    return {"synchronised": True}


def status_of(job: Job) -> str:
    """The national status to send, ``"1"`` to ``"10"``."""
    status = text(job.payload, "status") or text(job.context, "status")
    if status not in NAMES:
        raise InputMissing("input-missing", field="status", topic=job.topic)
    return status


def dossier_message(job: Job, ctx: WorkerContext, status: str) -> DossierMessage:
    """The dossier as it stands, with the status to send."""
    context, applicant, at = job.context, part(job.context, "applicant"), job.decided
    procedure = ctx.office.procedures.get(text(context, "procedure"))
    return DossierMessage(
        MaHoSo=job.dossier,
        MaTTHC=procedure.code,
        TenTTHC=procedure.name,
        MaLinhVuc=procedure.field_code,
        TenLinhVuc=procedure.field,
        KenhThucHien=CHANNELS.get(text(context, "channel"), CHANNELS["counter"]),
        ChuHoSo=text(applicant, "name"),
        MaDoiTuong=text(applicant, "identityNumber"),
        SoDienThoai=text(applicant, "phone"),
        Email=text(applicant, "email"),
        TrichYeuHoSo=procedure.name,
        NgayTiepNhan=stamp(moment(context, "received") or at),
        NgayHenTra=stamp(moment(context, "due")),
        TrangThaiHoSo=status,
        NgayTra=stamp(at if status == RETURNED else None),
        HinhThuc="1" if text(context, "returnBy") == "post" else "0",
        NgayKetThucXuLy=stamp(at if status in FINISHED else None),
        DonViXuLy=text(part(context, "processingUnit"), "name"),
    )


def progress_message(job: Job, status: str) -> ProgressMessage:
    """The step: who has the dossier since when, and what for."""
    unit = part(job.context, "processingUnit")
    at = stamp(job.decided)
    return ProgressMessage(
        MaHoSo=job.dossier,
        NguoiXuLy=text(unit, "name"),
        ThoiDiemXuLy=at,
        PhongBanXuLy=text(unit, "name"),
        NoiDungXuLy=NAMES[status],
        TrangThai=status,
        NgayBatDau=at,
        NgayKetThucTheoQuyDinh=stamp(moment(job.context, "due")),
    )


def stamp(at: datetime | None) -> str:
    """A time as the axis writes it, in the office's zone; empty for none."""
    return "" if at is None else local(at).strftime(TIME)
