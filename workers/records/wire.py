"""Requests to the axis and its responses, with its own field names (the classic LGSP/NDXP interface) and codes.

Documents and statuses are edXML (:mod:`workers.records.edxml`), around which this is the envelope. Enumerations belong to this connector: ``LoaiDoiTuong`` 1 is a citizen here and means something else at another
axis. Times are texts ``yyyyMMddHHmmss`` in the office's zone.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

SUCCESS = "00"
SESSION_ENDED = "01"
UNIT_UNKNOWN = "11"
LETTER_REFUSED = "12"
MESSAGE_UNKNOWN = "13"
DOSSIER_EXISTS = "02"
DOSSIER_UNKNOWN = "04"
#: ``KenhThucHien``: how the dossier came in.
CHANNELS = {"counter": "1", "online": "2", "post": "3"}
CITIZEN = "1"
TIME = "%Y%m%d%H%M%S"


class DossierMessage(BaseModel):
    """``DongBoHoSoMC``: a dossier as the national portal shows it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    MaHoSo: str
    MaTTHC: str
    TenTTHC: str
    MaLinhVuc: str
    TenLinhVuc: str
    KenhThucHien: str
    ChuHoSo: str
    LoaiDoiTuong: str = CITIZEN
    MaDoiTuong: str = ""
    SoDienThoai: str = ""
    Email: str = ""
    TrichYeuHoSo: str
    NgayTiepNhan: str
    NgayHenTra: str = ""
    TrangThaiHoSo: str
    NgayTra: str = ""
    HinhThuc: str
    NgayKetThucXuLy: str = ""
    DonViXuLy: str


class ProgressMessage(BaseModel):
    """``CapNhatTienDoHoSoMC``: one step of a dossier's course."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    MaHoSo: str
    NguoiXuLy: str
    ChucDanh: str = ""
    ThoiDiemXuLy: str
    PhongBanXuLy: str
    NoiDungXuLy: str
    TrangThai: str
    NgayBatDau: str
    NgayKetThucTheoQuyDinh: str = ""


class Reply(BaseModel):
    """Every answer of the axis: ``error_code`` ``"00"`` or 0 for success."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    error_code: str
    error_message: str = ""

    @field_validator("error_code", mode="before")
    @classmethod
    def _code(cls, value: Any) -> Any:
        return f"{value:02d}" if isinstance(value, int) and not isinstance(value, bool) else value


class Login(Reply):
    session: str = ""


class Known(BaseModel):
    """What the axis has of a dossier: its status, and when the last step was taken."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    MaHoSo: str
    TrangThaiHoSo: str
    ThoiDiemXuLy: str = ""


class LookUp(Reply):
    data: Known | None = None


class Sent(BaseModel):
    """What the axis calls a message it took."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    docId: str


class SendReply(Reply):
    data: Sent | None = None


class Waiting(BaseModel):
    """A message for us that we have not acknowledged; ``messagetype`` is ``edoc`` or ``status``."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(min_length=1, max_length=200)
    messagetype: str = ""


class WaitingReply(Reply):
    items: tuple[Waiting, ...] = ()
