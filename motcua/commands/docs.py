"""``motcua docs``: writes the pages of docs/ that are generated from the code."""

from __future__ import annotations

import click

from motcua.documentation import DOCS, pages


@click.command()
@click.option("--check", is_flag=True, help="writes nothing; exit code 1 when a page is out of date")
def docs(check: bool) -> None:
    """Writes the generated pages of the source tree's docs/ folder."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        click.echo(f"{'out of date' if check else 'written'}: {path.relative_to(DOCS.parent)}", err=check)
        if not check:
            path.write_text(pages()[path], encoding="utf-8")
    raise SystemExit(check and bool(stale))
