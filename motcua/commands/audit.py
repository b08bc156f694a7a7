"""``motcua audit``: whether the histories of the dossiers are what was once written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from core.services.views import SYSTEM, DossierFilter, VerdictView
from core.settings import read

if TYPE_CHECKING:
    from core.services.office import Office


@click.group()
def audit() -> None:
    """Checks the evidence."""


@audit.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all", "everything", is_flag=True, help="every dossier")
@click.option("--json", "as_json", is_flag=True, help="one JSON document")
def verify(codes: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Recomputes the hash chain of dossiers; exit code 1 when one is broken, and the first wrong event is named."""
    if not codes and not everything:
        raise click.UsageError("name dossiers, or use --all")
    from core.bootstrap import build

    office = build(read())
    chosen = _all_codes(office) if everything else iter(codes)
    verdicts = [office.audit.verify(code, SYSTEM) for code in chosen]
    if as_json:
        click.echo(json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False))
    else:
        for verdict in verdicts:
            click.echo(_sentence(verdict), err=not verdict.intact)
        click.echo(f"{len(verdicts)} dossiers, {sum(not verdict.intact for verdict in verdicts)} broken")
    raise SystemExit(any(not verdict.intact for verdict in verdicts))


def _all_codes(office: Office) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = office.dossiers.page(DossierFilter(), SYSTEM, cursor, 200)
        yield from (row.code for row in page.items)
        cursor = page.next
        if cursor is None:
            return


def _sentence(verdict: VerdictView) -> str:
    if verdict.intact:
        return f"{verdict.dossier}: intact, {verdict.events} events"
    return f"{verdict.dossier}: BROKEN at event {verdict.broken_at}: {verdict.reason}"
