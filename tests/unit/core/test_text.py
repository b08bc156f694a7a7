"""Folding and masking of Vietnamese text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.text import fold, mask_identity, mask_name, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đất đai", "dat dai"),
        ("ĐỀ NGHỊ", "de nghi"),
        ("đăng  ký\tkết hôn", "dang ky ket hon"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "nguyen thi huong"),
        ("Cấp giấy xác nhận tình trạng hôn nhân", "cap giay xac nhan tinh trang hon nhan"),
        ("ƯỚC ươm ỡ", "uoc uom o"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words() -> None:
    assert words("Trần Văn Đức, số 12/3 – đường_Lê Lợi") == [
        "tran", "van", "duc", "so", "12", "3", "duong", "le", "loi",
    ]  # fmt: skip


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
