"""edXML for tests: certificates, small messages, and the published ones where a folder of them is at hand."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from core.domain.letters import LetterStatus
from tests.support.sources import ROOT
from workers.records.edxml.model import (
    Attachment,
    DocumentCode,
    EdocMessage,
    Organ,
    ResponseFor,
    StatusMessage,
    document_id,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OURS = Organ("H99.01.05", "UBND phường Mẫu", in_charge="UBND phường Mẫu", email="phuong@vi-du.example")
THEIRS = Organ("000.00.06.H99", "Sở Tư pháp", in_charge="Sở Tư pháp", email="so@vi-du.example")
DAY = date(2026, 11, 20)
CODE = DocumentCode("15", "STP-HTQT")


def samples() -> dict[str, bytes]:
    """The published messages by name: of ``EDXML_SAMPLES_DIR``, else of the folder beside the project; else none."""
    folder = Path(os.environ.get("EDXML_SAMPLES_DIR") or ROOT.parent / "shared" / "edxml-sample")
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.edxml"))} if folder.is_dir() else {}


def document(code: DocumentCode = CODE, **changed: object) -> EdocMessage:
    """A document of :data:`THEIRS` to :data:`OURS` with one attachment."""
    values: dict[str, object] = {
        "sender": THEIRS,
        "receivers": (OURS,),
        "document_id": document_id(THEIRS.id, DAY, code),
        "code": code,
        "promulgated": DAY,
        "place": "Hà Nội",
        "type_name": "Công văn",
        "subject": "Trả lời xác minh tình trạng hôn nhân",
        "content": "Chưa đăng ký kết hôn với ai.",
        "attachments": (Attachment("cid:1", "tra-loi.pdf", PDF, "application/pdf"),),
    }
    return EdocMessage(**(values | changed))  # type: ignore[arg-type]


def status(code: LetterStatus, about: str, sender: Organ = THEIRS, organ: Organ = OURS) -> StatusMessage:
    """What ``sender`` says of the document ``about`` of ``organ``."""
    response = ResponseFor(organ.id, about.rpartition(",")[2], DAY, about)
    return StatusMessage(sender, response, code, datetime(2026, 11, 23, 9, 0), "Văn thư")  # noqa: DTZ001 - as written


def certificate(name: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """A key and its own certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = datetime(2020, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(made).not_valid_after(made + timedelta(days=20_000))
    return key, builder.sign(key, hashes.SHA256())


def pem(key: rsa.RSAPrivateKey, signed: x509.Certificate) -> bytes:
    """Both as one PEM file."""
    pkcs8 = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pkcs8 + signed.public_bytes(serialization.Encoding.PEM)
