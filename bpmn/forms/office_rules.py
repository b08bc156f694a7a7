"""The office's own rules of a field, in the custom properties every form-js component can carry.

``content`` of a text: ``phone``, ``email``, ``identity`` or ``digits``. ``notBefore`` and ``notAfter`` of a date:
``today``, ``now``, an ISO date, or FEEL that gives a date (``=dossier.received``, ``=birthDate``). ``precision`` of a
date: ``month`` or ``year`` where that much may be all that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.bilingual import Bilingual
from bpmn.diagram.dialect import is_expression
from bpmn.forms.components import TEXTS
from bpmn.human_input import contacts, dates
from bpmn.values import Value

CONTENTS = tuple(contacts.READERS)
#: examples of what a limit of a date may be
LIMITS = "today, now, 2026-12-31, =dossier.received"
#: the fields a rule is for
_DATES = Bilingual(en="date fields", vi="trường ngày (datetime, không phải chỉ giờ)")
_TEXTS = Bilingual(en="text fields", vi="trường chữ (textfield, textarea)")
#: kinds of content that form-js can check, too, by its own `validationType`
TYPED = ("email", "phone")


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """The rules of one field; None where it has none."""

    content: str | None = None
    not_before: Value | str | None = None
    not_after: Value | str | None = None
    precision: str = "day"


def read(
    raw: Mapping[str, Any],
    properties: Mapping[str, str],
    refuse: Callable[..., None],
    read_expression: Callable[[str, str], Value | None],
) -> OfficeRules:
    """The rules of one component. Invalid ones are reported through `refuse`, with the code of a lint problem and its facts."""

    def misplaced(name: str, known: str, place: Bilingual) -> None:
        refuse("form-rule-misplaced", name=name, known=known, place=place.en, place_vi=place.vi)

    def one_of(name: str, known: tuple[str, ...], fits: bool, place: Bilingual) -> str | None:
        found = properties.get(name)
        if found is None or (fits and found in known):
            return found
        if fits:
            refuse("form-rule", name=name, value=found, known=", ".join(known))
        else:
            misplaced(name, ", ".join(known), place)
        return None

    def limit(name: str) -> Value | str | None:
        found = properties.get(name)
        if found is None:
            return None
        if raw["type"] != "datetime" or raw.get("subtype") == "time":
            misplaced(name, LIMITS, _DATES)
        elif is_expression(found):
            return read_expression(name, found)
        elif found in ("today", "now") or dates.bounds(found):
            return found
        else:
            refuse("form-rule", name=name, value=found, known=LIMITS)
        return None

    is_date = raw["type"] == "datetime" and raw.get("subtype", "date") == "date"
    return OfficeRules(
        content=one_of("content", CONTENTS, raw["type"] in TEXTS, _TEXTS),
        not_before=limit("notBefore"),
        not_after=limit("notAfter"),
        precision=one_of("precision", dates.PRECISIONS, is_date, _DATES) or "day",
    )
