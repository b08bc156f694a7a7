"""What a new password must be like: nobody is asked for signs, and nobody may take what is tried first."""

from __future__ import annotations

import random
import string

import pytest

from core.errors.requests import BadValue
from core.services.people.password_rules import LONGEST, check_password, common

PERSON = ("thu.nguyen", "Nguyễn Thị Thử Nghiệm", "thunghiem.hotich@vi-du.example")
PLACES = ("Ủy ban nhân dân xã Mẫu Một", "Trung tâm Phục vụ hành chính công xã Mẫu Một")


def refused(password: str) -> str:
    """Why, in English; nothing where it is taken."""
    try:
        check_password(password, "new", PERSON, PLACES)
    except BadValue as error:
        assert error.params["field"] == "new"
        assert password not in str(error)
        return str(error.params["reason"])
    return ""


@pytest.mark.parametrize(
    "password",
    ["password1234", "P@ssw0rd2026!", "matkhau2026", "Mật khẩu 2026", "MatKhau@123", "1234567890", "0987654321", "qwertyuiop",
     "qwerty123456", "aaaaaaaaaaaa", "abcabcabcabc", "12341234123412", "abcdefghij", "abc1234567", "anhyeuem1999", "iloveyou2026",
     "1q2w3e4r5t", "motcua2026", "ubnd123456", "vietnam1975", "admin123456", "!!!password!!!", "qazwsxedcrfv", "ｐａｓｓｗｏｒｄ１２"],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert "tried first" in refused(password)


@pytest.mark.parametrize(
    "password", ["thu.nguyen1", "Thử Nghiệm 2026", "nguyenthithu", "thunghiem1990", "nghiem123456", "thunghiem.hotich"]
)
def test_ones_own_name_is_refused(password: str) -> None:
    assert "own name" in refused(password)


@pytest.mark.parametrize("password", ["xaMauMot2026", "UBND xã Mẫu Một", "maumot1234", "uybannhandanxamaumot"])
def test_the_offices_name_is_refused(password: str) -> None:
    assert "office's name" in refused(password)


@pytest.mark.parametrize(
    "password",
    ["bưởi năm roi chín", "correct horse battery staple", "k7w2p9x4m1", "mau-1a2b3c4d", "8302749156", "ba con mèo mun", "x" * 3 + "đò đưa tơ",
     "một mật khẩu mới", "Thử nghiệm cái ô xanh", "tre-già-măng-mọc"],
)  # fmt: skip
def test_what_somebody_thought_of_is_taken(password: str) -> None:
    assert refused(password) == ""


#: signs of one kind: what an administrator's page or a keeper of passwords makes
KINDS = ("abcdefghjkmnpqrstvwxyz23456789", "0123456789abcdef", string.ascii_letters + string.digits)


@pytest.mark.parametrize("letters", KINDS)
@pytest.mark.parametrize("length", [16, 20])
def test_what_chance_makes_is_taken(letters: str, length: int) -> None:
    """One in three thousand was refused for four digits in a row somewhere in it."""
    chance = random.Random(f"{letters}{length}")
    for _ in range(1_500):
        made = "".join(chance.choice(letters) for _ in range(length))
        assert refused(made) == "", made
    assert refused("chw9-rf3n-8p54-32n8") == refused("dcrf-29u8-34ea-e44s") == refused("vvvv-42yk-m48d-x2qa") == ""


def test_length_is_counted_first() -> None:
    assert "at least 10" in refused("ngắn")
    assert "at most" in refused("ô" * (LONGEST + 1))


def test_the_list_is_read_as_it_is_compared() -> None:
    assert len(common()) > 9_000
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in common())
    assert {"password", "matkhau", "anhyeuem"} <= common()
