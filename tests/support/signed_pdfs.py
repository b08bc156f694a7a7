"""PDF files signed as other offices sign them: by pyHanko, with certificates of an authority made for the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO

from asn1crypto import crl as asn1_crl
from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.adapters.typesetting.typst import TypstTypesetter

#: when certificates begin to hold, and for how long
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
PLAIN = TypstTypesetter()('#import "/letterhead.typ": *\n#show: paper.with("Mẫu")\nQuyết định số 1', {}, BEGIN)


@dataclass(frozen=True)
class Identity:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def private(self) -> keys.PrivateKeyInfo:
        written = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return keys.PrivateKeyInfo.load(pem.unarmor(written)[2])


class Authority:
    """Issues certificates."""

    def __init__(self, name: str = "Tổ chức chứng thực Mẫu") -> None:
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        key = ec.generate_private_key(ec.SECP256R1())
        basic = x509.BasicConstraints(ca=True, path_length=None)
        self.root = Identity(key, self._signed(self.name, key, key, BEGIN, 20 * YEAR, (basic,)))

    def issue(self, name: str, *, valid: timedelta = YEAR, stamps: bool = False) -> Identity:
        """A certificate for a person of the demonstration's office, or for a time stamp authority."""
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "UBND xã Mẫu"),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )
        usage = x509.KeyUsage(True, True, *[False] * 7)
        # Without an address of lists nobody would look for one; the address itself is never asked.
        listed = x509.UniformResourceIdentifier("http://crl.vi-du.example/1.crl")
        points = x509.CRLDistributionPoints([x509.DistributionPoint([listed], None, None, None)])
        more = (usage, points, *((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]),) if stamps else ()))
        # The library's time stamper knows no other kind of key.
        key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
        return Identity(key, self._signed(subject, key, self.root.key, BEGIN, valid, more))

    def revoking(self, revoked: Identity, at: datetime) -> bytes:
        """A list (DER) that revokes a certificate."""
        entry = x509.RevokedCertificateBuilder(revoked.certificate.serial_number, at).build()
        made = x509.CertificateRevocationListBuilder(self.name, at, at + 10 * YEAR, revoked_certificates=[entry])
        return made.sign(self.root.key, hashes.SHA256()).public_bytes(Encoding.DER)

    @cached_property
    def stamper(self) -> Identity:
        return self.issue("Dấu thời gian Mẫu", valid=10 * YEAR, stamps=True)

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
        by: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
        begin: datetime,
        valid: timedelta,
        extensions: Sequence[x509.ExtensionType],
    ) -> x509.Certificate:
        made = x509.CertificateBuilder(self.name, subject, key.public_key(), x509.random_serial_number())
        made = made.not_valid_before(begin).not_valid_after(begin + valid)
        for extension in extensions:
            made = made.add_extension(extension, critical=not isinstance(extension, x509.CRLDistributionPoints))
        return made.sign(by, hashes.SHA256())


def sign(
    pdf: bytes, by: Identity, authority: Authority, *, field: str = "Sig1", stamped: datetime | None = None
) -> bytes:
    """The file with one more signature (PAdES); ``stamped``: with a time stamp of that moment."""
    store = SimpleCertificateStore()
    store.register(authority.root.asn1)
    signer = SimpleSigner(by.asn1, by.private, store)
    stamper = None
    if stamped is not None:
        stamper = DummyTimeStamper(authority.stamper.asn1, authority.stamper.private, store, fixed_dt=stamped)
    meta = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    out = BytesIO()
    PdfSigner(meta, signer, timestamper=stamper, new_field_spec=SigFieldSpec(field)).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf), strict=False), output=out
    )
    return out.getvalue()


def with_revocation(pdf: bytes, listed: bytes) -> bytes:
    """The file with a revocation list in its security store, as one is added to keep a signature verifiable."""
    from pyhanko.sign.validation import DocumentSecurityStore

    out = BytesIO(pdf)
    DocumentSecurityStore.add_dss(
        out, sig_contents=None, crls=[asn1_crl.CertificateList.load(listed)], force_write=True
    )
    return out.getvalue()


def with_other_page(pdf: bytes) -> bytes:
    """The file with other words over its page, written after everything else as an attacker would."""
    from pyhanko.pdf_utils.generic import ArrayObject, NameObject, StreamObject

    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    page, _ = writer.find_page_for_modification(0)
    words = writer.add_object(StreamObject(stream_data=b"q 1 0 0 rg 0 0 400 400 re f Q"))
    page.get_object()[NameObject("/Contents")] = ArrayObject([words])
    writer.update_container(page.get_object())
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
