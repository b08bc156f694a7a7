"""Text messages: how many segments a text is paid for, and what becomes of letters that have no place in it."""

from __future__ import annotations

import pytest

from core.domain import sms
from core.services.letters import short


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("a" * 160, "gsm7", 1),
        ("a" * 161, "gsm7", 2),
        ("a" * 306, "gsm7", 2),
        ("a" * 307, "gsm7", 3),
        ("€" * 80, "gsm7", 1),
        ("a" * 152 + "€" + "a" * 10, "gsm7", 2),
        ("€" * 153, "gsm7", 3),  # 76 to a segment: none is cut in two
        ("ư" * 70, "ucs2", 1),
        ("ư" * 71, "ucs2", 2),
        ("ư" + "a" * 134, "ucs2", 3),
        ("😀" * 35, "ucs2", 1),
        ("😀" * 67, "ucs2", 3),  # 33 to a segment
        ("é à ù", "gsm7", 1),
        ("ế", "ucs2", 1),
    ],
)
def test_segments_are_counted_as_networks_count_them(text: str, encoding: str, segments: int) -> None:
    assert sms.size(text) == sms.Size(encoding, segments)


def test_a_plain_message_holds_nothing_beyond_the_default_alphabet() -> None:
    assert sms.plain("Đề nghị “bổ sung” – xem…") == 'De nghi "bo sung" - xem...'
    assert sms.plain("日") == "?" and sms.size(sms.plain("Ưỡ ẽ 日 €")).encoding == "gsm7"


def test_a_subject_that_a_procedure_wrote_at_length_is_cut() -> None:
    assert len(short.cut("x" * 500)) == short.MOST_SUBJECT and short.cut("ngắn") == "ngắn"
