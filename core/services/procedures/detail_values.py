"""What ``procedure.toml`` says beside its components: which keys there are, and what stands in those for texts, dates and the code."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bpmn.bilingual import Bilingual

TEXTS = ("code", "name", "name_en", "field", "field_code", "level", "law", "time_limit", "pause", "fee_note", "result",
         "start_form", "note", "office_note")  # fmt: skip
DATES = ("effective_from",)
KEYS = frozenset({*TEXTS, *DATES, "fee", "channels", "return_by", "components", "notices"})
#: no procedure in force is older, and none is decided for longer ahead
EARLIEST, LATEST = date(1945, 9, 2), date(2100, 12, 31)
#: national, "1.001193", or an office's own form of it: "1.012223.H38", "1.004888.000.00.00.H10"
CODE = re.compile(r"[0-9]\.[0-9]{6}(\.(\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(\.\d{1,3}){0,5})?", re.ASCII)
_WRITTEN = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


@dataclass(frozen=True, slots=True)
class DetailFault:
    """What is wrong with one key."""

    key: str
    reason: Bilingual


def wrong_values(details: Mapping[str, Any]) -> Iterator[DetailFault]:
    """Everything wrong with them."""
    yield from unknown_keys(details, KEYS)
    for key in TEXTS:
        if key in details and not isinstance(details[key], str):
            reason = Bilingual(en="is a text; put it in quotation marks", vi="phải là chữ; hãy đặt trong dấu ngoặc kép")
            yield DetailFault(key, reason)
    code = details.get("code")
    if isinstance(code, str) and code and not CODE.fullmatch(code):
        reason = Bilingual(
            en="is no national code of a procedure: one digit, a dot, six digits, such as 1.001193",
            vi="không phải mã thủ tục quốc gia: một chữ số, dấu chấm, sáu chữ số, ví dụ 1.001193",
        )
        yield DetailFault("code", reason)
    for key in DATES:
        if key in details and not _is_date(details[key]):
            yield date_fault(key)


def unknown_keys(given: Collection[str], known: Collection[str]) -> Iterator[DetailFault]:
    """Keys that nothing reads, with the one that was probably meant."""
    for key in sorted(set(given) - set(known)):
        close = difflib.get_close_matches(key.casefold(), sorted(known), n=1, cutoff=0.5)
        meant = close[0] if close else _MEANT.get(key.casefold())
        everything = ", ".join(sorted(known))
        if meant:
            reason = Bilingual(
                en=f"is no key that is known; did you mean {meant}?",
                vi=f"không phải tên mục đã biết; có phải {meant} không?",
            )
        else:
            reason = Bilingual(
                en=f"is no key that is known; there are {everything}",
                vi=f"không phải tên mục đã biết; các mục: {everything}",
            )
        yield DetailFault(key, reason)


#: what people write in Vietnamese
_MEANT = {
    "ma": "code", "ten": "name", "linh_vuc": "field", "cap": "level", "can_cu": "law", "thoi_han": "time_limit",
    "phi": "fee", "le_phi": "fee", "ket_qua": "result", "bieu_mau": "start_form", "ghi_chu": "note", "ghi_chu_noi_bo": "office_note",
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


def date_fault(key: str) -> DetailFault:
    """Says how a date is written."""
    first, last = EARLIEST.year, LATEST.year
    reason = Bilingual(
        en=f"is a date from {first} to {last}, year first, without quotation marks: {key} = 2025-07-01",
        vi=f"phải là ngày từ năm {first} đến {last}, viết năm trước, không có dấu ngoặc kép: {key} = 2025-07-01",
    )
    return DetailFault(key, reason)


def key_at(text: str, line: int) -> str:
    """The key that is set in a line, where it is one of a date; else nothing."""
    lines = text.splitlines()
    found = _WRITTEN.match(lines[line - 1]) if 0 < line <= len(lines) else None
    return found[1] if found and found[1] in DATES else ""
