"""A letter about which something else was decided."""

from __future__ import annotations

from core.errors.base import CoreError


class LetterDecided(CoreError):
    kind = "conflict"
    code = "letter-decided"
    template = "This can no longer be said of the letter %(code)s. Load the page again to see where it stands."


class LetterJoined(CoreError):
    kind = "conflict"
    code = "letter-joined"
    template = (
        "The letter %(code)s cannot be joined with this dossier: it belongs to another one, or was never taken in."
    )
