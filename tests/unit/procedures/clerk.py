"""A clerk who thinks of nothing: fills what is required, takes the first choice everywhere, and goes on.

Reads only a form's schema, as anybody outside could who has the interface of the office and nothing else.
"""

from __future__ import annotations

from typing import Any

from bpmn.scenario.host import InMemoryHost

TEXTS = {
    "^0[0-9]{9}$": "0912345678",
    "^[0-9]{12}$": "001099000001",
    "^[0-9A-Za-zĐđ./-]*[0-9][0-9A-Za-zĐđ./-]*$": "15/UBND-CL",
}
ANSWERS: dict[str, dict[str, object]] = {
    "postal.return": {"trackingCode": "MH0001"},
    "postal.collect": {"trackingCode": "MH0001"},
    "payment.request": {"paymentCode": "MH0001"},
    "records.civil-status": {"submission": "MH0001"},
    "records.document": {"inquiryCode": "MH0001"},
    "notify.send": {"sent": True},
}
MESSAGES: dict[str, dict[str, object]] = {
    "postal.delivered": {},
    "civil-status.registered": {"registrationNumber": "120/2026", "registeredOn": "2026-11-23"},
    "records.answer": {"answer": "Đã giải quyết.", "answeredBy": "Nơi minh hoạ"},
}


def fill(schema: dict[str, Any]) -> dict[str, object]:
    """Values for every required field and every choice of a form-js schema, hidden or not."""
    filled: dict[str, object] = {}
    for field in schema["components"]:
        if "key" in field and (field.get("validate", {}).get("required") or "values" in field):
            filled[field["key"]] = _value(field)
    return filled


def _value(field: dict[str, Any]) -> object:
    rules = field.get("validate", {})
    match field["type"]:
        case "radio" | "select":
            return field["values"][0]["value"]
        case "checklist":
            return [field["values"][0]["value"]]
        case "number":
            return rules.get("min", 1)
        case "datetime":
            return "2026-11-23"
        case "checkbox":
            return True
        case _:
            return TEXTS.get(rules.get("pattern", ""), "Nội dung minh hoạ")


def opened(host: InMemoryHost) -> list[str]:
    """What is open, for the message of a test that got stuck."""
    return [task.element for task in host.tasks.values()] + host.waiting()
