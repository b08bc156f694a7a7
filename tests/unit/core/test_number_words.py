from __future__ import annotations

import pytest

from core.domain.number_words import dong_in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi bốn đồng"),
        (25, "Hai mươi lăm đồng"),
        (50, "Năm mươi đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (555, "Năm trăm năm mươi lăm đồng"),
        (1_001, "Một nghìn không trăm linh một đồng"),
        (8_000, "Tám nghìn đồng"),
        (25_000, "Hai mươi lăm nghìn đồng"),
        (75_000, "Bảy mươi lăm nghìn đồng"),
        (100_500, "Một trăm nghìn năm trăm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (1_000_021, "Một triệu không trăm hai mươi mốt đồng"),
        (21_015_000, "Hai mươi mốt triệu không trăm mười lăm nghìn đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (2_050_000_000, "Hai tỷ không trăm năm mươi triệu đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng"),
    ],
)
def test_amounts_as_receipts_write_them_out(amount: int, words: str) -> None:
    assert dong_in_words(amount) == words


def test_every_amount_reads_apart() -> None:
    """No two amounts are written alike: what is signed for is one sum only."""
    amounts = [
        *range(2_000),
        *(number * 1_000 for number in range(2, 2_000)),
        *(10**power + 5 for power in range(4, 15)),
    ]
    assert len({dong_in_words(one) for one in amounts}) == len(set(amounts))


def test_nothing_is_received_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        dong_in_words(-1)
