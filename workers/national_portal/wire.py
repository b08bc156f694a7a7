"""A dossier as the national portal hands it over: the field names of the classic interface (``DongBoHoSoMC``).

Enumerations belong to this connector: ``HinhThuc`` is how the result is returned, 0 at the counter, 1 by post.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

SUCCESS: Final = "00"
BY_POST: Final = "1"
#: bytes of a file, whatever the office takes of it
LARGEST_FILE: Final = 50 * 1024 * 1024


class Part(BaseModel):
    """Base of the parts. What is not named here is not read."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class FiledPaper(Part):
    """``TaiLieuNop``: a file that was handed in; its contents are asked for by its id."""

    TepDinhKemId: str = Field(min_length=1, max_length=200)
    TenTepDinhKem: str = Field(min_length=1, max_length=200)
    MaThanhPhanHoSo: str = ""
    IsDeleted: bool = False


class FiledDossier(Part):
    """A dossier. ``MaHoSo``: the portal's code; ``MaDonVi``: of the unit it is for; ``DuLieu``: what the form holds."""

    MaHoSo: str = Field(min_length=1, max_length=100)
    MaTTHC: str = Field(min_length=1, max_length=40)
    MaDonVi: str = Field(min_length=1, max_length=40)
    ChuHoSo: str = Field(max_length=200)
    MaDoiTuong: str = Field(default="", max_length=40)
    SoDienThoai: str = Field(default="", max_length=40)
    Email: str = Field(default="", max_length=200)
    DiaChi: str = Field(default="", max_length=400)
    HinhThuc: str = "0"
    DuLieu: dict[str, Any] = Field(default_factory=dict)
    TaiLieuNop: list[FiledPaper] = Field(default_factory=list, max_length=100)


class FeedEntry(Part):
    """A line of the feed; ``id`` orders it. The dossier is kept as it stands there."""

    id: str = Field(min_length=1, max_length=200)
    HoSo: dict[str, Any]


class Reply(Part):
    """Every answer: ``error_code`` ``"00"`` for success."""

    error_code: str
    error_message: str = ""


class FeedPage(Reply):
    """Lines after a cursor, oldest first."""

    data: list[FeedEntry] = Field(default_factory=list)


class Acknowledgement(Part):
    """What the portal is told once a dossier is open here."""

    MaHoSo: str
    MaHoSoDiaPhuong: str
    NgayTiepNhan: str
