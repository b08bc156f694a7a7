"""What ``procedure.toml`` says beside its components: which keys there are, and what stands in those for texts, dates and the code."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

#: (key, English reason, Vietnamese reason)
Wrong = tuple[str, str, str]

TEXTS = ("code", "name", "name_en", "field", "field_code", "level", "law", "time_limit", "pause", "fee_note", "result",
         "start_form", "note")  # fmt: skip
DATES = ("effective_from",)
KEYS = frozenset({*TEXTS, *DATES, "fee", "channels", "return_by", "components"})
#: no procedure in force is older, and none is decided for longer ahead
EARLIEST, LATEST = date(1945, 9, 2), date(2100, 12, 31)
#: national, "1.001193", or an office's own form of it: "1.012223.H38", "1.004888.000.00.00.H10"
CODE = re.compile(r"[0-9]\.[0-9]{6}(\.(\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(\.\d{1,3}){0,5})?", re.ASCII)
_WRITTEN = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


def wrong_values(details: Mapping[str, Any]) -> Iterator[Wrong]:
    """Everything wrong with them."""
    yield from unknown_keys(details, KEYS)
    for key in TEXTS:
        if key in details and not isinstance(details[key], str):
            yield key, "is a text; put it in quotation marks", "phải là chữ; hãy đặt trong dấu ngoặc kép"
    code = details.get("code")
    if isinstance(code, str) and code and not CODE.fullmatch(code):
        yield (
            "code",
            "is no national code of a procedure: one digit, a dot, six digits, such as 1.001193",
            "không phải mã thủ tục quốc gia: một chữ số, dấu chấm, sáu chữ số, ví dụ 1.001193",
        )
    for key in DATES:
        if key in details and not _is_date(details[key]):
            yield key, *how_to_write(key)


def unknown_keys(given: Collection[str], known: Collection[str]) -> Iterator[Wrong]:
    """Keys that nothing reads, with the one that was probably meant."""
    for key in sorted(set(given) - set(known)):
        close = difflib.get_close_matches(key.casefold(), sorted(known), n=1, cutoff=0.5)
        meant = close[0] if close else _MEANT.get(key.casefold())
        everything = ", ".join(sorted(known))
        if meant:
            yield (
                key,
                f"is no key that is known; did you mean {meant}?",
                f"không phải tên mục đã biết; có phải {meant} không?",
            )
        else:
            yield (
                key,
                f"is no key that is known; there are {everything}",
                f"không phải tên mục đã biết; các mục: {everything}",
            )


#: what people write in Vietnamese
_MEANT = {
    "ma": "code", "ten": "name", "linh_vuc": "field", "cap": "level", "can_cu": "law", "thoi_han": "time_limit",
    "phi": "fee", "le_phi": "fee", "ket_qua": "result", "bieu_mau": "start_form", "ghi_chu": "note",
    "hieu_luc": "effective_from", "hieu_luc_tu": "effective_from", "ngay_hieu_luc": "effective_from",
    "kenh": "channels", "thanh_phan": "components",
}  # fmt: skip


def _is_date(value: Any) -> bool:
    """A date of TOML (here its ISO text), or the same in quotation marks."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return False
    return found is not None and EARLIEST <= found <= LATEST


def how_to_write(key: str) -> tuple[str, str]:
    """How a date is written."""
    first, last = EARLIEST.year, LATEST.year
    return (
        f"is a date from {first} to {last}, year first, without quotation marks: {key} = 2025-07-01",
        f"phải là ngày từ năm {first} đến {last}, viết năm trước, không có dấu ngoặc kép: {key} = 2025-07-01",
    )


def key_at(text: str, line: int) -> str:
    """The key that is set in a line, where it is one of a date; else nothing."""
    lines = text.splitlines()
    found = _WRITTEN.match(lines[line - 1]) if 0 < line <= len(lines) else None
    return found[1] if found and found[1] in DATES else ""
