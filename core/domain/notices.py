"""What a notice to the applicant may say at each status, and the opening hours of a desk in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from core.domain.calendar import Hours
from core.domain.statuses import Status

#: status → what a procedure may say of it (``[[notices]]`` of its details); the office adds days, places and hours itself
SAID: Final[Mapping[Status, frozenset[str]]] = {
    Status.REFUSED: frozenset({"reason", "basis", "next"}),
    Status.SUPPLEMENT: frozenset({"papers"}),
    Status.PAYMENT: frozenset({"amount", "purpose", "pay"}),
    Status.STOPPED: frozenset({"reason", "basis", "next", "kept", "money"}),
    Status.DONE: frozenset({"result", "number", "issued", "bring", "replaces", "undelivered"}),
}
#: those that are several lines
LISTS: Final = frozenset({"papers", "pay", "bring", "next"})
#: lines of a list, and characters of a text
MOST_LINES, MOST_CHARACTERS = 50, 4000

#: how people begin the lines of a list; what shows them numbers them anew
_BULLET: Final = re.compile(r"^\s*(?:[-–•*+]|\d{1,2}[.)](?!\d))\s*")
_DAYS: Final = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def opening_hours(week: Sequence[Hours]) -> list[dict[str, Any]]:
    """The hours of a week as JSON: runs of days (0: Monday) that open alike; days without hours are left out."""
    runs = groupby(enumerate(week), key=lambda day: day[1])
    found = []
    for hours, days in runs:
        numbers = [number for number, _ in days]
        if hours:
            told = ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours)
            found.append({"first": numbers[0], "last": numbers[-1], "hours": told})
    return found


def hours_in_words(hours: Sequence[Mapping[str, Any]], language: str = "vi") -> tuple[str, ...]:
    """One line a run of days: ``Thứ Hai – Thứ Sáu: 07:30–11:30, 13:00–17:00``."""
    names = _DAYS["vi" if language == "vi" else "en"]
    return tuple(
        f"{names[run['first']]}{'' if run['first'] == run['last'] else ' – ' + names[run['last']]}: {run['hours']}"
        for run in hours
    )


def usual_in_english(line: str) -> str:
    """A line that the office says of its own, in English; any other as it is."""
    return _ENGLISH.get(line, line)


#: the usual lines of `core.services.running.notice_rows` and `stop_notices`
_ENGLISH: Final[Mapping[str, str]] = {
    "Sửa, bổ sung theo lý do nêu trên rồi nộp lại; bộ phận một cửa hướng dẫn cách làm.": "Put right what the reason says and file again; the reception desk shows you how.",
    "Không đồng ý thì khiếu nại với cơ quan theo Luật Khiếu nại.": "If you disagree, lodge a complaint with the office under the Law on Complaints.",
    "Nhận lại giấy tờ đã nộp tại bộ phận một cửa; mang theo giấy tiếp nhận và giấy tờ tuỳ thân.": "Collect the papers you handed in at the reception desk; bring the receipt and a proof of identity.",
    "Khi đủ điều kiện thì nộp hồ sơ mới.": "File a new dossier once the conditions are met.",
    "Bản chính Ông/Bà đã nộp được trả lại tại bộ phận một cửa; bản sao và tệp gửi trực tuyến được lưu cùng hồ sơ.": "Originals you handed in are given back at the reception desk; copies and files sent online are kept with the dossier.",
    "Bộ phận một cửa xem xét hoàn trả khoản này theo quy định và báo cho Ông/Bà; Ông/Bà giữ chứng từ nộp tiền.": "The reception desk looks into giving it back under the rules and tells you; please keep the proof of payment.",
    "Hồ sơ chưa nộp khoản tiền nào.": "Nothing has been paid for this dossier.",
    "Giấy tiếp nhận hồ sơ và hẹn trả kết quả": "The receipt of the dossier",
    "Giấy tờ tuỳ thân của người nhận": "A proof of identity of whoever collects it",
}


def lines(value: object) -> list[str]:
    """A value as lines: each entry of a list, each line of a text; empty ones and the marks and numbers of a list are left out."""
    parts = value if isinstance(value, list) else str(value if value is not None else "").splitlines()
    stripped = [_BULLET.sub("", str(part)).strip()[:MOST_CHARACTERS] for part in parts if part is not None]
    return [part for part in stripped if part][:MOST_LINES]
