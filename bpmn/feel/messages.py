"""The sentences of errors and notes, English and Vietnamese, and the names suggested for misspelt ones."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from bpmn.feel.catalogue import SENTENCES, TYPE_NAMES

SUGGESTED = {"en": " Did you mean “{name}”?", "vi": " Có phải “{name}” không?"}
LONGEST = 120
#: stands where a computed value was left out
REDACTED = "…"


def suggestion(name: str, known: tuple[str, ...]) -> str | None:
    """The known name closest to a misspelt one, if one is close."""
    folded = {candidate.casefold(): candidate for candidate in known[:2000]}
    found = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def _shown(value: object, language: str) -> str:
    """A fact as a reader should see it."""
    text = str(value)
    if language == "vi" and text in TYPE_NAMES:
        return TYPE_NAMES[text]
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


#: facts that come from the expression's text or from this package, never from a computed value
_PUBLIC = frozenset({"allowed", "line", "column", "function", "parameter", "operator"})
_NAMED = frozenset({"name-unknown", "function-unknown", "type-unknown"})


def redacted(code: str, facts: Mapping[str, object], language: str) -> str:
    """The sentence without computed values: types, limits and names of the expression stay."""
    if code not in SENTENCES:  # the code is a sentence itself, made elsewhere
        return REDACTED

    def is_public(name: str, value: object) -> bool:
        return name in _PUBLIC or str(value) in TYPE_NAMES or (name == "name" and code in _NAMED)

    kept = {name: value if is_public(name, value) else REDACTED for name, value in facts.items() if name != "known"}
    return sentence(code, kept, language)


class _Facts(dict[str, Any]):
    """Facts for a sentence; one that is missing shows as nothing rather than failing the message."""

    def __missing__(self, key: str) -> str:
        return ""


def sentence(code: str, facts: Mapping[str, object], language: str) -> str:
    """The sentence of a code with its facts; a code without one shows as itself."""
    found = SENTENCES.get(code)
    template = code if found is None else found.in_language(language)
    shown = _Facts({name: _shown(value, language) for name, value in facts.items()})
    text = template.format_map(shown)
    known = facts.get("known")
    close = suggestion(str(facts.get("name", "")), known) if isinstance(known, tuple) else None
    return text + SUGGESTED["vi" if language == "vi" else "en"].format(name=close) if close else text
