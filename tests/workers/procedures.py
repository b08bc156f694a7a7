"""Small procedures for tests of outside calls: one service task, then, if asked, a message to wait for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import Applicant, DossierView, Reception, ReturnBy

CODE = "9.999901"
DESK = "H99.05.01"
APPLICANT = Applicant(
    name="Nguyễn Thị Thử",
    identity_number="001099000001",
    phone="0900000000",
    email="thu@vi-du.example",
    address="Số 1 đường Mẫu",
)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  id="Definitions_Test" targetNamespace="http://bpmn.io/schema/bpmn">
"""

_DETAILS = f"""
code = "{CODE}"
name = "Thủ tục thử kết nối"
name_en = "A procedure that calls outside"
field = "Hộ tịch"
field_code = "ho-tich"
level = "commune"
law = "-"
effective_from = 2025-07-01
time_limit = "3d"
pause = "restart"
fee = 0
result = "Giấy"
start_form = "bat-dau"
channels = ["counter", "online", "post"]
return_by = ["counter", "post"]
"""

_FORM = """{"type": "default", "id": "bat-dau", "schemaVersion": 19, "components": [
  {"type": "textfield", "id": "Field_note", "key": "note", "label": "Ghi chú"}]}"""


def service(topic: str, inputs: Mapping[str, str], headers: Mapping[str, str], outputs: Mapping[str, str]) -> str:
    """The extension elements of a service task; ``inputs`` and ``outputs`` map names to FEEL without the ``=``."""
    mapping = "".join(f"<zeebe:input source={quoteattr('=' + v)} target={quoteattr(k)}/>" for k, v in inputs.items())
    mapping += "".join(f"<zeebe:output source={quoteattr('=' + v)} target={quoteattr(k)}/>" for k, v in outputs.items())
    given = "".join(f"<zeebe:header key={quoteattr(k)} value={quoteattr(v)}/>" for k, v in headers.items())
    return (
        f'<bpmn:extensionElements><zeebe:taskDefinition type="{topic}" retries="3"/>'
        f"<zeebe:ioMapping>{mapping}</zeebe:ioMapping><zeebe:taskHeaders>{given}</zeebe:taskHeaders>"
        "</bpmn:extensionElements>"
    )


def _timer(duration: str) -> str:
    return (
        '<bpmn:intermediateCatchEvent id="Timer_Before" name="Chờ"><bpmn:timerEventDefinition id="Timer_Def">'
        f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{duration}</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    )


def _catch(takes: tuple[str, ...]) -> str:
    taken = "".join(f'<zeebe:output source="={name}" target="{name}"/>' for name in takes)
    taken = f"<bpmn:extensionElements><zeebe:ioMapping>{taken}</zeebe:ioMapping></bpmn:extensionElements>"
    return (
        f'<bpmn:intermediateCatchEvent id="Catch" name="Chờ tin">{taken if takes else ""}'
        '<bpmn:messageEventDefinition id="Catch_Def" messageRef="Message_1"/></bpmn:intermediateCatchEvent>'
    )


def diagram(
    topic: str,
    *,
    inputs: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    outputs: Mapping[str, str] | None = None,
    message: tuple[str, str] | None = None,
    takes: tuple[str, ...] = (),
    before: str = "",
    catch_errors: bool = False,
) -> bytes:
    """Start → service task → (message ``(name, key)`` | nothing) → end.

    ``takes``: what is taken of the message. ``before``: a duration to wait first.
    """
    ways = [("Start", "Task_Call")] if not before else [("Start", "Timer_Before"), ("Timer_Before", "Task_Call")]
    ways += [("Task_Call", "Catch"), ("Catch", "End")] if message else [("Task_Call", "End")]
    ways += [("Boundary", "End_Refused")] if catch_errors else []
    parts = ['<bpmn:startEvent id="Start" name="Bắt đầu"/>', _timer(before) if before else ""]
    call = service(topic, inputs or {}, headers or {}, outputs or {})
    parts.append(f'<bpmn:serviceTask id="Task_Call" name="Gọi ra ngoài">{call}</bpmn:serviceTask>')
    if catch_errors:
        parts.append(
            '<bpmn:boundaryEvent id="Boundary" name="Bị từ chối" attachedToRef="Task_Call">'
            '<bpmn:errorEventDefinition id="Boundary_Def"/></bpmn:boundaryEvent>'
            '<bpmn:endEvent id="End_Refused" name="Không gửi được"/>'
        )
    parts.append(_catch(takes) if message else "")
    parts.append('<bpmn:endEvent id="End" name="Xong"/>')
    parts += [f'<bpmn:sequenceFlow id="Flow_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in ways]
    process = f'<bpmn:process id="Process_Test" name="Thử" isExecutable="true">{"".join(parts)}</bpmn:process>'
    told = ""
    if message:
        told = (
            f'<bpmn:message id="Message_1" name="{message[0]}"><bpmn:extensionElements>'
            f"<zeebe:subscription correlationKey={quoteattr('=' + message[1])}/></bpmn:extensionElements></bpmn:message>"
        )
    return f"{_HEAD}{process}{told}</bpmn:definitions>".encode()


POST: dict[str, Any] = {
    "inputs": {
        "receiver": "dossier.applicant.name",
        "phone": "dossier.applicant.phone",
        "address": "dossier.applicant.address",
    },
    "outputs": {"trackingCode": "trackingCode"},
    "message": ("postal.delivered", "trackingCode"),
}


def deploy(office: Office, bpmn: bytes, code: str = CODE) -> None:
    """Deploys a procedure with this diagram."""
    if code != CODE:  # a process belongs to one procedure
        bpmn = re.sub(rb'(<bpmn:process id="[^"]*)', rb"\1_" + code.replace(".", "_").encode(), bpmn)
    office.procedures.deploy(files(bpmn, code), SYSTEM)


def files(bpmn: bytes, code: str = CODE) -> dict[str, bytes]:
    """The files of a procedure with this diagram."""
    details = _DETAILS.replace(CODE, code).encode()
    return {"process.bpmn": bpmn, "procedure.toml": details, "bat-dau.form": _FORM.encode()}


def receive(
    office: Office,
    applicant: Applicant = APPLICANT,
    return_by: ReturnBy = "post",
    code: str = CODE,
    note: str = "",
    key: str | None = None,
    by: Actor = SYSTEM,
) -> DossierView:
    """Opens a dossier of it."""
    return office.reception.receive(Reception(code, DESK, "counter", applicant, {"note": note}, return_by), by, key)
