"""The sheets of this folder as they are written for people: weeks, days off, and the cases with what is expected of them.

A moment is ``23/11/2026 16:00``, in the office's time unless ``UTC`` follows. What is read is handed on as numbers of
:mod:`tests.clocks.minutes`; the product's own shapes are made of them elsewhere.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from tests.clocks.minutes import DAY, HOUR, Limit, Minutes, NoAnswer, Openings, Stop, day_number

Reason: TypeAlias = Literal["supplement", "financial", "applicant"]
Policy: TypeAlias = Literal["restart", "subtract"]

HERE = Path(__file__).parent
KINDS = {"nghỉ": "off", "làm bù": "work", "nửa buổi": "half"}
UNITS = {"giờ làm việc": "hour", "ngày làm việc": "working day", "ngày": "day", "tháng": "month"}
REASONS: dict[str, Reason] = {"bổ sung": "supplement", "tài chính": "financial", "người nộp": "applicant"}
POLICIES: dict[str, Policy] = {"tính lại": "restart", "trừ ra": "subtract"}
FAILS = "báo lỗi"
AHEAD_OF_UTC = 7 * HOUR


@dataclass(frozen=True, slots=True)
class Case:
    """A row. Times are minutes; ``legal`` and ``index`` are ``None`` where there is to be no answer."""

    number: str
    week: str
    days: dict[int, str]
    received: int
    limit: str
    pauses: tuple[tuple[Reason, int, int], ...]
    policy: Policy
    legal: int | None
    index: int | None
    index_late: bool
    basis: str
    certainty: str
    shows: str


def moment(text: str) -> int:
    """The minute of ``23/11/2026 16:00`` or ``23/11/2026 09:00 UTC``."""
    day, clock, *zone = text.split()
    return _day(day) * DAY + _clock(clock) + (AHEAD_OF_UTC if zone == ["UTC"] else 0)


def limit(text: str) -> Limit:
    """The limit of ``3 ngày làm việc``, ``0,5 giờ làm việc``, ``15 ngày``, ``1 tháng`` or ``trong ngày``."""
    if text == "trong ngày":
        return Limit(100, "same day")
    number, _, unit = text.partition(" ")
    whole, _, part = number.partition(",")
    hundredths = int(whole) * 100 + int((part + "00")[:2])
    if hundredths <= 0 or (UNITS[unit] in ("day", "month") and hundredths % 100):
        raise NoAnswer
    return Limit(hundredths, UNITS[unit])


def stops(case: Case) -> list[Stop]:
    """The pauses as the counter takes them."""
    return [Stop(start, end, reason == "supplement") for reason, start, end in case.pauses]


@cache
def weeks() -> dict[str, tuple[Openings, ...]]:
    """The seven days' hours of each calendar, by its name."""
    names = ["thứ Hai đến thứ Sáu"] * 5 + ["thứ Bảy", "Chủ nhật"]
    return {row["lịch"]: tuple(_openings(row[name]) for name in names) for row in rows("weeks.vi.csv")}


@cache
def national() -> dict[int, str]:
    """The exceptional days of the country, by number."""
    return {_day(row["ngày"]): KINDS[row["loại"]] for row in rows("days.vi.csv")}


@cache
def cases() -> tuple[Case, ...]:
    """All rows of the sheet of cases."""
    return tuple(_case(row) for row in rows("cases.vi.csv"))


@cache
def _plain(week: str) -> Minutes:
    return Minutes(weeks()[week], national())


def counter(case: Case) -> Minutes:
    """The counter for a case's calendar."""
    return Minutes(weeks()[case.week], {**national(), **case.days}) if case.days else _plain(case.week)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a sheet, as they are written."""
    with (HERE / name).open(encoding="utf-8", newline="") as sheet:
        return list(csv.DictReader(sheet, strict=True))


def _case(row: dict[str, str]) -> Case:
    legal, index = (None if row[name] == FAILS else moment(row[name]) for name in ("hẹn trả", "hẹn theo chỉ số"))
    return Case(
        row["số"],
        row["lịch"],
        _days(row["ngày riêng"]),
        moment(row["tiếp nhận"]),
        row["thời hạn"],
        tuple(_pause(part) for part in row["tạm dừng"].split("; ") if part),
        POLICIES[row["cách tính"]],
        legal,
        index,
        {"có": True, "không": False}[row["chỉ số tính muộn"]],
        row["căn cứ"],
        row["độ chắc"],
        row["điều cho thấy"],
    )


def _pause(text: str) -> tuple[Reason, int, int]:
    """``bổ sung: 26/11/2026 09:00 - 30/11/2026 09:00``."""
    reason, times = text.split(": ")
    start, end = times.split(" - ")
    return REASONS[reason], moment(start), moment(end)


def _days(text: str) -> dict[int, str]:
    """``nửa buổi: 26/11/2026; nghỉ: 01/12/2026 - 31/12/2027``."""
    found = {}
    for part in filter(None, text.split("; ")):
        kind, days = part.split(": ")
        first, _, last = days.partition(" - ")
        found |= dict.fromkeys(range(_day(first), _day(last or first) + 1), KINDS[kind])
    return found


def _day(text: str) -> int:
    day, month, year = (int(part) for part in text.split("/"))
    return day_number(day, month, year)


def _clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * HOUR + int(minute)


def _openings(text: str) -> Openings:
    return tuple((_clock(part[:5]), _clock(part[6:])) for part in text.split())
