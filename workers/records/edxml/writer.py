"""Writes edXML: elements in the order of the published messages, attachments zipped and in base64, signed where a key is given.

The same message gives the same bytes before it is signed: nothing depends on the clock.
"""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

from lxml import etree

from workers.records.edxml import signatures
from workers.records.edxml.model import (
    Attachment,
    Business,
    EdocMessage,
    Message,
    Organ,
    OtherInfo,
    ResponseFor,
    Staff,
    StatusMessage,
)
from workers.records.edxml.names import DAY, MOMENT, NAMESPACE, ORGAN, XLINK, qualified
from workers.records.edxml.signatures import SigningKey

#: The prefixed declaration first: new elements take the first prefix of their namespace, and the root stays without one.
_SKELETON: Final = f'<edXML xmlns:edXML="{NAMESPACE}" xmlns="{NAMESPACE}" xmlns:xlink="{XLINK}"/>'
#: The time noted in an archive, which would else make the same file other bytes every time.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Node:
    """An element being filled."""

    element: etree._Element

    def under(self, name: str) -> _Node:
        return _Node(etree.SubElement(self.element, qualified(name)))

    def put(self, name: str, text: object) -> None:
        """A child with a text, empty where there is none."""
        etree.SubElement(self.element, qualified(name)).text = str(text)

    def given(self, name: str, text: object) -> None:
        """A child, unless the text is empty or None."""
        if text not in ("", None):
            self.put(name, text)


def write(message: Message, key: SigningKey | None = None) -> bytes:
    """The message as UTF-8 XML. Raises ``ValueError`` for text that XML cannot hold (control characters)."""
    root = _Node(etree.fromstring(_SKELETON))
    envelope = root.under("edXMLEnvelope")
    header = envelope.under("edXMLHeader")
    if isinstance(message, StatusMessage):
        _status(header.under("MessageHeader"), message)
    else:
        _document(header, message)
    if key is not None:
        signatures.reserve(header.element)
    if isinstance(message, EdocMessage):
        _manifest(envelope.under("edXMLBody"), message.attachments)
        _attachments(root, message.attachments)
    tree = root.element if key is None else signatures.sign(root.element, key)
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def _document(header: _Node, message: EdocMessage) -> None:
    node = header.under("MessageHeader")
    _organ(node.under("From"), message.sender)
    for receiver in message.receivers:
        _organ(node.under("To"), receiver)
    code = node.under("Code")
    code.put("CodeNumber", message.code.number)
    code.put("CodeNotation", message.code.notation)
    promulgation = node.under("PromulgationInfo")
    promulgation.given("Place", message.place)
    promulgation.put("PromulgationDate", message.promulgated.strftime(DAY))
    kind = node.under("DocumentType")
    kind.put("Type", message.type)
    kind.given("TypeDetail", message.type_detail)
    kind.given("TypeName", message.type_name)
    node.put("Subject", message.subject)
    node.given("Content", message.content)
    if message.signer is not None:
        signer = node.under("SignerInfo")
        signer.given("Competence", message.signer.competence)
        signer.given("Position", message.signer.position)
        signer.given("FullName", message.signer.full_name)
    node.given("DueDate", _day(message.due))
    _list(node, "ToPlaces", "Place", message.to_places)
    if message.other is not None:
        _other(node.under("OtherInfo"), message.other)
    for response in message.responses:
        _response(node.under("ResponseFor"), response)
    node.given("SteeringType", message.steering)
    node.put("DocumentId", message.document_id)
    _traces(header, message)


def _traces(header: _Node, message: EdocMessage) -> None:
    if not message.traces and message.business is None:
        return
    traces = header.under("TraceHeaderList")
    for one in message.traces:
        trace = traces.under("TraceHeader")
        trace.put("OrganId", one.organ)
        trace.put("Timestamp", one.at.strftime(MOMENT))
    if message.business is not None:
        _business(traces.under("Bussiness"), message.business)


def _status(node: _Node, message: StatusMessage) -> None:
    _organ(node.under("From"), message.sender, name_first=True)
    _response(node.under("ResponseFor"), message.about)
    if message.staff is not None:
        _staff(node.under("StaffInfo"), message.staff, ("mobile", "email"))
    node.put("StatusCode", message.status.value)
    node.put("Description", message.description)
    node.put("Timestamp", message.at.strftime(MOMENT))


def _organ(node: _Node, organ: Organ, *, name_first: bool = False) -> None:
    node.put("OrganId", organ.id)
    fields = (ORGAN[1], ORGAN[0], *ORGAN[2:]) if name_first else ORGAN
    for field, element in fields:
        if field == "name":
            node.put(element, organ.name)
        else:
            node.given(element, getattr(organ, field))


def _staff(node: _Node, staff: Staff, order: tuple[str, str]) -> None:
    """``order``: a status has the telephone first, a business the mailbox."""
    node.given("Department", staff.department)
    node.given("Staff", staff.name)
    for field in order:
        node.given(field.capitalize(), getattr(staff, field))


def _other(node: _Node, other: OtherInfo) -> None:
    node.put("Priority", other.priority)
    node.given("SphereOfPromulgation", other.sphere)
    node.given("TyperNotation", other.typist)
    node.given("PromulgationAmount", other.copies)
    node.given("PageAmount", other.pages)
    node.given("Direction", None if other.direction is None else str(other.direction).lower())
    _list(node, "Appendixes", "Appendix", other.appendixes)


def _response(node: _Node, response: ResponseFor) -> None:
    node.put("OrganId", response.organ)
    node.put("Code", response.code)
    node.put("PromulgationDate", _day(response.promulgated))
    node.put("DocumentId", response.document_id)


def _business(node: _Node, business: Business) -> None:
    node.given("DocumentId", business.document_id)
    node.put("BussinessDocType", int(business.kind))
    node.put("BussinessDocReason", business.reason)
    node.put("Paper", int(business.paper))
    if business.changes is not None:
        info = node.under("BussinessDocumentInfo")
        info.put("DocumentInfo", int(business.changes.document))
        info.put("DocumentReceiver", int(business.changes.receivers_changed))
        receivers = info.under("ReceiverList")
        for one in business.changes.receivers:
            receiver = receivers.under("Receiver")
            receiver.put("OrganId", one.organ)
            receiver.put("ReceiverType", one.kind)
    if business.replacements:
        replaced = node.under("ReplacementInfoList")
        for each in business.replacements:
            replacement = replaced.under("ReplacementInfo")
            replacement.put("DocumentId", each.document_id)
            _list(replacement, "OrganIdList", "OrganId", each.organs)
    if business.staff is not None:
        _staff(node.under("StaffInfo"), business.staff, ("email", "mobile"))


def _list(node: _Node, name: str, item: str, texts: Iterable[str]) -> None:
    found = tuple(texts)
    if found:
        parent = node.under(name)
        for text in found:
            parent.put(item, text)


def _manifest(body: _Node, attachments: tuple[Attachment, ...]) -> None:
    manifest = body.under("edXMLManifest")
    manifest.element.set("version", "1.0")
    for one in attachments:
        reference = manifest.under("Reference")
        reference.element.set(f"{{{XLINK}}}href", one.content_id)
        reference.put("ContentId", one.content_id)
        reference.put("ContentType", one.media_type)
        reference.put("AttachmentName", one.name)
        reference.given("Description", one.description)


def _attachments(root: _Node, attachments: tuple[Attachment, ...]) -> None:
    if not attachments:
        return
    parent = root.under("AttachmentEncoded")
    for one in attachments:
        attachment = parent.under("Attachment")
        attachment.put("ContentId", one.content_id)
        attachment.put("AttachmentName", one.name)
        attachment.put("ContentType", one.media_type)
        attachment.put("ContentTransferEncoded", base64.b64encode(_zipped(one)).decode())


def _zipped(attachment: Attachment) -> bytes:
    """An archive with the file alone. Raises ``ValueError`` for an attachment without content."""
    if attachment.content is None:
        raise ValueError(f"the attachment {attachment.content_id} has no content")
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        entry = zipfile.ZipInfo(attachment.name, _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        file.writestr(entry, attachment.content)
    return archive.getvalue()


def _day(day: date | None) -> str:
    return "" if day is None else day.strftime(DAY)
