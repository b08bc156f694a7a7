"""``motcua audit``: whether what is stored is what was once written and told."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from core.services.evidence_views import VerdictView
from core.services.views import SYSTEM
from core.settings import read

if TYPE_CHECKING:
    from core.services.office import Office

SUBJECTS = {
    "journal": "the office's journal",
    "codes": "the numbers given out",
    "procedures": "the deployed procedures",
    "people": "units, roles, accounts and tokens",
    "sight": "who sees and finds dossiers",
    "accesses": "the access log",
}


@click.group()
def audit() -> None:
    """Checks the evidence."""


@audit.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all", "everything", is_flag=True, help="every dossier, the journal, the numbers and the procedures")
@click.option("--json", "as_json", is_flag=True, help="one JSON document")
def verify(codes: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Checks chains, rows, tasks, papers and deployed files; names each difference and the event concerned.

    Exit code 0: all is what was told; 1: something is not; 2: the command was not understood; 3: something could not be
    checked, because what is stored cannot be read, and all that could be checked is what was told.
    """
    if not codes and not everything:
        raise click.UsageError("name dossiers, or use --all")
    from core.bootstrap import build

    office = build(read())
    began = time.monotonic()
    verdicts: list[VerdictView] = []
    try:
        for verdict in _verdicts(office, codes, everything=everything):
            verdicts.append(verdict)
            if not as_json:
                _tell(verdict, quietly=everything)
        seconds = time.monotonic() - began
        if everything:
            _note(office, verdicts)
    finally:
        office.close()
    _sum_up(verdicts, seconds, as_json=as_json)
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


def _tell(verdict: VerdictView, *, quietly: bool) -> None:
    if verdict.intact and quietly and verdict.about == "dossier":
        return
    for line in _sentences(verdict):
        click.echo(line, err=not verdict.intact)


def _sentences(verdict: VerdictView) -> Iterator[str]:
    name = SUBJECTS.get(verdict.about, verdict.dossier)
    if verdict.intact:
        yield f"{name}: intact" + (f", {verdict.events} events" if verdict.events else "")
        return
    if verdict.broken_at is not None and verdict.about == "dossier":
        yield f"{name}: BROKEN at event {verdict.broken_at}: {verdict.reason}"
    for finding in verdict.findings:
        yield f"{name}: {finding.sentence}"


def _sum_up(verdicts: list[VerdictView], seconds: float, *, as_json: bool) -> None:
    dossiers = sum(verdict.about == "dossier" for verdict in verdicts)
    per_thousand = round(1000 * seconds / dossiers, 2) if dossiers else None
    if as_json:
        click.echo(json.dumps([_plain(verdict) for verdict in verdicts], ensure_ascii=False))
    broken = sum(not verdict.intact for verdict in verdicts)
    speed = f"; {per_thousand:g} s per 1,000 dossiers" if per_thousand is not None else ""
    click.echo(f"{dossiers} dossiers, {broken} broken; {seconds:.2f} s{speed}", err=as_json)


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
