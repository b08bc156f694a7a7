"""Diagrams with a repeated activity, and what its instances see."""

from __future__ import annotations

from bpmn import effects as e
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

MESSAGE = d.message("M", "news", '="k"')


def around(*parts: str, names: tuple[str, ...] = ("T",), beside: str = "") -> bytes:
    """Start - T - After - End."""
    return d.diagram(
        d.start(), *parts, d.user("After"), d.end(), d.path("Start", *names, "After", "End"), beside=beside
    )


def asked(*extensions: str, sequential: bool = False, until: str = "", beside: tuple[str, ...] = ()) -> bytes:
    marker = d.multiple("=items", "item", "answers", "={item: item, said: said}", sequential=sequential, until=until)
    return around(d.user("T", *extensions, inner=marker), *beside, beside=MESSAGE + d.error("Err", "bad"))


def locals_of(dossier: Dossier) -> list[dict[str, object]]:
    return [dict(effect.local) for effect in dossier.open.values() if isinstance(effect, e.TaskOpened)]
