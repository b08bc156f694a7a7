"""What the signatures inside a file are worth.

Two questions are kept apart: is what was signed what stands in the file (``integrity``), and who signed it (``trust``).
``docs/legal.md`` is where the law asks for both; an answer that cannot be given is never a good one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final


class Integrity(StrEnum):
    """Of one signature: what it signed stands unchanged, was changed since, or nobody can tell."""

    INTACT = "intact"
    CHANGED = "changed"
    UNCLEAR = "unclear"


class Trust(StrEnum):
    """Of one signature: what is known of the signer's certificate."""

    TRUSTED = "trusted"
    REVOKED = "revoked"
    OUT_OF_TIME = "out-of-time"  # expired, or not valid yet, and no trusted time stamp says when it was used
    UNKNOWN_ISSUER = "unknown-issuer"
    NO_ROOTS = "no-roots"  # the office was given no authority to trust
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """Of a file."""

    VALID = "valid"  # intact, and every signer is known
    INTACT = "intact"  # intact, but the signers are not confirmed
    CHANGED = "changed"
    UNCLEAR = "unclear"
    UNSIGNED = "unsigned"


#: why something is changed or unclear, as the adapter says it; anything else is "the signature cannot be read"
REASONS: Final = ("content", "signature", "later", "annotations", "forbidden", "coverage", "algorithm")
#: why a file has no verdict
FAULTS: Final = ("locked", "unreadable", "too-many", "too-long")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFinding:
    """One signature or time stamp, in the order they were made. Texts come from the file: they are what it claims."""

    field: str
    #: ``signature`` or ``timestamp``
    kind: str
    integrity: Integrity
    #: one of :data:`REASONS`; empty where it is intact
    why: str
    trust: Trust
    #: fields that were filled in since, other signatures among them
    since: tuple[str, ...] = ()
    signer: str = ""
    organization: str = ""
    #: of the certificate, hexadecimal
    serial: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    #: names from the signer to the authority
    chain: tuple[str, ...] = ()
    #: when the signer's own clock says that it was signed
    claimed: datetime | None = None
    #: when a time stamp says so, and whether its authority is trusted
    stamped: datetime | None = None
    stamp_trusted: bool = False


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """``fault``: one of :data:`FAULTS` where the file could not be looked into; else empty."""

    verdict: Verdict
    fault: str = ""
    signatures: tuple[SignatureFinding, ...] = ()


def unclear(fault: str) -> FileVerdict:
    """The verdict on a file that cannot be looked into."""
    return FileVerdict(Verdict.UNCLEAR, fault if fault in FAULTS else "unreadable")


def judge(found: Sequence[SignatureFinding]) -> FileVerdict:
    """The verdict on a file: as bad as its worst signature."""
    return FileVerdict(_verdict(found), "", tuple(found))


def read(answer: Mapping[str, Any]) -> FileVerdict:
    """The verdict from the findings of the adapter's program, as it wrote them."""
    if answer.get("fault"):
        return unclear(str(answer["fault"]))
    return judge([_finding(one) for one in answer["signatures"]])


def _verdict(found: Sequence[SignatureFinding]) -> Verdict:
    if not found:
        return Verdict.UNSIGNED
    states = {one.integrity for one in found}
    if Integrity.CHANGED in states:
        return Verdict.CHANGED
    if Integrity.UNCLEAR in states:
        return Verdict.UNCLEAR
    return Verdict.VALID if all(one.trust is Trust.TRUSTED for one in found) else Verdict.INTACT


def _finding(told: Mapping[str, Any]) -> SignatureFinding:
    why = str(told.get("why", ""))
    integrity = Integrity(told["integrity"])
    return SignatureFinding(
        field=str(told.get("field", "")),
        kind=str(told.get("kind", "signature")),
        integrity=integrity,
        why="" if integrity is Integrity.INTACT else (why if why in REASONS else "unreadable"),
        trust=Trust(told.get("trust", Trust.UNKNOWN)),
        since=tuple(told.get("since", ())),
        chain=tuple(told.get("chain", ())),
        stamp_trusted=bool(told.get("stamp_trusted")),
        signer=str(told.get("signer", "")),
        organization=str(told.get("organization", "")),
        serial=str(told.get("serial", "")),
        valid_from=_moment(told.get("valid_from")),
        valid_until=_moment(told.get("valid_until")),
        claimed=_moment(told.get("claimed")),
        stamped=_moment(told.get("stamped")),
    )


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
