"""The demonstration office: invented units and people, marked as such, so that everything can be tried at once."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.domain.journal import JournalKind
from core.errors.base import CoreError, Reason
from core.errors.requests import BadValue
from core.services.context.versions import DETAILS, read_details
from core.services.evidence import journal
from core.services.office import Office
from core.services.people import password_rules
from core.services.people.tokens import USUAL
from core.services.procedures.sibling_procedures import called_first
from core.services.views.actors import SYSTEM
from core.services.views.people import NewPerson
from core.services.views.units import NewUnit

FILE = "demo-credentials.json"
PROVINCE = "H99"
COMMUNE = "H99.05"
NEIGHBOUR = "H99.06"
MUST_CHANGE = False
"""The demonstration's accounts alone keep the password they were made with, so that the walk of the README works. Every
other account's owner changes the first password before anything else. Never use these accounts for real work."""


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account: its role, and the unit the role is held in."""

    username: str
    role: str
    name: str
    unit: str = COMMUNE


#: One account a role (the first of a role gets the role's token), then one a room.
ACCOUNTS = (
    Account("tiepnhan", "receiver", "Cán bộ tiếp nhận (trình diễn)", f"{COMMUNE}.01"),
    Account("thamdinh", "reviewer", "Chuyên viên thẩm định (trình diễn)"),
    Account("truongphong", "head", "Trưởng phòng (trình diễn)"),
    Account("lanhdao", "leader", "Lãnh đạo (trình diễn)"),
    Account("vanthu", "registrar", "Văn thư (trình diễn)"),
    Account("traketqua", "returner", "Cán bộ trả kết quả (trình diễn)", f"{COMMUNE}.01"),
    Account("thanhtra", "auditor", "Thanh tra (trình diễn)", PROVINCE),
    Account("thietke", "designer", "Người thiết kế (trình diễn)", PROVINCE),
    Account("quantri", "admin", "Quản trị (trình diễn)", PROVINCE),
    Account("tuphap", "reviewer", "Chuyên viên tư pháp - hộ tịch (trình diễn)", f"{COMMUNE}.02"),
    Account("xaydung", "reviewer", "Chuyên viên xây dựng (trình diễn)", f"{COMMUNE}.03"),
    Account("xahoi", "reviewer", "Chuyên viên văn hoá - xã hội (trình diễn)", f"{COMMUNE}.04"),
    Account("thuquy", "receiver", "Thủ quỹ tài khoản chung (trình diễn)", PROVINCE),
)
ROOMS = (
    ("01", "mot-cua", "Trung tâm Phục vụ hành chính công", "desk", ()),
    ("02", "van-phong", "Văn phòng HĐND và UBND", "room", ("ho-tich", "chung-thuc")),
    ("03", "kinh-te", "Phòng Kinh tế", "room", ("xay-dung", "dat-dai", "ho-kinh-doanh")),
    ("04", "van-hoa-xa-hoi", "Phòng Văn hoá - Xã hội", "room", ("bao-tro-xa-hoi",)),
)


class Seed:
    """Makes the demonstration office; calling it again repairs what is missing and changes nothing else."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def demonstration(self, procedures: Path | None = None) -> dict[str, Any]:
        """Units, accounts, tokens and the shipped procedures; writes ``demo-credentials.json`` and returns it.

        Raises :class:`BadValue` in an office of somebody's own: its accounts with known passwords would open it.
        """
        codes = {unit.code for unit in self._office.units.tree()}
        if codes and PROVINCE not in codes:
            raise BadValue(
                field="MOTCUA_DATABASE_URL",
                reason=Reason("this office has units of its own; the demonstration goes into an empty database only"),
            )
        self._units()
        self.shipped_procedures(procedures)
        path = self._office.context.settings.home / FILE
        known = _read(path)
        accounts = [self._account(account, known) for account in ACCOUNTS]
        tokens = self._tokens(known)
        credentials = {"base_url": self._office.context.settings.address, "accounts": accounts, "tokens": tokens}
        _write(path, credentials)
        if not known:
            facts = {"accounts": len(accounts), "procedures": len(self._office.procedures.catalogue())}
            journal.write(self._office.context, JournalKind.SYSTEM_OFFICE_SEEDED, facts, SYSTEM)
        return credentials

    def shipped_procedures(self, folder: Path | None = None) -> None:
        """Deploys every procedure of ``bpmn/procedures`` (or ``folder``) that is not deployed yet."""
        root = folder or Path(__file__).resolve().parents[2] / "bpmn" / "procedures"
        known = {view.code for view in self._office.procedures.catalogue()}
        for folder in called_first(sorted(details.parent for details in root.glob(f"*/{DETAILS}"))):
            found = sorted((*folder.iterdir(), *folder.glob("letters/*")))
            files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in found if file.is_file()}
            if read_details(files[DETAILS])["code"] not in known:
                self._office.procedures.deploy(files, SYSTEM)

    def _units(self) -> None:
        units = self._office.units
        units.create(
            NewUnit(code=PROVINCE, name="Tỉnh Minh Họa (dữ liệu trình diễn)", kind="province", slug="tinh"), SYSTEM
        )
        for code, name, slug in ((COMMUNE, "Mẫu Một", "xa-mau-mot"), (NEIGHBOUR, "Mẫu Hai", "xa-mau-hai")):
            title = f"UBND xã {name} (trình diễn)"
            email = f"{slug}@vi-du.example"
            units.create(
                NewUnit(
                    code=code,
                    name=title,
                    kind="commune",
                    parent=PROVINCE,
                    slug=slug,
                    email=email,
                    phone="0200 000 000",
                    address=f"Thôn Trung tâm, xã {name}, tỉnh Minh Họa",
                ),
                SYSTEM,
            )
            for number, room, label, kind, fields in ROOMS:
                units.create(
                    NewUnit(
                        code=f"{code}.{number}",
                        name=f"{label} xã {name}",
                        kind=kind,
                        parent=code,
                        slug=room,
                        fields=fields,
                        email=f"{room}.{slug}@vi-du.example",
                        phone="0200 000 000",
                        address=f"Thôn Trung tâm, xã {name}, tỉnh Minh Họa",
                    ),
                    SYSTEM,
                )

    def _account(self, account: Account, known: dict[str, Any]) -> dict[str, str]:
        accounts = self._office.accounts
        before = next((item for item in known.get("accounts", ()) if item["username"] == account.username), None)
        password = before["password"] if before else f"mau-{password_rules.made(2)}"
        email = f"{account.username}@vi-du.example"
        try:
            # Whoever tries the demonstration is not asked for a password of their own: MUST_CHANGE.
            accounts.create_person(
                NewPerson(
                    username=account.username,
                    name=account.name,
                    email=email,
                    password=password,
                    must_change=MUST_CHANGE,
                ),
                SYSTEM,
            )
        except BadValue:
            if before is None:
                self._office.passwords.set_password(account.username, password, SYSTEM, must_change=MUST_CHANGE)
        accounts.grant(account.username, account.role, account.unit, SYSTEM)
        return {"role": account.role, "unit": account.unit, "username": account.username, "password": password}

    def _tokens(self, known: dict[str, Any]) -> dict[str, str]:
        first = {account.role: account for account in reversed(ACCOUNTS)}
        kept = {role: text for role, text in known.get("tokens", {}).items() if self._works(text)}
        fresh = {
            role: self._office.tokens.create_token(account.username, f"trình diễn: {role}", USUAL, SYSTEM)
            for role, account in first.items()
            if role not in kept
        }
        order = dict.fromkeys(account.role for account in ACCOUNTS)
        return {role: kept.get(role) or fresh[role] for role in order}

    def _works(self, token: str) -> bool:
        try:
            self._office.accounts.actor_of_token(token)
        except CoreError:
            return False
        return True


def _read(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data


def _write(path: Path, credentials: dict[str, Any]) -> None:
    text = json.dumps(credentials, ensure_ascii=False, indent=2)
    temporary = path.with_suffix(".tmp")
    with open(temporary, "w", opener=lambda name, flags: os.open(name, flags, 0o600), encoding="utf-8") as file:
        file.write(text + "\n")
    os.replace(temporary, path)
