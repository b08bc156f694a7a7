"""What is said of the signatures on a paper: one sentence for what was found, one for what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from core.domain.signed_files import FileVerdict, SignatureFinding, Trust, Verdict
from web.i18n import LazyText, gettext, lazy_gettext


class Headline(NamedTuple):
    """``tone`` and ``icon`` as badges have them; ``title``: what was found; ``advice``: what to do with the paper."""

    tone: str
    icon: str
    title: LazyText
    advice: LazyText


HEADLINES: Final[Mapping[Verdict, Headline]] = {
    Verdict.VALID: Headline(
        "fine",
        "check",
        lazy_gettext("Signed, unchanged since, and the signers are confirmed"),
        lazy_gettext("It may be taken as an electronic original of those who signed it."),
    ),
    Verdict.INTACT: Headline(
        "soon",
        "warn",
        lazy_gettext("Signed and unchanged since, but who signed it is not confirmed"),
        lazy_gettext("Compare signer and authority below with the paper, or ask the body that issued it."),
    ),
    Verdict.CHANGED: Headline(
        "late",
        "warn",
        lazy_gettext("Changed after it was signed"),
        lazy_gettext("Do not rely on it. Ask the applicant for the file as it was issued, or for the paper."),
    ),
    Verdict.UNCLEAR: Headline(
        "soon",
        "warn",
        lazy_gettext("It cannot be told what its signatures are worth"),
        lazy_gettext("Treat it as a copy without a signature: compare it with the original."),
    ),
    Verdict.UNSIGNED: Headline(
        "plain",
        "file",
        lazy_gettext("Not signed electronically"),
        lazy_gettext("It is a scan or a copy: compare it with the original."),
    ),
}
FAULTS: Final[Mapping[str, LazyText]] = {
    "locked": lazy_gettext("The file is locked with a password."),
    "unreadable": lazy_gettext("The file is damaged or unusual and cannot be read."),
    "too-many": lazy_gettext("The file holds more signatures than are looked at."),
    "too-long": lazy_gettext("The file takes too long to be read."),
}
REASONS: Final[Mapping[str, LazyText]] = {
    "content": lazy_gettext("The signed contents are not what they were when they were signed."),
    "signature": lazy_gettext("The signature was not made with the key of its certificate."),
    "later": lazy_gettext("Something was added or replaced after it was signed."),
    "annotations": lazy_gettext("Notes or marks were put on it after it was signed."),
    "forbidden": lazy_gettext("It was changed in a way that the signer had forbidden."),
    "coverage": lazy_gettext("The signature covers only a part of the file."),
    "algorithm": lazy_gettext("It was signed in a way that is no longer safe."),
    "unreadable": lazy_gettext("The signature cannot be read."),
}
TRUST: Final[Mapping[Trust, LazyText]] = {
    Trust.TRUSTED: lazy_gettext("confirmed by an authority that the office trusts"),
    Trust.REVOKED: lazy_gettext("the certificate was revoked"),
    Trust.OUT_OF_TIME: lazy_gettext(
        "the certificate had expired or was not valid yet, and no trusted time stamp says when it was used"
    ),
    Trust.UNKNOWN_ISSUER: lazy_gettext("issued by an authority that the office does not know"),
    Trust.NO_ROOTS: lazy_gettext("not confirmed: the office has no list of authorities it trusts"),
    Trust.UNKNOWN: lazy_gettext("cannot be told"),
}


def headline(verdict: FileVerdict) -> Headline:
    """What is said first of a file."""
    return HEADLINES[verdict.verdict]


def fault(verdict: FileVerdict) -> str:
    """Why there is no verdict; empty where there is one."""
    return str(FAULTS[verdict.fault]) if verdict.fault else ""


def contents(finding: SignatureFinding) -> str:
    """Whether what was signed is what stands in the file."""
    if finding.why:
        return str(REASONS[finding.why])
    if finding.since:
        names = ", ".join(finding.since)
        return gettext("Unchanged. Filled in or signed afterwards, as the form allows: %(fields)s.", fields=names)
    return gettext("Unchanged since it was signed.")


def trust(finding: SignatureFinding) -> str:
    """What is known of the signer."""
    return str(TRUST[finding.trust])
