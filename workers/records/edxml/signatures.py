"""XML signatures of edXML messages: written with RSA-SHA256, read with any RSA algorithm, the old SHA-1 among them.

A signature is believed only under a certificate that the office was told of (a setting), never because the message brings
one. What the algorithm is worth is told, not decided here: the published messages still use RSA-SHA1.
"""

from __future__ import annotations

import base64
import copy
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from lxml import etree
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from workers.records.edxml.names import SIGNATURES

_RSA: Final = frozenset(
    {SignatureMethod.RSA_SHA1, SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384, SignatureMethod.RSA_SHA512}
)
_DIGESTS: Final = frozenset(
    {DigestAlgorithm.SHA1, DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512}
)
_CONFIGURATION: Final = SignatureConfiguration(
    require_x509=True,
    location=".//",
    expect_references=1,
    signature_methods=_RSA,
    digest_algorithms=_DIGESTS,
    ignore_ambiguous_key_info=True,
    # A reference without a canonicalisation is canonicalised as XML Signature 1.0 says.
    default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,
)


class SignatureState(StrEnum):
    """What a signature is worth."""

    ABSENT = "absent"
    #: the message is as it was signed, under a certificate of ours
    VALID = "valid"
    #: no certificate of ours fits, so who signed is not known
    UNKNOWN = "unknown"
    #: the message is not what was signed, or only a part of it was
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """``algorithm``: as the message names it, without its namespace (``rsa-sha1``); ``signer``: whose certificate fitted."""

    state: SignatureState
    algorithm: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What we sign with. Both from PEM; the chain follows the certificate."""

    key: RSAPrivateKey
    certificates: tuple[x509.Certificate, ...]


def signing_key(pem: bytes) -> SigningKey:
    """The key and certificates of one PEM file. Raises ``ValueError`` where there is no RSA key or no certificate of it."""
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise ValueError("the key is protected by a password") from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the key is no RSA key")
    certificates = tuple(x509.load_pem_x509_certificates(pem))
    if certificates[0].public_key() != key.public_key():
        raise ValueError("the first certificate is not that of the key")
    return SigningKey(key, certificates)


def reserve(header: etree._Element) -> None:
    """Marks where the signature will stand."""
    unprefixed: dict[Any, str] = {None: SIGNATURES}
    etree.SubElement(header, f"{{{SIGNATURES}}}Signature", {"Id": "placeholder"}, nsmap=unprefixed)


def sign(root: etree._Element, key: SigningKey) -> etree._Element:
    """The tree with its signature in the reserved place."""
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        # Exclusive: what is signed does not depend on the prefixes declared around it.
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    # Without a prefix, as the published messages have it.
    prefixes: dict[Any, str] = {None: SIGNATURES}
    signer.namespaces = prefixes
    return signer.sign(root, key=key.key, cert=list(key.certificates))


def examine(root: etree._Element, trusted: Sequence[x509.Certificate]) -> SignatureFinding:
    """What the signature of a message is worth under the ``trusted`` certificates; never raises for the message."""
    found = root.findall(f".//{{{SIGNATURES}}}Signature")
    if not found:
        return SignatureFinding(SignatureState.ABSENT)
    algorithm = _algorithm(found[0])
    if len(found) > 1 or not _of_whole(found[0]):
        return SignatureFinding(SignatureState.BROKEN, algorithm)
    for certificate in trusted:
        if _holds(root, certificate):
            return SignatureFinding(SignatureState.VALID, algorithm, certificate.subject.rfc4514_string())
    brought = _brought(found[0])
    intact = brought is None or (brought not in trusted and _holds(root, brought))
    return SignatureFinding(SignatureState.UNKNOWN if intact else SignatureState.BROKEN, algorithm)


def _holds(root: etree._Element, certificate: x509.Certificate) -> bool:
    try:
        # The verifier takes the signature out of the tree it is given.
        XMLVerifier().verify(copy.deepcopy(root), x509_cert=certificate, expect_config=_CONFIGURATION)
    except (SignXMLException, ValueError, TypeError, AttributeError, etree.LxmlError):
        return False  # whatever a hostile signature holds
    return True


def _of_whole(signature: etree._Element) -> bool:
    """Whether it signs the whole message: a signature of a part says nothing of what stands beside it."""
    references = signature.findall(f"{{{SIGNATURES}}}SignedInfo/{{{SIGNATURES}}}Reference")
    return [one.get("URI") for one in references] == [""]


def _algorithm(signature: etree._Element) -> str:
    method = signature.find(f"{{{SIGNATURES}}}SignedInfo/{{{SIGNATURES}}}SignatureMethod")
    named = "" if method is None else method.get("Algorithm") or ""
    return named.rpartition("#")[2][:60]


def _brought(signature: etree._Element) -> x509.Certificate | None:
    """The certificate the message itself brings; None where there is none to read."""
    text = signature.findtext(f"{{{SIGNATURES}}}KeyInfo/{{{SIGNATURES}}}X509Data/{{{SIGNATURES}}}X509Certificate")
    try:
        return x509.load_der_x509_certificate(base64.b64decode(text or ""))
    except ValueError:
        return None
