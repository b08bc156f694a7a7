"""The files of an upload: recognised by their names, carried from check to deploy.

Between the two steps the files travel in the page itself (packed, in hidden fields), so that nothing half-checked is
ever stored. Names that no procedure folder knows are set aside and told, never guessed.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from core.limits import BUNDLE_BYTES, BUNDLE_FILES

DIAGRAM = "process.bpmn"
DETAILS = "procedure.toml"
OTHER_ENDINGS = (".form", ".dmn")
#: of a letter's template; it lies in a folder of its own
LETTERS, LETTER_ENDINGS = "letters/", (".vi.txt", ".en.txt")
MOST_CARRIED = 300_000  # characters of packed files a page carries; beyond it the files are chosen again


class BundleError(Exception):
    """The carried files cannot be read; they have to be chosen again."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """``files`` by the names the office knows. The others are names of files: ``uploaded``; ``completed`` from the newest version;
    ``ignored``, which no procedure has; ``clashing``, a second file for the same place."""

    files: Mapping[str, bytes]
    uploaded: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    clashing: tuple[str, ...] = ()

    def completed_to(self, files: Mapping[str, bytes]) -> Bundle:
        """The same upload with the files that make it whole."""
        return replace(self, files=files, completed=tuple(sorted(files.keys() - set(self.uploaded))))


def known_name(name: str) -> str | None:
    """The name under which the office keeps a file, or None if no procedure folder has such a file."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    if plain.lower().endswith(".bpmn"):
        return DIAGRAM
    if plain == DETAILS or plain.lower().endswith(OTHER_ENDINGS):
        return plain
    if plain.endswith(LETTER_ENDINGS):
        return f"{LETTERS}{plain}"
    return None


def gather(uploads: Iterable[tuple[str, bytes]]) -> Bundle:
    """Sorts ``(name, content)`` pairs; two files for one place clash, and the first is kept."""
    files: dict[str, bytes] = {}
    ignored: list[str] = []
    clashing: list[str] = []
    for name, data in uploads:
        known = known_name(name)
        if known is None:
            ignored.append(name)
        elif known in files:
            clashing.append(name)
        else:
            files[known] = data
    return Bundle(files, tuple(files), (), tuple(ignored), tuple(clashing))


def pack(files: Mapping[str, bytes]) -> dict[str, str] | None:
    """The files as short texts for hidden fields; None if a page should not carry that much."""
    packed = {name: base64.b64encode(zlib.compress(data, 9)).decode() for name, data in files.items()}
    return packed if sum(map(len, packed.values())) <= MOST_CARRIED else None


def unpack_all(carried: Iterable[tuple[str, str]]) -> list[tuple[str, bytes]]:
    """The contents of carried files. Raises :class:`BundleError` for anything :func:`pack` did not make, and for what is
    more, all together, than a procedure may have."""
    found: list[tuple[str, bytes]] = []
    left = BUNDLE_BYTES
    for name, text in carried:
        data = unpack(name, text, left)
        left -= len(data)
        found.append((name, data))
        if len(found) > BUNDLE_FILES:
            raise BundleError(name)
    return found


def unpack(name: str, text: str, most: int = BUNDLE_BYTES) -> bytes:
    """The content of one carried file, of at most so many bytes. Raises :class:`BundleError`."""
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(base64.b64decode(text, validate=True), max(most, 1))
    except (binascii.Error, ValueError, zlib.error) as error:
        raise BundleError(name) from error
    if reader.unconsumed_tail or not reader.eof or len(data) > most:
        raise BundleError(name)
    return data
