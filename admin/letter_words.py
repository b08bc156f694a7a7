"""What the codes of official letters mean, in words: statuses, kinds, signatures, and why a message was put aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.letters import LetterKind, LetterStatus
from web.i18n import gettext as _

STATUSES: Mapping[str, Callable[[], str]] = {
    LetterStatus.ARRIVED: lambda: _("arrived"),
    LetterStatus.REFUSED: lambda: _("not taken in"),
    LetterStatus.REGISTERED: lambda: _("taken in"),
    LetterStatus.ASSIGNED: lambda: _("assigned to somebody"),
    LetterStatus.IN_PROGRESS: lambda: _("being worked on"),
    LetterStatus.FINISHED: lambda: _("dealt with"),
    LetterStatus.WITHDRAWAL_ASKED: lambda: _("asked back by its sender"),
    LetterStatus.WITHDRAWAL_AGREED: lambda: _("withdrawal or change agreed to"),
    LetterStatus.WITHDRAWAL_REFUSED: lambda: _("withdrawal or change refused"),
}
KINDS: Mapping[LetterKind, Callable[[], str]] = {
    LetterKind.NEW: lambda: _("New letter"),
    LetterKind.REVOKE: lambda: _("Revokes an earlier letter"),
    LetterKind.UPDATE: lambda: _("Updates an earlier letter"),
    LetterKind.REPLACE: lambda: _("Replaces an earlier letter"),
}


def status(code: str) -> str:
    """A status in words; one that was never said reads “sent”."""
    if not code:
        return _("sent")
    return STATUSES[code]() if code in STATUSES else code


def kind(found: LetterKind) -> str:
    """What a letter does to an earlier one."""
    return KINDS[found]()
