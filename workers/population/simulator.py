"""Plays the population database over SOAP: insists on the order of elements, and can be told to answer falsely.

Everybody whose number does not end in 9 is there, under the name and the birth asked for. ``POST /_enter {"identity", "name",
"birth", "sex", "residence"}`` puts somebody in, ``POST /_twist {"kind", "times"}`` spoils the next answers: ``fault-client``,
``fault-server``, ``denied`` (each in status 200), ``fault-500``, ``person`` (somebody else), ``year`` (the year alone), ``twice``,
``namespace``, ``entities`` (a document type with entities), ``html``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, jsonify, request
from lxml import etree
from markupsafe import escape

from workers import safe_xml
from workers.connector import Simulator
from workers.population.envelope import CITIZEN, REQUEST, SOAP
from workers.simulation import KEY, Served, simulator

ORDER: Final = (
    "MaYeuCau",
    "MaDVC",
    "MaTichHop",
    "MaCanBo",
    "MaDonVi",
    "TaiKhoan",
    "SoDienThoai",
    "SoDinhDanh",
    "HoVaTen",
)
CLOSING: Final = ("NgayThangNamSinh", "AuthHash")
_ENTITIES: Final = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@dataclass(slots=True)
class Population:
    """People by number, and the requests as they came; safe for threads."""

    people: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    twist: str = ""
    times: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_twist(self) -> str:
        """How the next answer is to be spoilt; empty: not at all."""
        with self.lock:
            if self.times < 1:
                return ""
            self.times -= 1
            return self.twist

    def find(self, asked: Mapping[str, str]) -> dict[str, str] | None:
        """Who has this number."""
        identity = asked.get("SoDinhDanh") or asked.get("CMND", "")
        usual = {"identity": identity, "name": asked["HoVaTen"].upper(), "birth": asked["birth"], "sex": "2"}
        return self.people.get(identity) or (None if identity.endswith("9") else usual)


def create_app() -> Flask:
    """The service."""
    app = simulator("simulator-population")
    population = Population()
    app.extensions["population"] = population
    app.add_url_rule("/dancu", "service", lambda: _serve(population), methods=["POST"])
    app.add_url_rule("/_enter", "enter", lambda: _enter(population), methods=["POST"])
    app.add_url_rule("/_twist", "twist", lambda: _twist(population), methods=["POST"])
    return app


def _serve(population: Population) -> Response:
    data, twist = request.get_data(), population.next_twist()
    with population.lock:
        population.asked.append(data)
        population.headers.append(dict(request.headers))
    match twist:
        case "fault-client":
            return _fault("soapenv:Client", "Tham số không hợp lệ")
        case "fault-server":
            return _fault("soapenv:Server", "Hệ thống bận")
        case "fault-500":
            return _fault("soapenv:Server", "Hệ thống bận", 500)
        case "denied":
            return _fault("Server.ServerProxy.AccessDenied", "Không có quyền gọi dịch vụ")
        case "html":
            return Response("<html><body>Bảo trì</body></html>", content_type="text/html")
        case _:
            return _answer(population, data, twist)


def _answer(population: Population, data: bytes, twist: str) -> Response:
    try:
        call = safe_xml.parse(data).find(f"{{{SOAP}}}Body")
    except safe_xml.XmlInvalid:
        return _fault("soapenv:Client", "XML không hợp lệ")
    if call is None or len(call) != 1:
        return _fault("soapenv:Client", "Thiếu thân thông điệp")
    asked, wrong = _read(call[0])
    if wrong:
        return _fault("soapenv:Client", f"cvc-complex-type.2.4.a: {wrong}")
    found = population.find(asked)
    if etree.QName(call[0]).localname == "XacThucThongTinCongDan":
        agrees = found is not None and (found["name"].upper(), found["birth"]) == (
            asked["HoVaTen"].upper(),
            asked["birth"],
        )
        return _envelope(
            f'<dan:KetQuaXacThuc xmlns:dan="{REQUEST}"><dan:TonTai>{str(agrees).lower()}</dan:TonTai></dan:KetQuaXacThuc>',
            twist,
        )
    return _envelope(_collection(found, twist), twist)


def _read(call: etree._Element) -> tuple[dict[str, str], str]:
    """The values of a request, and the first element that does not stand where it must."""
    names = [etree.QName(child).localname if etree.QName(child).namespace == REQUEST else "?" for child in call]
    wanted = [*ORDER, *CLOSING]
    for given, due in zip([*names, ""], [*wanted, ""], strict=False):
        if given != due and (given, due) != ("CMND", "SoDinhDanh"):
            return {}, given or due
    values = {name: child.text or "" for name, child in zip(names, call, strict=True)}
    missing = [name for name in ("MaYeuCau", "MaDVC", "MaCanBo", "HoVaTen", "AuthHash") if not values[name].strip()]
    return {**values, "birth": "".join(map(str, call[-2].itertext())).strip()}, missing[0] if missing else ""


def _collection(found: Mapping[str, str] | None, twist: str) -> str:
    namespace = "http://example.vn/other" if twist == "namespace" else CITIZEN
    one = "" if found is None else _citizen(found, twist)
    both = one * (2 if twist == "twice" else 1)
    return f'<ns1:CongdanCollection xmlns:ns1="{namespace}">{both}</ns1:CongdanCollection>'


def _citizen(found: Mapping[str, str], twist: str) -> str:
    birth = found["birth"][:4] if twist == "year" else found["birth"]
    born = f"<ns1:Nam>{birth}</ns1:Nam>" if len(birth) == 4 else f"<ns1:NgayThangNam>{birth}</ns1:NgayThangNam>"
    identity = "099099999998" if twist == "person" else found["identity"]
    residence = found.get("residence", "Số 1, thôn Minh Hoạ")
    return (
        f"<ns1:CongDan><ns1:SoDinhDanh>{identity}</ns1:SoDinhDanh><ns1:HoVaTen><ns1:Ho/><ns1:ChuDem/>"
        f"<ns1:Ten>{escape(found['name'])}</ns1:Ten></ns1:HoVaTen><ns1:GioiTinh>{found.get('sex', '1')}</ns1:GioiTinh>"
        f"<ns1:TonGiao>00</ns1:TonGiao><ns1:NgayThangNamSinh>{born}</ns1:NgayThangNamSinh><ns1:ThuongTru>"
        f"<ns1:TenPhuongXa>xã Minh Hoạ</ns1:TenPhuongXa><ns1:ChiTiet>{escape(residence)}</ns1:ChiTiet></ns1:ThuongTru>"
        "<ns1:Cha><ns1:HoVaTen>CHA MINH HOẠ</ns1:HoVaTen></ns1:Cha></ns1:CongDan>"
    )


def _fault(code: str, text: str, status: int = 200) -> Response:
    told = f"<soapenv:Fault><faultcode>{code}</faultcode><faultstring>{escape(text)}</faultstring></soapenv:Fault>"
    return _envelope(told, "", status)


def _envelope(body: str, twist: str, status: int = 200) -> Response:
    head = _ENTITIES if twist == "entities" else ""
    text = f'{head}<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Header/><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>'
    return Response(text, status=status, content_type="text/xml; charset=utf-8")


def _enter(population: Population) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    with population.lock:
        population.people[told["identity"]] = {name: str(value) for name, value in told.items()}
    return jsonify(told)


def _twist(population: Population) -> Response:
    told: dict[str, Any] = request.get_json(silent=True) or {}
    with population.lock:
        population.twist, population.times = str(told["kind"]), int(told.get("times", 1))
    return jsonify(told)


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    with Served(create_app(), ports["population"]) as served:
        yield {"population": served.port}


def pointing(url: str) -> dict[str, str]:
    """The settings that point the office at a database at this address."""
    return {
        "population_url": f"{url}/dancu",
        "population_key": KEY,
        "population_service": "G15-TP110",
        "population_client": "VN/GOV/H99/motcua",
    }


SIMULATOR = Simulator(
    ports=("population",), run=_run, settings=lambda ports: pointing(f"http://127.0.0.1:{ports['population']}")
)
