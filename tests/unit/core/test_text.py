"""Folding and masking of Vietnamese text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.text import (
    fold,
    mask_address,
    mask_identity,
    mask_name,
    normalize_data,
    normalize_line,
    normalize_lines,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đất đai", "dat dai"),
        ("ĐỀ NGHỊ", "de nghi"),
        ("đăng  ký\tkết hôn", "dang ky ket hon"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "nguyen thi huong"),
        ("Cấp giấy xác nhận tình trạng hôn nhân", "cap giay xac nhan tinh trang hon nhan"),
        ("ƯỚC ươm ỡ", "uoc uom o"),
        ("Ðặng Ɖình đức ðạt", "dang dinh duc dat"),
        ("ＶŨ Ho\u00ada\u0300ng\u200b", "vu hoang"),
        ("Hoà Thuý", "hoa thuy"),
        ("Nguye\u0303\u0302n", "nguyen"),
        ("Нguyen Аn", "hguyen an"),
        ("٠٩१２", "0912"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words() -> None:
    assert words("Trần Văn Đức, số 12/3 – đường_Lê Lợi") == [
        "tran", "van", "duc", "so", "12", "3", "duong", "le", "loi",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["0912345671", "0912 345 671", "0912.345.671", "0912–345–671", "+84912345671", "+84 (0)912 345 671", "0084 912345671", "84912345671", "(0912) 345.671"],
)  # fmt: skip
def test_a_phone_number_is_one_word_however_it_is_written(typed: str) -> None:
    assert words(typed) == ["0912345671"]


def test_what_is_not_one_number_stays_apart() -> None:
    assert words("001099012345 0912345671") == ["001099012345", "0912345671"]
    assert words("3 tháng 2, tổ 5/123") == ["3", "thang", "2", "to", "5", "123"]
    assert words("H99.05-261130-0001 An") == ["h99052611300001", "an"]


def test_the_one_form_of_a_text() -> None:
    assert normalize_line("Tra\u0302\u0300n \u202eVa\u0306n\u00a0 Thu\u031b\u0309\u200b\x07\n") == "Trần Văn Thử"
    assert normalize_line("Nguye\u0303\u0302n") == "Nguyễn"
    assert normalize_lines("a\r\nb\u2028c\u200d ") == "a\nb\nc"


def test_a_letter_that_looks_like_one_is_that_one() -> None:
    assert (
        normalize_line("\u00d0\u1eb7ng \u0189ình \u00f0ức")
        == normalize_data("\u00d0\u1eb7ng \u0189ình \u00f0ức")
        == "Đặng Đình đức"
    )
    assert normalize_line("(\u00d0ẠI) 2\u00d0") == "(ĐẠI) 2Đ"
    assert normalize_line("Guðrún GUÐRÚN") == "Guðrún GUÐRÚN", "an Icelandic name keeps its letter"


@given(st.text())
def test_the_one_form_is_stable_and_invisible_characters_never_stay(text: str) -> None:
    once = normalize_line(text)
    assert normalize_line(once) == once
    assert not [char for char in once if unicodedata.category(char) in ("Cf", "Cc", "Zl", "Zp")]
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâeêioôơuưyđAĐỆỗấ ", max_size=30))
def test_both_unicode_forms_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("001099012345", "0010••••2345"),
        ("0010 9901 2345", "0010••••2345"),
        ("123456789", "123•••789"),
        ("123456", "••••••"),
        ("", ""),
    ],
)
def test_masks_identity_numbers(number: str, masked: str) -> None:
    assert mask_identity(number) == masked


@given(st.text(alphabet="0123456789", min_size=1, max_size=20))
def test_at_least_a_third_of_a_number_is_hidden(number: str) -> None:
    masked = mask_identity(number)
    assert len(masked) == len(number)
    assert masked.count("•") * 3 >= len(number)


@pytest.mark.parametrize(
    ("name", "masked"), [("Nguyễn Văn An", "N. V. An"), ("  đỗ  Bình ", "Đ. Bình"), ("Hoa", "H•••"), ("", "")]
)
def test_masks_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("Số 2, thôn Minh Hoạ, xã Trình Diễn, tỉnh Mẫu", "•••, xã Trình Diễn, tỉnh Mẫu"),
        ("Số 1, thôn Minh Hoạ, xã Mẫu Một", "•••, thôn Minh Hoạ, xã Mẫu Một"),
        ("Số 1,, xã Mẫu", "•••, xã Mẫu"),
        ("Số 1 đường Mẫu", "•••"),
        (" , ", ""),
        ("", ""),
    ],
)
def test_an_address_shows_where_about_and_not_which_door(address: str, masked: str) -> None:
    assert mask_address(address) == masked
