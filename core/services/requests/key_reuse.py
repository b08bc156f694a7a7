"""The refusal of an idempotency key that was used for another command: says what that command did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors.base import Reason
from core.errors.requests import KeyReused


def refusal(operation: str, answer: Mapping[str, Any]) -> KeyReused:
    """The error for a key first used by ``operation``, whose stored ``answer`` tells what was done."""
    dossier = answer.get("code") if operation == "dossier.receive" else answer.get("dossier")
    return KeyReused(_done(operation, answer), dossier=dossier)


def _done(operation: str, answer: Mapping[str, Any]) -> Reason:
    if operation == "dossier.receive":
        return Reason("dossier %(dossier)s was opened", dossier=answer["code"])
    if operation == "document.add":
        return Reason("the paper “%(name)s” was added", name=answer["name"])
    if operation.startswith("task."):
        return _of_task(operation, answer)
    if operation == "message":
        return Reason("a message was delivered to %(dossiers)s", dossiers=", ".join(answer["dossiers"]))
    if operation == "signal":
        return Reason("a signal was sent")
    if operation == "payment.refund":
        return Reason("a refund was booked")
    if operation == "untold.done":
        return Reason("it was noted that the applicant of dossier %(dossier)s was told", dossier=answer["dossier"])
    if operation.startswith("parcel"):
        return _of_parcels(operation, answer)
    if operation == "letter.change":
        return Reason("the letter %(letter)s was changed", letter=answer["letter"])
    if operation == "migration.order":
        return Reason("a migration of procedure %(procedure)s was ordered", procedure=answer["procedure"])
    return Reason("dossier %(dossier)s was changed by an administrator", dossier=answer["dossier"])


def _of_task(operation: str, answer: Mapping[str, Any]) -> Reason:
    task, dossier = answer["name"], answer["dossier"]
    if operation == "task.complete":
        return Reason("the task “%(task)s” of dossier %(dossier)s was completed", task=task, dossier=dossier)
    if operation == "task.claim":
        return Reason("the task “%(task)s” of dossier %(dossier)s was taken", task=task, dossier=dossier)
    return Reason("the task “%(task)s” of dossier %(dossier)s was given back", task=task, dossier=dossier)


def _of_parcels(operation: str, answer: Mapping[str, Any]) -> Reason:
    if operation == "parcels.hand-over":
        return Reason("manifest %(manifest)s was made", manifest=answer["number"])
    if operation == "parcel.correct":
        return Reason("the address of parcel %(parcel)s was put right", parcel=answer["tracking_code"])
    return Reason("the order of parcel %(parcel)s was taken back", parcel=answer["tracking_code"])
