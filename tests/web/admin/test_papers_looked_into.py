"""Papers are scanned and looked into when they come, and whoever opens one is told before."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest

from core.adapters.clamd import Clamd
from core.errors.documents import UploadRefused
from core.services.office import Office
from tests.support.clamd import EICAR, FakeClamd, fake
from tests.support.staff import staff
from tests.web.admin.desks import PDF, Desk, Shown
from tests.web.admin.steps import code_on


def acting_pdf() -> bytes:
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.attachments["thêm.txt"] = b"x"
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


@pytest.fixture
def scanner(demo: Office) -> Iterator[FakeClamd]:
    with fake() as made:
        object.__setattr__(demo.context, "scanner", Clamd(made.url, timeout=1))
        yield made


def required(office: Office) -> None:
    changed = office.context.settings.but(scan_required=True, clamd_url="tcp://127.0.0.1:3310")
    object.__setattr__(office.context, "settings", changed)


def test_a_clean_paper_is_taken_and_an_infected_one_refused_in_a_sentence(
    demo: Office, scanner: FakeClamd, caplog: pytest.LogCaptureFixture
) -> None:
    clerk = staff(demo, "receiver")
    assert demo.documents.add(None, "đơn.pdf", PDF, None, clerk).scan == "clean"
    with caplog.at_level(logging.WARNING), pytest.raises(UploadRefused) as refused:
        demo.documents.add(None, "Nguyễn Văn An.pdf", PDF + EICAR, None, clerk)
    assert "a virus was found in it (Eicar-Test-Signature)" in str(refused.value)
    assert "Eicar-Test-Signature" in caplog.text and "Nguyễn" not in caplog.text


@pytest.mark.parametrize("mode", ["error", "silent", "hangs", "full"])
def test_without_a_verdict_papers_are_taken_and_marked_or_refused_where_the_office_says_so(
    demo: Office, scanner: FakeClamd, mode: str
) -> None:
    clerk = staff(demo, "receiver")
    scanner.mode = mode
    assert demo.documents.add(None, "đơn.pdf", PDF, None, clerk).scan == "missed"
    assert demo.health.checks()["scanner"].startswith("the virus scanner gives no verdict") or mode == "full"
    required(demo)
    with pytest.raises(UploadRefused, match="does not answer"):
        demo.documents.add(None, "đơn.pdf", PDF, None, clerk)
    scanner.mode = "right"
    assert demo.documents.add(None, "đơn.pdf", PDF, None, clerk).scan == "clean"
    assert demo.health.checks()["scanner"] == "ok"


def test_a_clerk_is_warned_on_every_list_of_papers(
    demo: Office, scanner: FakeClamd, desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    clerk, code = desk("tiepnhan"), code_on(receive())
    page = f"/dossiers/{code}/papers"
    scanner.mode = "error"
    form = clerk.get(page).form(page)
    sent = clerk.post(page, form, files={"papers": [("a.pdf", acting_pdf()), ("b.pdf", PDF + EICAR)]})
    assert sent.status == 200
    shown = clerk.get(page)
    assert "Lưu ý: kèm tệp khác bên trong; chứa mã chạy được (JavaScript); chưa được quét vi-rút." in shown.text
    assert shown.text.count("chưa được quét vi-rút") == 2
    scanner.mode = "right"
    refused = clerk.post(page, clerk.get(page).form(page), files={"papers": ("c.pdf", PDF + EICAR)})
    assert "tệp có vi-rút (Eicar-Test-Signature)" in refused.text
    assert "c.pdf" not in clerk.get(page).text


def test_a_paper_is_a_download_that_may_do_nothing(
    demo: Office, desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    clerk, code = desk("tiepnhan"), code_on(receive())
    page = clerk.get(f"/dossiers/{code}/papers")
    link = next(link.get("href") for link in page.tree.iterfind(".//a") if "/documents/" in (link.get("href") or ""))
    answer = clerk.client.get(link)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == PDF
