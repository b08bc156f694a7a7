"""The text behind a VietQR square: published examples, written and read back, and refused where something does not fit."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.domain import vietqr
from core.domain.vietqr import QrInvalid, Transfer

PLAIN = string.ascii_letters + string.digits + " .-"
#: NAPAS, QR format 1.5.2: a static code and one of this moment; and one of the README of github.com/subiz/vietqr.
PUBLISHED = {
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F": Transfer(
        "970403", "0011012345678"
    ),
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang63042E2E": Transfer(
        "970403", "0011012345678", 180_000, "thanh toan don hang", "NPS6869"
    ),
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN"
    "62170813ung ho lu lut6304C15C": Transfer("970415", "0011001932418", 120_000, "ung ho lu lut"),
}
labels = st.text(PLAIN, max_size=25)
transfers = st.builds(
    Transfer,
    bank=st.from_regex(r"9704[0-9]{2}", fullmatch=True),
    account=st.text(string.ascii_letters + string.digits, min_size=1, max_size=19),
    amount=st.none() | st.integers(1, 10**13 - 1),
    purpose=labels,
    reference=labels,
    name=labels,
    city=st.text(PLAIN, max_size=15),
)


@pytest.mark.parametrize(("text", "transfer"), PUBLISHED.items())
def test_published_examples_are_written_and_read(text: str, transfer: Transfer) -> None:
    assert vietqr.write(transfer) == text
    assert vietqr.read(text) == transfer


@given(transfers)
def test_what_is_written_is_read_back(transfer: Transfer) -> None:
    text = vietqr.write(transfer)
    assert vietqr.read(text) == transfer
    assert text.isascii() and text.endswith(vietqr.checksum(text[:-4]))


@given(transfers, st.data())
def test_one_character_read_wrongly_is_noticed(transfer: Transfer, data: st.DataObject) -> None:
    text = vietqr.write(transfer)
    at = data.draw(st.integers(0, len(text) - 5))
    other = data.draw(st.sampled_from(string.ascii_letters + string.digits))
    assume(other != text[at])
    with pytest.raises(QrInvalid):
        vietqr.read(text[:at] + other + text[at + 1 :])


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(QrInvalid):
        vietqr.read(text)


@given(st.text(string.digits, max_size=60))
def test_fields_that_do_not_add_up_are_refused(fields: str) -> None:
    body = fields + "6304"
    with pytest.raises(QrInvalid):
        vietqr.read(body + vietqr.checksum(body))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"bank": "97040"}, "bank"),
        ({"bank": "123456"}, "bank"),
        ({"bank": "٩٧٠٤٠٣"}, "bank"),
        ({"account": ""}, "account"),
        ({"account": "0" * 20}, "account"),
        ({"account": "001 101"}, "account"),
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": 10**13}, "amount"),
        ({"purpose": "x" * 26}, "purpose"),
        ({"purpose": "Lệ phí"}, "purpose"),
        ({"reference": "x" * 26}, "reference"),
        ({"name": "x" * 26}, "name"),
        ({"city": "x" * 16}, "city"),
        ({"city": "a\nb"}, "city"),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(QrInvalid, match=named):
        replace(Transfer("970403", "0011012345678"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("5303704", "5303840", "đồng"),
        ("5802VN", "5802US", "đồng"),
        ("QRIBFTTA", "QRIBFTTC", "account"),
        ("A000000727", "A000000728", "account"),
        ("5802VN", "5802VN5802VN", "twice"),
        ("5802VN", "5899VN", "cut off"),
        ("5802VN", "58x2VN", "no field"),
        ("5802VN", "5405-10005802VN", "amount"),
        ("5802VN", "540510.505802VN", "amount"),
    ],
)
def test_a_code_of_something_else_is_refused_with_its_reason(old: str, new: str, said: str) -> None:
    body = vietqr.write(Transfer("970403", "0011012345678"))[:-4].replace(old, new)
    with pytest.raises(QrInvalid, match=said):
        vietqr.read(body + vietqr.checksum(body))


def test_an_amount_with_empty_cents_is_whole() -> None:
    body = vietqr.write(Transfer("970403", "0011012345678"))[:-4].replace("5802VN", "540875000.005802VN")
    assert vietqr.read(body + vietqr.checksum(body)).amount == 75_000


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Lệ phí hồ sơ Đất đai", "Le phi ho so Dat dai"),
        ("H99.05.01-261201-0007", "H99.05.01-261201-0007"),
        ("LP/số: 7 (một)", "LP so 7 mot"),
        ("Cấp giấy phép xây dựng nhà ở riêng lẻ", "Cap giay phep xay dung"),
        ("H99.05.01.02.03-261201-00007777", "H99.05.01.02.03-261201-00"),
        ("💰", ""),
    ],
)
def test_a_purpose_is_made_plain_and_shortened_at_a_word(text: str, plain: str) -> None:
    assert vietqr.purpose(text) == plain


@given(st.text(max_size=80))
def test_a_purpose_always_fits(text: str) -> None:
    made = vietqr.purpose(text)
    assert Transfer("970403", "1", 1, purpose=made).purpose == made
