"""What text both databases can store, and cutting it to a length: for texts about faults and for echoes of input."""

from __future__ import annotations

from core.limits import ECHO_CHARACTERS, FAULT_CHARACTERS


def is_storable(text: str) -> bool:
    """Whether both databases store ``text`` unchanged: no NUL, no lone UTF-16 surrogate."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def storable(text: str, longest: int = FAULT_CHARACTERS) -> str:
    """``text`` cut to a length, characters that no database takes replaced. For texts about faults, never for data."""
    text = shortened(text, longest)
    return text if is_storable(text) else "".join(char if is_storable(char) else "\ufffd" for char in text)


def shortened(text: str, longest: int = ECHO_CHARACTERS) -> str:
    """``text`` cut to a length, with ``…`` at its end: for answers that quote input."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
