"""Verifies the signatures of one PDF. Runs as its own process with limits of CPU time and memory, because a hostile PDF may
hang or crash its reader.

Reads from standard input a line of JSON (``{"roots": [base64 DER], "at": ISO 8601}``) and then the PDF; writes the findings to
standard output as JSON (``core.domain.signed_files``). Imports nothing of this project, and never asks the network.
"""

from __future__ import annotations

import base64
import json
import logging
import resource
import signal
import sys
from datetime import datetime
from io import BytesIO
from typing import Any

#: of processor time, reading the libraries included, after which the process ends without an answer
SECONDS = 1.5
MEMORY = 1024 * 1024 * 1024
#: signatures looked at in one file; a signed dossier of an office has a handful
MOST_SIGNATURES = 20
MOST_CHARACTERS = 200


def verify(data: bytes, roots: list[bytes], at: datetime) -> dict[str, Any]:
    """The findings of a file: ``signatures`` in the order they were made, or ``fault`` where it cannot be read."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(data), strict=False)
    if reader.encrypted and not _opens(reader):
        return {"fault": "locked"}
    found = reader.embedded_signatures[: MOST_SIGNATURES + 1]
    if len(found) > MOST_SIGNATURES:
        return {"fault": "too-many"}
    return {"signatures": [_guarded(one, reader, roots, at) for one in found]}


def _opens(reader: Any) -> bool:
    """Whether everybody may read the encrypted file, as many programs write it: it opens without a password."""
    from pyhanko.pdf_utils.crypt import AuthStatus
    from pyhanko.pdf_utils.misc import PdfError

    try:
        return reader.decrypt("").status is not AuthStatus.FAILED
    except PdfError:  # it wants a certificate
        return False


def _guarded(embedded: Any, reader: Any, roots: list[bytes], at: datetime) -> dict[str, Any]:
    """A finding of each signature, whatever it contains."""
    try:
        return _finding(embedded, reader, roots, at)
    except Exception as error:  # noqa: BLE001 - a signature that cannot be read is a finding
        return {
            "field": _text(getattr(embedded, "field_name", "")),
            "integrity": "unclear",
            "why": type(error).__name__,
        }


def _finding(embedded: Any, reader: Any, roots: list[bytes], at: datetime) -> dict[str, Any]:
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp

    stamp = str(embedded.sig_object_type) == "/DocTimeStamp"
    context = _trust(reader, roots, at)
    status: Any
    stamped: Any
    if stamp:
        status, stamped = validate_pdf_timestamp(embedded, validation_context=context), None
    else:
        status = validate_pdf_signature(embedded, signer_validation_context=context, ts_validation_context=context)
        stamped = status.timestamp_validity
        if not status.trusted and stamped is not None and stamped.valid and stamped.intact and stamped.trusted:
            # A trusted authority says when it was signed: the certificate is judged at that moment.
            then = _trust(reader, roots, stamped.timestamp)
            status = validate_pdf_signature(embedded, signer_validation_context=then, ts_validation_context=context)
    return {
        "field": _text(embedded.field_name),
        "kind": "timestamp" if stamp else "signature",
        **_integrity(status),
        **_signer(status.signing_cert),
        "chain": _chain(status),
        "trust": _trusted(status, roots),
        "claimed": _moment(None if stamp else status.signer_reported_dt),
        "stamped": _moment(status.timestamp if stamp else stamped and stamped.timestamp),
        "stamp_trusted": bool(
            status.trusted if stamp else stamped and stamped.valid and stamped.intact and stamped.trusted
        ),
    }


def _integrity(status: Any) -> dict[str, Any]:
    """Whether what was signed is what stands in the file, and what was added to it since."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if not status.intact:
        return {"integrity": "changed", "why": "content"}
    if not status.valid:
        return {"integrity": "changed", "why": "signature"}
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return {"integrity": "unclear", "why": "coverage"}
    if getattr(status.trust_problem_indic, "name", "") == "CRYPTO_CONSTRAINTS_FAILURE":
        return {"integrity": "unclear", "why": "algorithm"}
    level = status.modification_level
    if level is None or level > ModificationLevel.FORM_FILLING:
        return {"integrity": "changed", "why": "annotations" if level == ModificationLevel.ANNOTATIONS else "later"}
    if status.docmdp_ok is False:
        return {"integrity": "changed", "why": "forbidden"}
    fields = sorted(getattr(status.diff_result, "changed_form_fields", ()) or ())
    return {"integrity": "intact", "since": [_text(name) for name in fields[:MOST_SIGNATURES]]}


def _signer(certificate: Any) -> dict[str, Any]:
    names = certificate.subject.native
    return {
        "signer": _text(names.get("common_name") or certificate.subject.human_friendly),
        "organization": _text(names.get("organization_name", "")),
        "serial": format(certificate.serial_number, "X"),
        "valid_from": _moment(certificate.not_valid_before),
        "valid_until": _moment(certificate.not_valid_after),
    }


def _chain(status: Any) -> list[str]:
    path = status.validation_path
    found = [certificate.subject for certificate in path.iter_certs(include_root=True)] if path else []
    names = [_text(name.native.get("common_name") or name.human_friendly) for name in reversed(found)]
    return names or [_text(status.signing_cert.issuer.native.get("common_name") or "")]


def _trusted(status: Any, roots: list[bytes]) -> str:
    """One of ``core.domain.signed_files.Trust``."""
    if status.revoked:
        return "revoked"
    if status.trusted:
        return "trusted"
    reason = getattr(status.trust_problem_indic, "name", "") or ""
    if "OUT_OF_BOUNDS" in reason:
        return "out-of-time"
    return "unknown-issuer" if roots else "no-roots"


def _trust(reader: Any, roots: list[bytes], at: datetime) -> Any:
    """What is trusted, with the certificates and revocation lists that the file carries."""
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError
    from pyhanko_certvalidator import ValidationContext

    options: dict[str, Any] = {
        "trust_roots": [Certificate.load(root) for root in roots],
        "allow_fetching": False,
        "moment": at,
        "best_signature_time": at,
        "revocation_mode": "soft-fail",
    }
    try:
        return DocumentSecurityStore.read_dss(reader).as_validation_context(options)
    except NoDSSFoundError:
        return ValidationContext(**options)


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None and value.tzinfo is not None else None


def _text(value: object) -> str:
    return str(value or "")[:MOST_CHARACTERS]


def findings(data: bytes, roots: list[bytes], at: datetime) -> dict[str, Any]:
    """The same as :func:`verify`, of any bytes: what cannot be read has the fault ``unreadable``."""
    try:
        return verify(data, roots, at)
    except Exception as error:  # noqa: BLE001 - a damaged or hostile file; the answer says that it cannot be told
        return {"fault": "unreadable", "why": type(error).__name__}


def main() -> None:
    """Verifies standard input."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # ends the process, native code included
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    head, _, pdf = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    roots = [base64.b64decode(one) for one in asked["roots"]]
    sys.stdout.write(json.dumps(findings(pdf, roots, datetime.fromisoformat(asked["at"]))))


if __name__ == "__main__":
    main()
