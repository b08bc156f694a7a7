from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, render_template_string

from core.domain.calendar import CalendarDay, DayKind, standard
from core.domain.statuses import Status
from core.services.views.diagrams import DiagramView
from tests.web.kit.small_office import NOW, SmallOffice
from web import badges, times

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "due,tone,words",
    [
        (NOW + timedelta(hours=5), "soon", "Còn 3 giờ làm việc"),  # lunch is not counted
        (NOW + 3 * DAY, "fine", "Còn 2 ngày làm việc"),  # 24/11 is a day off
        (NOW + timedelta(minutes=20), "soon", "Còn 20 phút làm việc"),
        (NOW - 4 * DAY, "late", "Quá hạn 2 ngày làm việc"),  # over a weekend
    ],
)
def test_lateness_in_working_time(app: Flask, due: datetime, tone: str, words: str) -> None:
    with app.test_request_context():
        found = badges.lateness(due)
    assert found is not None
    assert (found.tone, found.words) == (tone, words)


def test_lateness_of_what_is_over_paused_or_endless(app: Flask) -> None:
    with app.test_request_context():
        assert badges.lateness(None) is None
        late, fine = badges.lateness(NOW, NOW + DAY), badges.lateness(NOW, NOW - DAY)
        assert late and fine
        assert (late.words, fine.words) == ("Xong quá hạn", "Xong đúng hạn")
        paused = badges.lateness(NOW - DAY, paused=True)
        assert paused and paused.words == "Tạm dừng tính giờ"


def test_a_due_of_another_year_is_counted_as_well(app: Flask) -> None:
    with app.test_request_context():
        past, future = badges.lateness(NOW - 3000 * DAY), badges.lateness(NOW + 3000 * DAY)
    assert past and past.words.startswith("Quá hạn 2")
    assert future and future.words.startswith("Còn 2")


def test_a_calendar_that_is_closed_for_ever_shows_the_date(app: Flask, small_office: SmallOffice) -> None:
    days = [CalendarDay((NOW + number * DAY).date(), DayKind.OFF) for number in range(-3, 400)]
    small_office.context.calendars.of = lambda _unit: standard().with_days(days)
    with app.test_request_context():
        found = badges.lateness(datetime(2027, 1, 7, 3, tzinfo=UTC))
    assert found and found.words == "Hạn 07/01/2027"


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_words_and_an_icon(app: Flask, status: Status) -> None:
    with app.test_request_context():
        page = render_template_string(
            '{% from "kit/status.html" import status %}{{ status(number) }}', number=int(status)
        )
    assert badges.TONES.get(status, ("run",))[0] in page
    assert "<svg" in page
    assert "</svg> " in page and len(page.rsplit("</svg>", 1)[1]) > 15


def test_times_sums_and_sizes_are_written_as_here(app: Flask) -> None:
    with app.test_request_context():
        assert times.moment(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "01/01/2027 00:30"
        assert times.day(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "01/01/2027"
        assert times.moment(None) == ""
    assert times.money(1500000) == "1.500.000 đồng"
    assert (times.size(640), times.size(12 * 1024), times.size(3_565_158)) == ("640 B", "12 KB", "3,4 MB")


@pytest.mark.parametrize(
    "limit,words",
    [
        ("3d", "3 ngày làm việc"),
        ("4h", "4 giờ làm việc"),
        ("15cd", "15 ngày"),
        ("0.5h", "0,5 giờ làm việc"),
        ("?", "?"),
    ],
)
def test_time_limits_in_words(app: Flask, limit: str, words: str) -> None:
    with app.test_request_context():
        assert times.time_limit(limit) == words


def test_diagram_data_cannot_close_its_script() -> None:
    view = DiagramView(xml=b"<a>&</script><script>alert(1)</script></a>", passed=("x",), flows=("f",), current=("x",))
    text = badges.diagram_data(view)
    assert "<" not in text and ">" not in text and "&" not in text
    assert json.loads(text)["xml"] == view.xml.decode()
