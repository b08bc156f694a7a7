"""Verdicts in whole sentences, for where no page says them; the sentences are keys into the message catalogues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.errors.base import Reason
from core.services.audit.views import VerdictView

SUBJECTS = {
    "journal": Reason("The office's journal"),
    "codes": Reason("The numbers given out"),
    "procedures": Reason("The deployed procedures"),
    "people": Reason("Units, roles, accounts and tokens"),
    "sight": Reason("Who sees and finds dossiers"),
    "accesses": Reason("The access log"),
}
BROKEN = {
    "changed": Reason("its contents were changed after it was recorded"),
    "missing": Reason("it is not there"),
    "inserted": Reason("it was inserted later"),
    "reordered": Reason("it stands in the wrong place"),
    "unlinked": Reason("it does not follow the event before it"),
    "foreign": Reason("it belongs to another dossier"),
}


def sentences(verdict: VerdictView) -> Iterator[Reason]:
    """What a verdict says, a sentence a line."""
    about = SUBJECTS.get(verdict.about, verdict.dossier)
    if verdict.intact and verdict.events:
        yield Reason("%(about)s: intact, %(count)s events.", about=about, count=verdict.events)
    elif verdict.intact:
        yield Reason("%(about)s: intact.", about=about)
    elif verdict.broken_at is not None and verdict.about == "dossier":
        facts = {"about": about, "number": verdict.broken_at, "reason": BROKEN.get(verdict.reason, verdict.reason)}
        yield Reason("%(about)s: the history is broken at event %(number)s: %(reason)s.", **facts)
    for finding in verdict.findings:
        yield Reason("%(about)s: %(reason)s", about=about, reason=finding.sentence)


def summary(verdicts: Sequence[VerdictView], seconds: float) -> Iterator[Reason]:
    """How much was checked, what came of it, and how long it took."""
    dossiers = [verdict for verdict in verdicts if verdict.about == "dossier"]
    others = [verdict for verdict in verdicts if verdict.about != "dossier"]
    yield Reason(
        "%(dossiers)s dossiers were checked: %(broken)s differ from their history, %(unchecked)s could not be checked to the end.",
        dossiers=len(dossiers),
        broken=sum(not one.intact and not one.unchecked for one in dossiers),
        unchecked=sum(one.unchecked for one in dossiers),
    )
    if others:
        yield Reason(
            "Journal, numbers, procedures, accounts and lists: %(findings)s findings.",
            findings=sum(len(one.findings) for one in others),
        )
    if dossiers:
        thousand = f"{1000 * seconds / len(dossiers):.2f}"
        yield Reason(
            "It took %(seconds)s s; %(thousand)s s per 1,000 dossiers.", seconds=f"{seconds:.2f}", thousand=thousand
        )
