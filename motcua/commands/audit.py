"""``motcua audit``: checks whether the stored data agrees with the histories and the journal."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from core.services.audit import wording
from core.services.audit.views import VerdictView
from core.services.views.actors import SYSTEM
from web import messages
from workers.settings import read

if TYPE_CHECKING:
    from core.services.office import Office


@click.group()
def audit() -> None:
    """Checks the evidence."""


@audit.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all", "everything", is_flag=True, help="every dossier, the journal, the numbers and the procedures")
@click.option("--json", "as_json", is_flag=True, help="one JSON document")
def verify(codes: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Checks chains, rows, tasks, papers and deployed files; names each difference and the event concerned.

    Exit code 0: everything agrees with the records; 1: something differs; 2: the command was not understood; 3: something
    stored cannot be read and so was not checked, and everything else agrees.
    """
    if not codes and not everything:
        raise click.UsageError("name dossiers, or use --all")
    from workers.composition import build

    settings = read()
    office, language = build(settings), settings.language
    began = time.monotonic()
    verdicts: list[VerdictView] = []
    try:
        for verdict in _verdicts(office, codes, everything=everything):
            verdicts.append(verdict)
            if not as_json:
                _tell(verdict, language, quietly=everything)
        seconds = time.monotonic() - began
        if everything:
            _note(office, verdicts)
    finally:
        office.close()
    _sum_up(verdicts, seconds, language, as_json=as_json)
    raise SystemExit(_exit_code(verdicts))


def _verdicts(office: Office, codes: tuple[str, ...], *, everything: bool) -> Iterator[VerdictView]:
    if everything:
        yield from office.audit.verify_all()
    else:
        yield from (office.audit.verify(code, SYSTEM) for code in codes)


def _exit_code(verdicts: list[VerdictView]) -> int:
    bad = [verdict for verdict in verdicts if not verdict.intact]
    return (3 if all(verdict.unchecked for verdict in bad) else 1) if bad else 0


def _note(office: Office, verdicts: list[VerdictView]) -> None:
    dossiers = sum(verdict.about == "dossier" for verdict in verdicts)
    office.audit.note(dossiers, [verdict.dossier for verdict in verdicts if not verdict.intact], SYSTEM)


def _tell(verdict: VerdictView, language: str, *, quietly: bool) -> None:
    if verdict.intact and quietly and verdict.about == "dossier":
        return
    for line in wording.sentences(verdict):
        click.echo(messages.translate(line.template, line.params, language), err=not verdict.intact)


def _sum_up(verdicts: list[VerdictView], seconds: float, language: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_plain(verdict) for verdict in verdicts], ensure_ascii=False))
    sentences = (
        messages.translate(line.template, line.params, language) for line in wording.summary(verdicts, seconds)
    )
    click.echo(" ".join(sentences), err=as_json)


def _plain(verdict: VerdictView) -> dict[str, Any]:
    return {
        "about": verdict.about,
        "dossier": verdict.dossier,
        "intact": verdict.intact,
        "events": verdict.events,
        "broken_at": verdict.broken_at,
        "reason": verdict.reason,
        "findings": [{"sentence": str(one.sentence), "event": one.event} for one in verdict.findings],
    }
