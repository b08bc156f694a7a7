"""Papers: what goes in comes out as text, codes are read by a scanner, nothing of the machine or of the values is interpreted."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adapters.typesetting.typst import TypstTypesetter
from core.ports import TypesettingFailed
from core.services.papers.barcodes import code_128, qr_code
from tests.support import pdf

MADE = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
ONE = '#import "/letterhead.typ": *\n#show: paper.with("Giấy mẫu", format: "a5")\n#values.text'
CODES = """
#import "/letterhead.typ": *
#show: paper.with("Mã")
#drawing(values.qr, "QR", width: 30mm)
#v(20mm)
#if values.bars != "" { drawing(values.bars, "Vạch", width: 150mm) }
"""
typeset = TypstTypesetter()


def test_vietnamese_words_and_marks_of_typst_stay_as_they_are() -> None:
    words = "Nguyễn Thị Ổn, Ỷ Lan, ĐẶNG ữ ẵ ợ #[x] $y$ *b* #panic() @a <b> // c"
    paper = typeset(ONE, {"text": words}, MADE)
    assert pdf.text(paper) == words and pdf.sizes(paper) == [(148, 210)]


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(BytesIO(typeset(ONE, {"text": "a"}, MADE))) as paper:
        about = paper.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
        assert about["dc:title"] == "Giấy mẫu" and about["xmp:CreateDate"].startswith("2026-11-23T07:30:00")
        assert str(paper.Root.Lang) == "vi" and paper.Root.MarkInfo.Marked
        (font,) = (font for page in paper.pages for font in page.Resources.Font.values())
        assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor, "the font lies in the file"


def test_the_same_values_give_the_same_bytes() -> None:
    assert typeset(ONE, {"text": "a"}, MADE) == TypstTypesetter()(ONE, {"text": "a"}, MADE)
    assert typeset(ONE, {"text": "b"}, MADE) != typeset(ONE, {"text": "a"}, MADE)


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("#import", "expected"),
        ("#values.text", "unknown variable"),
        ('#import "/letterhead.typ": *\n#values.missing', "missing"),
        ('#read("/etc/passwd")', "file not found"),
        ('#read("../typst.py")', "escape"),
    ],
)
def test_a_template_that_cannot_be_set_says_why(source: str, word: str) -> None:
    with pytest.raises(TypesettingFailed, match=word):
        typeset(source, {"text": "a"}, MADE)
    assert pdf.text(typeset(ONE, {"text": "after"}, MADE)) == "after"


@settings(max_examples=25)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24))
def test_any_code_a_carrier_may_give_is_read_again(code: str) -> None:
    paper = typeset(CODES, {"qr": qr_code(code), "bars": code_128(code)}, MADE)
    assert sorted(pdf.codes(paper)) == sorted([("Code128", code), ("QRCode", code)])


def test_a_code_that_bars_cannot_hold_stands_as_qr_alone() -> None:
    paper = typeset(CODES, {"qr": qr_code("VẬN-1"), "bars": code_128("VẬN-1")}, MADE)
    assert pdf.codes(paper) == [("QRCode", "VẬN-1")]
    assert code_128("") == ""
