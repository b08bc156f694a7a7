"""The turns of a parcel that its receiver is told of by a letter, and the letters' templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: state of a parcel → template of the letter that tells of it
TURNS: Final[Mapping[str, str]] = {
    "failed": "parcel-failed",
    "returned": "parcel-returned",
    "cancelled": "parcel-cancelled",
    "lost": "parcel-lost",
}
#: a new order follows one that did not arrive
SENT_AGAIN: Final = "parcel-sent-again"
#: the post is to fetch papers from the applicant, for the first time or once more
FETCHED: Final = "papers-ordered"
#: the same as ``TURNS`` of papers that are fetched from the applicant and brought to the desk
OF_PAPERS: Final[Mapping[str, str]] = {
    "delivered": "papers-arrived",
    "failed": "papers-failed",
    "returned": "papers-not-collected",
    "cancelled": "papers-not-collected",
    "lost": "papers-lost",
}
LETTERS: Final = frozenset({*TURNS.values(), SENT_AGAIN, FETCHED, *OF_PAPERS.values()})
