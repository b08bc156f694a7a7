"""Reads edXML from offices nobody here controls: sizes bounded, no entities, no network, structure by the schema.

Many offices send documents whose prefixes are declared in the wrong place, as the published one itself does; these two
declarations (``edXML``, ``xlink``) are added where they are missing. Everything else that does not fit is
:class:`DocumentInvalid`, with a reason for people.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from lxml import etree

from core.domain.letters import LetterKind, LetterStatus
from workers import safe_xml
from workers.records.edxml import attachments, signatures
from workers.records.edxml.attachments import DocumentInvalid
from workers.records.edxml.elements import ElementReader, count_of, day_of, flag_of, moment_of
from workers.records.edxml.model import (
    Business,
    Changes,
    DocumentCode,
    EdocMessage,
    Message,
    Organ,
    OtherInfo,
    Receiver,
    Replacement,
    ResponseFor,
    Signer,
    Staff,
    StatusMessage,
    Trace,
    document_id,
)
from workers.records.edxml.names import NAMESPACE, ORGAN, XLINK, qualified
from workers.records.edxml.signatures import SignatureFinding

__all__ = ["MOST_BYTES", "DocumentInvalid", "ReadMessage", "read"]

#: The largest message the axis passes on.
MOST_BYTES: Final = 50 * 1024 * 1024
MOST_RECEIVERS: Final = 1000
#: The first tag of a message, after declaration and comments.
_ROOT: Final = re.compile(rb"<(?:\w+:)?edXML(?=[\s>])[^<>]*>")
_SCHEMA: Final = Path(__file__).with_name("edxml.xsd")
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message and what its signature is worth."""

    message: Message
    signature: SignatureFinding


def read(data: bytes, trusted: Sequence[x509.Certificate] = (), most_unpacked: int = MOST_BYTES) -> ReadMessage:
    """The message in ``data``. ``most_unpacked``: bytes of one attachment. Raises :class:`DocumentInvalid`."""
    root = _parsed(data)
    if root.tag != qualified("edXML"):
        raise DocumentInvalid("namespace", f"the root element is {root.tag[:120]}")
    _check_structure(root)
    signature = signatures.examine(root, trusted)
    head = ElementReader(root).at("edXMLEnvelope/edXMLHeader/MessageHeader")
    if head.element.find(qualified("StatusCode")) is not None:
        return ReadMessage(_status(head), signature)
    return ReadMessage(_document(ElementReader(root), head, most_unpacked), signature)


def _parsed(data: bytes) -> etree._Element:
    if len(data) > MOST_BYTES:
        raise DocumentInvalid("size", f"{len(data)} bytes, at most {MOST_BYTES}")
    try:
        return safe_xml.parse(_declared(data), long_texts=True)  # of attachments; the size is bounded above
    except safe_xml.XmlInvalid as error:
        raise DocumentInvalid("xml", str(error)) from error


def _declared(data: bytes) -> bytes:
    """The message with the two prefixes declared on its root, where they are not."""
    found = _ROOT.search(data[: 64 * 1024])
    if found is None:
        return data
    missing = [
        f' xmlns:{prefix}="{address}"'.encode()
        for prefix, address in (("edXML", NAMESPACE), ("xlink", XLINK))
        if f"{prefix}:".encode() in data and f"xmlns:{prefix}".encode() not in found[0]
    ]
    at = found.end() - (2 if found[0].endswith(b"/>") else 1)
    return data[:at] + b"".join(missing) + data[at:] if missing else data


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_SCHEMA)))


def _check_structure(root: etree._Element) -> None:
    with _lock:  # the schema keeps its errors in itself
        schema = _schema()
        if schema.validate(root):
            return
        log: Any = schema.error_log  # the stubs do not know that it is a sequence
        line, message = log[0].line, log[0].message
    raise DocumentInvalid("schema", f"line {line}: {message.replace(f'{{{NAMESPACE}}}', '')}"[:300])


def _document(root: ElementReader, head: ElementReader, most_unpacked: int) -> EdocMessage:
    sender = _organ(head.at("From"))
    receivers = tuple(_organ(one) for one in head.all("To"))
    _check_receivers(receivers)
    code = DocumentCode(head.text("Code/CodeNumber"), head.text("Code/CodeNotation"))
    promulgated = head.required("PromulgationInfo/PromulgationDate", day_of)
    signer, other = head.maybe("SignerInfo"), head.maybe("OtherInfo")
    trace_list = root.maybe("edXMLEnvelope/edXMLHeader/TraceHeaderList")
    business = trace_list.maybe("Bussiness") if trace_list else None
    return EdocMessage(
        sender=sender,
        receivers=receivers,
        document_id=head.text("DocumentId") or document_id(sender.id, promulgated, code),
        code=code,
        promulgated=promulgated,
        place=head.text("PromulgationInfo/Place"),
        type=head.text("DocumentType/Type"),
        type_name=head.text("DocumentType/TypeName"),
        type_detail=head.text("DocumentType/TypeDetail"),
        subject=head.required("Subject", str),
        content=head.text("Content"),
        signer=Signer(*map(signer.text, ("Competence", "Position", "FullName"))) if signer else None,
        due=head.value("DueDate", day_of),
        to_places=_texts(head.all("ToPlaces/Place")),
        other=_other(other) if other else None,
        responses=tuple(filter(None, map(_response, head.all("ResponseFor")))),
        steering=head.text("SteeringType"),
        traces=tuple(map(_trace, trace_list.all("TraceHeader"))) if trace_list else (),
        business=_business(business) if business else None,
        attachments=attachments.read(root.element, most_unpacked),
    )


def _check_receivers(receivers: Sequence[Organ]) -> None:
    ids = [one.id for one in receivers]
    if len(ids) > MOST_RECEIVERS:
        raise DocumentInvalid("receivers", f"{len(ids)} receivers, at most {MOST_RECEIVERS}")
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise DocumentInvalid("receivers", f"{twice[0][:60]} stands twice among the receivers")


def _status(head: ElementReader) -> StatusMessage:
    staff = head.maybe("StaffInfo")
    about = _response(head.at("ResponseFor"))
    if about is None:
        raise DocumentInvalid("schema", "ResponseFor is empty")
    return StatusMessage(
        sender=_organ(head.at("From")),
        about=about,
        status=head.required("StatusCode", LetterStatus),
        at=head.required("Timestamp", moment_of),
        description=head.text("Description"),
        staff=_staff(staff) if staff else None,
    )


def _organ(node: ElementReader) -> Organ:
    if not node.text("OrganId"):
        raise DocumentInvalid("schema", "OrganId is empty")
    return Organ(id=node.text("OrganId"), **{field: node.text(element) for field, element in ORGAN})


def _staff(node: ElementReader) -> Staff:
    return Staff(*map(node.text, ("Department", "Staff", "Email", "Mobile")))


def _response(node: ElementReader) -> ResponseFor | None:
    """None for one that is left empty, which offices send with what answers nothing."""
    found = ResponseFor(
        node.text("OrganId"), node.text("Code"), node.value("PromulgationDate", day_of), node.text("DocumentId")
    )
    return found if found.organ or found.code or found.document_id else None


def _trace(node: ElementReader) -> Trace:
    return Trace(node.text("OrganId"), node.required("Timestamp", moment_of))


def _other(node: ElementReader) -> OtherInfo:
    return OtherInfo(
        priority=node.value("Priority", count_of) or 0,
        sphere=node.text("SphereOfPromulgation"),
        typist=node.text("TyperNotation"),
        copies=node.value("PromulgationAmount", count_of),
        pages=node.value("PageAmount", count_of),
        direction=node.value("Direction", flag_of),
        appendixes=_texts(node.all("Appendixes/Appendix")),
    )


def _business(node: ElementReader) -> Business:
    staff, info = node.maybe("StaffInfo"), node.maybe("BussinessDocumentInfo")
    return Business(
        kind=node.required("BussinessDocType", lambda text: LetterKind(count_of(text))),
        reason=node.text("BussinessDocReason"),
        paper=node.value("Paper", flag_of) or False,
        document_id=node.text("DocumentId"),
        staff=_staff(staff) if staff else None,
        changes=_changes(info) if info else None,
        replacements=tuple(map(_replacement, node.all("ReplacementInfoList/ReplacementInfo"))),
    )


def _changes(node: ElementReader) -> Changes:
    receivers = tuple(
        Receiver(one.text("OrganId"), one.value("ReceiverType", count_of) or 0)
        for one in node.all("ReceiverList/Receiver")
    )
    return Changes(
        node.value("DocumentInfo", flag_of) or False, node.value("DocumentReceiver", flag_of) or False, receivers
    )


def _replacement(node: ElementReader) -> Replacement:
    return Replacement(node.text("DocumentId"), _texts(node.all("OrganIdList/OrganId")))


def _texts(nodes: Iterable[ElementReader]) -> tuple[str, ...]:
    return tuple(one.own for one in nodes if one.own)
