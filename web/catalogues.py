"""The message catalogues: gettext ``.po`` files, one set a room, read as they are (nothing compiled is kept).

English is the language of the keys. A room's texts win over those of this room, and these over those of ``core``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from time import monotonic

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
ROOT = Path(__file__).parent.parent
FRESH_SECONDS = 1.0
SHARED = (ROOT / "web" / "translations", ROOT / "core" / "translations")
#: a line a language and door, so nothing ever has to go; asked hundreds of times a page, so nothing but a dictionary
_looked_at: dict[tuple[str, tuple[Path, ...]], tuple[float, Translations]] = {}


def directories(room: Path) -> tuple[Path, ...]:
    """The catalogue folders of a door, most particular first."""
    return (room / "translations", *SHARED)


def translations(language: str, folders: tuple[Path, ...] = SHARED) -> Translations:
    """The texts of the folders in one language; texts in an earlier folder win.

    Read again when a file has changed, which is looked at once a second: a page asks for hundreds of texts.
    """
    now = monotonic()
    known = _looked_at.get((language, folders))
    if known is not None and now - known[0] < FRESH_SECONDS:
        return known[1]
    files = tuple(file for folder in folders if (file := _file(folder, language)).is_file())
    merged = _merged(files, tuple(file.stat().st_mtime_ns for file in files), language)
    _looked_at[language, folders] = (now, merged)
    return merged


def messages(folder: Path, language: str) -> dict[str, str]:
    """Message key → text of one folder's catalogue; the first form where there are several. For checks."""
    file = _file(folder, language)
    if not file.is_file():
        return {}
    entries = [entry for entry in _read(file, language) if entry.id and not entry.fuzzy]
    return {_first(entry.id): _first(entry.string) for entry in entries}


def _file(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "messages.po"


@lru_cache(maxsize=32)
def _merged(files: tuple[Path, ...], _stamps: tuple[int, ...], language: str) -> Translations:
    merged = Catalog(locale=language)
    for file in files:
        for entry in _read(file, language):
            if entry.id and not entry.fuzzy and merged.get(entry.id, entry.context) is None:
                merged.add(entry.id, entry.string, context=entry.context)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


def _read(file: Path, language: str) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def _first(text: str | Iterable[str] | None) -> str:
    return text if isinstance(text, str) else next(iter(text or ("",)))
