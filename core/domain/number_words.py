"""Whole numbers in Vietnamese words, as receipts write amounts out."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
#: of the groups of three digits below a thousand million, the smallest first
_GROUPS: Final = ("", "nghìn", "triệu")
_BILLION: Final = 10**9


def dong_in_words(amount: int) -> str:
    """``75000`` → ``Bảy mươi lăm nghìn đồng``. Raises :class:`ValueError` below zero."""
    if amount < 0:
        raise ValueError("an amount is not below zero")
    told = " ".join(_number(amount, inner=False)) or _DIGITS[0]
    return f"{told[0].upper()}{told[1:]} đồng"


def _number(number: int, *, inner: bool) -> list[str]:
    """The words; none for zero. ``inner``: something larger stands before it, so that missing hundreds are said."""
    above, rest = divmod(number, _BILLION)
    told = [*_number(above, inner=inner), "tỷ"] if above else []
    for power in reversed(range(len(_GROUPS))):
        group = rest // 1000**power % 1000
        if group:
            told += [*_group(group, inner=inner or bool(told)), _GROUPS[power]]
    return [word for word in told if word]


def _group(group: int, *, inner: bool) -> list[str]:
    """Three digits: ``105`` → một trăm linh năm; ``21`` → hai mươi mốt; ``15`` → mười lăm."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    spoken = hundreds > 0 or inner
    told = [_DIGITS[hundreds], "trăm"] if spoken else []
    if tens == 1:
        told.append("mười")
    elif tens > 1:
        told += [_DIGITS[tens], "mươi"]
    elif ones and spoken:
        told.append("linh")
    if ones:
        told.append(_ones(tens, ones))
    return told


def _ones(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens > 0:
        return "lăm"
    return _DIGITS[ones]
