"""A letter in a few words, for a telephone: what it is about, the one thing to know, and the page that says the rest.

No name, number or address of anybody: a message is read over a shoulder, and by whoever has the number now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from core.domain.office_time import local
from core.domain.payments import in_dong

if TYPE_CHECKING:
    from core.services.views.notices import NoticeView

#: of a subject that a procedure wrote
MOST_SUBJECT: Final = 120


class Words(NamedTuple):
    """The few words of a message."""

    see: str
    amount: str
    until: str


WORDS: Final = {
    "vi": Words("Xem", "Số tiền", "Hạn cuối"),
    "en": Words("See", "Amount", "Last day (day/month)"),
}


def text(subject: str, notice: NoticeView | None, page: str, language: str = "vi") -> str:
    """``Đề nghị bổ sung hồ sơ: H99….  Hạn cuối 09:00 23/12/2026. Xem: https://…``."""
    parts = [cut(subject), *details(notice, language), f"{WORDS[language].see}: {page}"]
    return " ".join(f"{part.rstrip('.')}." if number < len(parts) - 1 else part for number, part in enumerate(parts))


def cut(subject: str) -> str:
    """A subject that fits."""
    return subject if len(subject) <= MOST_SUBJECT else f"{subject[: MOST_SUBJECT - 1].rstrip()}…"


def details(notice: NoticeView | None, language: str = "vi") -> list[str]:
    """How much, and by when; where nothing is asked, nothing."""
    if notice is None:
        return []
    found, words = [], WORDS[language]
    if notice.amount:
        amount = in_dong(notice.amount) if language == "vi" else f"{notice.amount:,.0f} VND"
        found.append(f"{words.amount} {amount}")
    if notice.until:
        found.append(f"{words.until} {local(notice.until):%H:%M %d/%m/%Y}")
    return found
