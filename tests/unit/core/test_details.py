"""``procedure.toml`` from anywhere: read, or refused in words."""

from __future__ import annotations

import pytest

from core.services.context.versions import DETAILS_DEPTH, read_details
from core.services.procedures.package import Package
from core.services.procedures.package_rules import agree, check


@pytest.mark.parametrize("levels", [DETAILS_DEPTH, 500, 1_000, 5_000])
def test_details_nested_without_end_are_refused(levels: int) -> None:
    for text in (f"{'.'.join(['a'] * levels)} = 1", f"a = {'[' * levels}{']' * levels}"):
        with pytest.raises(ValueError, match="nested"):
            read_details(text.encode())


def test_what_an_office_needs_is_read() -> None:
    assert read_details(b"[[a]]\n[a.b]\nc = [1]") == {"a": [{"b": {"c": [1]}}]}


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (b"a = \n", "không đúng quy cách TOML, viết bằng UTF-8 ở dòng 1, cột 5"),
        (b"\xff", "không đúng quy cách TOML"),
        (b"code = ''", "mục code còn thiếu"),
        (b"time_limit = 'soon'", "mục time_limit phải viết như"),
        (b"level = 'moon'", "mục level phải là một trong"),
        (b"fee = 1.5", "phải là số nguyên"),
        (b"[[components]]\nkind = 'x'", "mục components[1] có kind không thuộc"),
        (b"[[components]]\ncolour = 1", "mục components[1].colour không phải tên mục đã biết"),
        (b"[[components]]\nnam = 1", "mục components[1].nam không phải tên mục đã biết; có phải name không?"),
        (b"phi = 0", "mục phi không phải tên mục đã biết; có phải fee không?"),
        (b"fees = 0", "có phải fee không?"),
        (b"[xyzzy]", "không phải tên mục đã biết; các mục: channels, code"),
        (b"name = 5", "mục name phải là chữ"),
        (b"components = 5", "phải là danh sách các bảng"),
        (b"code = '9.999'", "mục code không phải mã thủ tục quốc gia"),
        ("code = '💰'".encode(), "mục code không phải mã thủ tục quốc gia"),
        ("code = '١.٠٠١١٩٣'".encode(), "mục code không phải mã thủ tục quốc gia"),
        (b"code = '1.001193 '", "mục code không phải mã thủ tục quốc gia"),
        *(
            (
                f"effective_from = {value}".encode(),
                "mục effective_from phải là ngày từ năm 1945 đến 2100, viết năm trước",
            )
            for value in (
                "'hôm nay'",
                "2999-01-01",
                "0001-01-01",
                "2025-07-01T08:00:00",
                "08:00:00",
                "5",
                "2025-13-01",
                "01/07/2025",
                "2025-02-30",
                "1.7.2025",
            )
        ),
    ],
)
def test_what_is_wrong_is_said_in_vietnamese(details: bytes, words: str) -> None:
    found = [problem.vi for problem in check(Package.of({"procedure.toml": details}))]
    assert any(words in text for text in found), found
    assert not [text for text in found if " is " in text or "Expected" in text or "codec" in text]


@pytest.mark.parametrize("code", ["1.001193", "1.012223.H38", "1.004888.000.00.00.H10", "2.000908"])
def test_codes_of_the_nation_and_of_a_province_are_fine(code: str) -> None:
    details = f"code = '{code}'\nname = 'Thử'\ntime_limit = '1d'\neffective_from = 2025-07-01"
    assert [
        one.vi for one in check(Package.of({"procedure.toml": details.encode()})) if one.code == "details-wrong"
    ] == []
    assert (
        check(
            Package.of({"procedure.toml": details.replace("2025-07-01", "'2025-07-01'").encode(), "process.bpmn": b""})
        )
        == []
    )


def test_the_diagram_and_the_page_name_the_same_procedure() -> None:
    details = {"code": "1.001193"}
    assert agree(details, {}, None) == agree(details, {"procedure": "1.001193"}, "1.001193") == []
    (differs,) = agree(details, {"procedure": "2.000908"}, None)
    assert differs.code == "procedure-differs" and "1.001193" in differs.vi and "2.000908" in differs.vi
    (other,) = agree(details, {}, "2.000908")
    assert other.code == "procedure-other" and "1.001193" in other.message and "2.000908" in other.message
