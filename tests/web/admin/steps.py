"""Steps of the stories at the desks: what is filled in, and how a task is found and done."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from core.db.models import Person
from core.services.office import Office
from core.services.views.actors import Actor
from tests.web.admin.desks import Desk, Shown

MARITAL = "1.004873"
APPLICANT = {
    "applicant.name": "Người Nộp Mẫu",
    "applicant.identity_number": "001099000001",
    "applicant.phone": "0900000001",
    "applicant.email": "nguoi.nop@example.vn",
    "applicant.address": "Số 1, đường Mẫu",
}
DECLARATION: dict[str, Any] = {
    "subject": "self",
    "birthDate": "1995-04-12",
    "gender": "female",
    "residence": "Số 1, đường Mẫu",
    "currentStatus": "never",
    "purpose": "marriage",
    "spouseName": "Người Kết Hôn Mẫu",
    "copies": "2",
}


def code_on(page: Shown) -> str:
    """The dossier's code on a receipt; fails with the page's words where there is none."""
    found = re.search(r"Mã hồ sơ: (H[\w.]+-\d+-\d+)", page.text)
    assert found, page.text
    return found.group(1)


def only_task(desk: Desk, name: str) -> str:
    """The address of the one task of this name in the queue."""
    rows = desk.get("/queue").tree.iterfind(".//tbody//th/a")
    found = [row.get("href") for row in rows if name in row.text_content()]
    assert len(found) == 1, f"{name}: {found}"
    return found[0]


def do_task(desk: Desk, name: str, data: dict[str, Any]) -> Shown:
    """Takes the task, fills in its form and completes it."""
    task = only_task(desk, name)
    desk.send(f"{task}/claim", page=task)
    done = desk.send(f"{task}/complete", data, page=task)
    assert done.status == 200, done.text
    assert "Đã làm xong" in done.text, done.text
    return done


def send_by_post(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> str:
    """Takes a dossier in and works it up to where its result goes to the post. Returns its code."""
    code = code_on(receive(return_by="post"))
    do_task(desk("tuphap"), "Thẩm định hồ sơ", {"decision": "propose", "certifiedStatus": "Độc thân"})
    do_task(desk("lanhdao"), "Ký duyệt", {"approval": "approve"})
    do_task(desk("vanthu"), "Vào sổ", {"resultNumber": "15", "resultDate": "2026-11-23"})
    return code


def person(office: Office, username: str) -> Actor:
    """The person as the office knows them, for looking behind the pages."""
    with office.context.work.read() as work:
        found = work.scalars(select(Person.id).where(Person.username == username)).one()
    return office.accounts.actor(found)
