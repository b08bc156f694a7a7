"""Whoever opens a signed paper learns whether it is still what was signed, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from core import bootstrap
from core.errors.settings import SettingInvalid
from core.services.office import Office
from core.settings import Settings
from tests.support import signed_pdfs as pdfs
from tests.support.staff import staff
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import code_on

AUTHORITY = pdfs.Authority()
SIGNED = pdfs.sign(pdfs.PLAIN, AUTHORITY.issue("Nguyễn Văn Mẫu <b>"), AUTHORITY)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize(
    ("data", "found", "advice"),
    [
        (SIGNED, "chưa xác nhận được người ký", "Đối chiếu người ký"),
        (pdfs.with_other_page(SIGNED), "Đã bị thay đổi sau khi ký", "Không sử dụng tệp này"),
        (pdfs.PLAIN, "Không có chữ ký số", "đối chiếu với bản chính"),
        (SIGNED[:2000], "Không xác định được giá trị", "Tệp hỏng hoặc khác thường"),
    ],
)
def test_the_page_says_what_was_found_and_what_to_do(
    demo: Office, desk: Callable[[str], Desk], receive: Callable[..., Shown], data: bytes, found: str, advice: str
) -> None:
    code = code_on(receive())
    paper = demo.documents.add(code, "quyet-dinh.pdf", data, None, staff(demo, "receiver"))
    clerk = desk("tiepnhan")
    papers = clerk.get(f"/dossiers/{code}/papers")
    link = f"/documents/{paper.id}/signatures"
    assert papers.tree.xpath(f'.//a[@href="{link}"]')
    assert ("đã bị thay đổi sau khi ký số" in papers.text) == ("thay đổi sau khi ký" in found), (
        "it stands in the list, too"
    )
    page = clerk.get(link)
    assert found in page.text and advice in page.text and code in page.text
    if data is SIGNED:
        assert "Nguyễn Văn Mẫu <b>" in page.text and "Không thay đổi từ khi ký" in page.text


def test_nobody_else_learns_who_signed(
    demo: Office, desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    paper = demo.documents.add(None, "a.pdf", SIGNED, None, staff(demo, "receiver"))
    desk("tiepnhan").get(f"/documents/{paper.id}/signatures")
    desk("lanhdao").get(f"/documents/{paper.id}/signatures", status=404)


def test_the_offices_authorities_are_read_at_its_start(settings: Settings, tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(AUTHORITY.root.certificate.public_bytes(Encoding.PEM))
    assert bootstrap._authorities(settings.but(signature_roots=str(roots))) == [AUTHORITY.root.certificate]
    roots.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")
    with pytest.raises(SettingInvalid, match="no certificates can be read"):
        bootstrap._authorities(settings.but(signature_roots=str(roots)))
