"""``make soak``: the whole suite on other dates and in other zones, and the long runs; part by part, going on where it stopped.

``python -m tests.soak`` runs every part, ``python -m tests.soak NAME`` one, ``list`` names them. A part stops after 24
minutes and goes on from there when it is called again; the outcomes are kept in ``.soak`` for the sources as they are.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from tests.soak import moving, results
from tests.soak.parts import OFFICE, PARTS, Part, described
from tests.soak.plugin import DONE, RESULTS, STOP
from tests.support.sources import ROOT

SECONDS = 24 * 60
PATIENCE = 60
GOOD, BAD, UNFINISHED = 0, 1, 3


def main(arguments: list[str]) -> int:
    """The exit code: 0 all passed, 1 something failed or could not run, 3 the time ran out before the end."""
    name = arguments[0] if arguments else ""
    if name in ("list", "help") or (name and name not in PARTS):
        click.echo(f"make soak PART=name, or make soak for all of them:\n{described()}")
        return GOOD if name in ("list", "help") else BAD
    if name:
        return run(PARTS[name])
    codes = {part.name: _to_the_end(part) for part in PARTS.values()}
    click.echo("\nsoak:")
    for part in PARTS:
        click.echo(f"  {part:<11} {('skipped: see above', results.of_part(part).counts())[codes[part] is not None]}")
    return max((code for code in codes.values() if code is not None), default=GOOD)


def _to_the_end(part: Part) -> int | None:
    """One part after its stops; ``None`` where its date cannot be moved."""
    try:
        before, code = -1, UNFINISHED
        while code == UNFINISHED and before < (done := len(results.of_part(part.name).outcomes())):
            before, code = done, run(part, refuse=True)
    except moving.CannotMove as reason:
        click.echo(f"{part.name} is skipped: {reason}")
        return BAD if os.environ.get("MOTCUA_TEST_REQUIRE") == "all" else None
    return code


def run(part: Part, *, refuse: bool = False) -> int:
    """Runs what is left of a part. ``refuse``: raises where the date cannot be moved, instead of saying so."""
    kept, now = results.of_part(part.name), datetime.now(UTC)
    seconds = part.seconds(now)
    try:
        with moving.moved(seconds, part.zone) as environment:
            begins = (now + timedelta(seconds=seconds)).astimezone(OFFICE)
            before = kept.done()
            where = f", TZ {part.zone}" if part.zone else ""
            known = f"; {len(before)} tests are done" if before else ""
            click.echo(f"{part.name}: {part.says}; begins {begins:%d/%m/%Y %H:%M} of the office{where}{known}")
            started = time.monotonic()
            ended = _pytest(part, kept, before, environment)
    except moving.CannotMove as reason:
        if refuse:
            raise
        click.echo(f"{part.name} cannot run: {reason}", err=True)
        return BAD
    return _told(part, kept, ended, time.monotonic() - started)


def _pytest(part: Part, kept: results.Results, before: list[str], environment: dict[str, str]) -> int | None:
    """Pytest's exit code; ``None`` when the time ran out."""
    done, stop = (Path(environment["TMPDIR"]) / name for name in ("done", "stop"))
    done.write_text("".join(f"{test}\n" for test in before), encoding="utf-8")
    jobs = os.environ.get("JOBS", "auto")
    command = [sys.executable, "-m", "pytest", "-q", "-n", jobs, "--maxprocesses", "4", "--dist", "worksteal"]
    command += ["-p", "tests.soak.plugin", "-p", "no:cacheprovider", *part.arguments]
    environment |= {RESULTS: str(kept.file), DONE: str(done), STOP: str(stop)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt) as stopped:
        stop.touch()
        _end(process)
        if isinstance(stopped, KeyboardInterrupt):
            raise
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the run: asks pytest, which ends what it started; then whatever is still there of it."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _told(part: Part, kept: results.Results, ended: int | None, seconds: float) -> int:
    """Prints the counts of the part, and judges them."""
    left = kept.left()
    took = f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
    click.echo(f"\n{part.name}: {kept.counts()} at {kept.file.parent.name}, {took}")
    for test in kept.failed():
        click.echo(f"  failed: {test}")
    if kept.failed():
        click.echo(f"  how: {kept.file.with_suffix('.txt').relative_to(ROOT)}")
    if ended is None:
        click.echo(
            f"  stopped after {SECONDS // 60} minutes with {'all' if left is None else left} tests left: `make soak PART={part.name}` goes on"
        )
        return UNFINISHED
    return GOOD if ended in (0, 5) and left == 0 and not kept.failed() else BAD


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
