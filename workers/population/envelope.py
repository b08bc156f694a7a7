"""SOAP 1.1 envelopes of the population database: requests with their elements in the order it insists on, and its answers.

Requests are in the namespace ``http://dancuquocgia.bca``, citizens in ``http://www.mic.gov.vn/dancu/1.0``. A birth is a day
(``NgayThangNam``, ``yyyyMMdd``) or, where nobody knows more, a year (``Nam``). Of a citizen only name, birth, sex and residence
are read; relatives, religion and the rest stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lxml import etree

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
REQUEST: Final = "http://dancuquocgia.bca"
CITIZEN: Final = "http://www.mic.gov.vn/dancu/1.0"
SEXES: Final = {"1": "male", "2": "female"}
_DAY: Final = "%Y%m%d"


class AnswerInvalid(ValueError):
    """An envelope that is not what was agreed; the text names the element, never its contents."""


@dataclass(frozen=True, slots=True)
class Operation:
    """``element`` of the body, and the integration's number (``MaTichHop``)."""

    element: str
    integration: str


CONFIRM: Final = Operation("XacThucThongTinCongDan", "003")
LOOK_UP: Final = Operation("TraCuuThongTinCongDan", "037")


@dataclass(frozen=True, slots=True)
class Birth:
    """A day of birth, or the year alone."""

    year: int
    day: date | None = None

    @classmethod
    def of(cls, text: str) -> Birth:
        """Of ``yyyy-mm-dd`` or ``yyyy``. Raises ``ValueError``."""
        if len(text) == 4 and text.isascii() and text.isdigit():
            return cls(date(int(text), 1, 1).year)
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        return cls(day.year, day)

    def agrees(self, other: Birth) -> bool:
        """Whether both may be the same: where one knows the year alone, years are compared."""
        return self.year == other.year and (self.day is None or other.day is None or self.day == other.day)

    def __str__(self) -> str:
        return self.day.isoformat() if self.day else f"{self.year:04d}"


@dataclass(frozen=True, slots=True)
class Query:
    """A request. ``officer``, ``unit``: user name and code of the unit of the officer it is made for."""

    request: str
    service: str
    officer: str
    unit: str
    identity: str
    name: str
    birth: Birth
    key: str


@dataclass(frozen=True, slots=True)
class Citizen:
    """What is taken over of a citizen."""

    identity: str
    name: str
    birth: Birth
    sex: str = ""
    residence: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A SOAP fault: ``code`` without its prefix, such as ``Client`` or ``Server.ServerProxy.AccessDenied``."""

    code: str
    text: str


def write(operation: Operation, query: Query) -> bytes:
    """The envelope. Elements stand in the order of the service, which refuses any other."""
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "dan": REQUEST})
    etree.SubElement(envelope, f"{{{SOAP}}}Header")
    call = etree.SubElement(etree.SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{REQUEST}}}{operation.element}")
    for name, value in _ordered(operation, query):
        etree.SubElement(call, f"{{{REQUEST}}}{name}").text = value
    born = etree.SubElement(call, f"{{{REQUEST}}}NgayThangNamSinh")
    exact = query.birth.day is not None
    part = etree.SubElement(born, f"{{{REQUEST}}}{'NgayThangNam' if exact else 'Nam'}")
    part.text = query.birth.day.strftime(_DAY) if query.birth.day else str(query.birth)
    etree.SubElement(call, f"{{{REQUEST}}}AuthHash").text = query.key
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def _ordered(operation: Operation, query: Query) -> Sequence[tuple[str, str]]:
    identity = "CMND" if len(query.identity) == 9 else "SoDinhDanh"  # identity cards of before 2012 have nine digits
    return (
        ("MaYeuCau", query.request),
        ("MaDVC", query.service),
        ("MaTichHop", operation.integration),
        ("MaCanBo", query.officer),
        ("MaDonVi", query.unit),
        ("TaiKhoan", query.officer),
        ("SoDienThoai", "0"),
        (identity, query.identity),
        ("HoVaTen", query.name),
    )


def fault_of(root: etree._Element) -> Fault | None:
    """The fault an envelope carries, whatever the HTTP status was."""
    found = _body(root).find(f"{{{SOAP}}}Fault")
    if found is None:
        return None
    code = (found.findtext("faultcode") or "").strip().rpartition(":")[2]
    return Fault(code or "Server", (found.findtext("faultstring") or "").strip())


def confirmed(root: etree._Element) -> bool:
    """The answer to :data:`CONFIRM`. Raises :class:`AnswerInvalid`."""
    said = _one(_body(root), REQUEST, "KetQuaXacThuc/TonTai")
    try:
        return {"true": True, "1": True, "false": False, "0": False}[said.strip().lower()]
    except KeyError as error:
        raise AnswerInvalid("TonTai: neither yes nor no") from error


def citizen_of(root: etree._Element) -> Citizen | None:
    """The answer to :data:`LOOK_UP`; None where nobody was found. Raises :class:`AnswerInvalid`."""
    collection = _body(root).find(f"{{{CITIZEN}}}CongdanCollection")
    if collection is None:
        raise AnswerInvalid("CongdanCollection: missing")
    found = collection.findall(f"{{{CITIZEN}}}CongDan")
    if not found:
        return None
    if len(found) > 1:
        raise AnswerInvalid("CongDan: stands twice")
    (one,) = found
    name = one.find(f"{{{CITIZEN}}}HoVaTen")
    parts = [] if name is None else [_text(name, CITIZEN, part) for part in ("Ho", "ChuDem", "Ten")]
    return Citizen(
        identity=_one(one, CITIZEN, "SoDinhDanh").strip(),
        name=" ".join(" ".join(parts).split()),
        birth=_birth(one),
        sex=SEXES.get(_text(one, CITIZEN, "GioiTinh").strip(), ""),
        residence=", ".join(
            part
            for place in ("ChiTiet", "TenPhuongXa", "TenTinhThanh")
            if (part := _text(one, CITIZEN, f"ThuongTru/{place}").strip())
        ),
    )


def _birth(citizen: etree._Element) -> Birth:
    day, year = (_text(citizen, CITIZEN, f"NgayThangNamSinh/{name}").strip() for name in ("NgayThangNam", "Nam"))
    try:
        if len(day) == 8:
            exact = datetime.strptime(day, _DAY).date()  # noqa: DTZ007 - a day has no zone
            return Birth(exact.year, exact)
        return Birth.of(year or day)
    except ValueError as error:
        raise AnswerInvalid("NgayThangNamSinh: neither a day nor a year") from error


def _body(root: etree._Element) -> etree._Element:
    """Raises :class:`AnswerInvalid` for what is no SOAP 1.1 envelope."""
    found = root.find(f"{{{SOAP}}}Body") if root.tag == f"{{{SOAP}}}Envelope" else None
    if found is None:
        raise AnswerInvalid("Envelope: no SOAP 1.1")
    return found


def _one(element: etree._Element, namespace: str, path: str) -> str:
    """The text there. Raises :class:`AnswerInvalid` where it is missing or stands twice."""
    found = element.findall(_path(namespace, path))
    if len(found) != 1:
        raise AnswerInvalid(f"{path}: {'missing' if not found else 'stands twice'}")
    return found[0].text or ""


def _text(element: etree._Element, namespace: str, path: str) -> str:
    return element.findtext(_path(namespace, path)) or ""


def _path(namespace: str, path: str) -> str:
    return "/".join(f"{{{namespace}}}{part}" for part in path.split("/"))
