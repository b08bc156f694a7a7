"""edXML: what is written is read as it was, signatures, and messages that are not what was agreed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.signer import XMLSigner

from core.domain.letters import LetterKind, LetterStatus
from tests.support import edxml
from workers.records.edxml import reader, signatures, writer
from workers.records.edxml.model import (
    Attachment,
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
)
from workers.records.edxml.signatures import SignatureState, SigningKey

KEY, CERTIFICATE = edxml.certificate("Sở Tư pháp")
SIGNING = SigningKey(KEY, (CERTIFICATE,))
GOOD = writer.write(edxml.document())

# Text as a reader gives it back: without blanks at its ends, and with characters XML can hold.
_chars = st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\ufffe\uffff")
optional = st.text(_chars, max_size=30).map(str.strip)
line = optional.filter(bool)
day = st.dates(date(1900, 1, 1), date(2200, 1, 1))
moment = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
some = lambda of, most=3: st.lists(of, max_size=most).map(tuple)  # noqa: E731
organ = st.builds(Organ, line, line, optional, optional, optional, optional, optional, optional)
staff = st.builds(Staff, optional, optional, optional, optional)
response = st.builds(ResponseFor, line, optional, st.none() | day, optional)
number = st.none() | st.integers(0, 10**9 - 1)
other = st.builds(
    OtherInfo, st.integers(0, 9), optional, optional, number, number, st.none() | st.booleans(), some(line)
)
business = st.builds(
    Business,
    st.sampled_from(LetterKind),
    optional,
    st.booleans(),
    optional,
    st.none() | staff,
    st.none() | st.builds(Changes, st.booleans(), st.booleans(), some(st.builds(Receiver, line, st.integers(0, 1)))),
    some(st.builds(Replacement, line, some(line))),
)
files = some(st.tuples(line, st.binary(max_size=300), optional)).map(
    lambda found: tuple(
        Attachment(f"cid:{number}", name, b"%" + data, "application/pdf", description)
        for number, (name, data, description) in enumerate(found)
    )
)
documents = st.builds(
    EdocMessage,
    sender=organ,
    receivers=st.lists(organ, min_size=1, max_size=3, unique_by=lambda one: one.id).map(tuple),
    document_id=line,
    code=st.builds(DocumentCode, optional, optional),
    promulgated=day,
    subject=line,
    place=optional,
    type=line,
    type_name=optional,
    type_detail=optional,
    content=optional,
    signer=st.none() | st.builds(Signer, optional, optional, optional),
    due=st.none() | day,
    to_places=some(line),
    other=st.none() | other,
    responses=some(response),
    steering=optional,
    traces=some(st.builds(Trace, line, moment)),
    business=st.none() | business,
    attachments=files,
)
statuses = st.builds(StatusMessage, organ, response, st.sampled_from(LetterStatus), moment, optional, st.none() | staff)


@settings(max_examples=60, deadline=None)
@given(documents | statuses)
def test_what_is_written_is_read_as_it_was(message: Message) -> None:
    data = writer.write(message)
    assert reader.read(data).message == message
    assert writer.write(message) == data, "the same message is the same bytes"


@pytest.mark.parametrize("kind", LetterKind)
def test_the_four_kinds(kind: LetterKind) -> None:
    sent = edxml.document(business=Business(kind, "Lý do", document_id="X,2026/11/20,1/A"))
    found = reader.read(writer.write(sent)).message
    assert isinstance(found, EdocMessage) and found.kind is kind
    assert edxml.document().kind is LetterKind.NEW


@pytest.mark.parametrize("code", LetterStatus)
def test_the_nine_statuses(code: LetterStatus) -> None:
    data = writer.write(edxml.status(code, "H99.01.05,2026/11/20,1/A"))
    found = reader.read(data).message
    assert isinstance(found, StatusMessage) and found.status is code
    assert [etree.QName(one).localname for one in etree.fromstring(data).iter(etree.Element)][4:7] == [
        "From",
        "OrganId",
        "OrganName",
    ]


ORDER = "From To Code PromulgationInfo DocumentType Subject Content SignerInfo DueDate ToPlaces OtherInfo SteeringType DocumentId"


def test_the_order_of_a_document_is_that_of_the_published_one() -> None:
    full = edxml.document(
        due=edxml.DAY, to_places=("Các sở",), other=OtherInfo(pages=2), steering="1", signer=Signer("KT.", "PGĐ", "A")
    )
    root = etree.fromstring(writer.write(full))
    header = root.find(".//{*}MessageHeader")
    assert header is not None and " ".join(etree.QName(one).localname for one in header) == ORDER
    assert root.prefix is None and root[0].prefix == "edXML"


# ---- signatures


def test_a_signature_holds_under_a_certificate_we_know() -> None:
    signed = writer.write(edxml.document(), SIGNING)
    found = reader.read(signed, [edxml.certificate("another")[1], CERTIFICATE]).signature
    assert (found.state, found.algorithm) == (SignatureState.VALID, "rsa-sha256")
    assert "Sở Tư pháp" in found.signer
    assert b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"' in signed, "without a prefix, as published"


def test_a_signature_of_somebody_else_is_told_as_unknown() -> None:
    signed = writer.write(edxml.document(), SIGNING)
    assert reader.read(signed, [edxml.certificate("another")[1]]).signature.state is SignatureState.UNKNOWN
    assert reader.read(signed).signature.state is SignatureState.UNKNOWN


@pytest.mark.parametrize("trusted", [[], [CERTIFICATE]])
def test_a_changed_message_is_broken_whoever_signed_it(trusted: list[object]) -> None:
    changed = writer.write(edxml.document(), SIGNING).replace("Chưa đăng ký".encode(), "Đã đăng ký".encode())
    assert reader.read(changed, trusted).signature.state is SignatureState.BROKEN  # type: ignore[arg-type]


def test_a_signature_of_a_part_is_no_signature_of_the_message() -> None:
    signed = writer.write(edxml.document(), SIGNING).replace(b'Reference URI=""', b'Reference URI="#part"')
    assert reader.read(signed, [CERTIFICATE]).signature.state is SignatureState.BROKEN


class OldSigner(XMLSigner):
    """Signs as the published messages are signed, which the library does only when it is not asked."""

    def check_deprecated_methods(self) -> None:
        pass


@pytest.mark.filterwarnings("ignore")
def test_an_old_algorithm_is_verified_and_named() -> None:
    root = etree.fromstring(GOOD)
    header = root.find(".//{*}edXMLHeader")
    assert header is not None
    signatures.reserve(header)
    old = OldSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA1,
        digest_algorithm=DigestAlgorithm.SHA1,
    )
    data = etree.tostring(old.sign(root, key=KEY, cert=[CERTIFICATE]))
    found = reader.read(data, [CERTIFICATE]).signature
    assert (found.state, found.algorithm) == (SignatureState.VALID, "rsa-sha1")


def test_a_key_is_read_from_one_file() -> None:
    assert signatures.signing_key(edxml.pem(KEY, CERTIFICATE)).certificates == (CERTIFICATE,)
    with pytest.raises(ValueError, match="not that of the key"):
        signatures.signing_key(edxml.pem(KEY, edxml.certificate("another")[1]))
