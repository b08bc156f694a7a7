"""What signatures inside PDF files are worth: never more than they are, whatever is in the file."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adapters.pdf_signatures import program, verifier
from core.adapters.pdf_signatures.verifier import PdfSignatureVerifier
from core.domain.signed_files import FileVerdict, Integrity, Trust, Verdict, read
from tests.support import signed_pdfs as pdfs
from tests.support.sources import ROOT

NOW = pdfs.BEGIN + timedelta(days=60)
AUTHORITY = pdfs.Authority()
LEADER = AUTHORITY.issue("Nguyễn Văn Mẫu")
SIGNED = pdfs.sign(pdfs.PLAIN, LEADER, AUTHORITY)
CORPUS = Path(os.environ.get("PDF_SAMPLES_DIR") or ROOT.parent / "shared" / "pdf-sample")


def verdict(data: bytes, *, at: datetime = NOW, roots: tuple[Any, ...] = (AUTHORITY.root.certificate,)) -> FileVerdict:
    return read(PdfSignatureVerifier(roots)(data, at))


def test_a_file_without_signatures() -> None:
    assert verdict(pdfs.PLAIN) == FileVerdict(Verdict.UNSIGNED)


def test_who_signed_is_told_with_the_authority() -> None:
    found = verdict(SIGNED)
    (one,) = found.signatures
    assert found.verdict is Verdict.VALID
    assert (one.integrity, one.trust, one.why, one.kind) == (Integrity.INTACT, Trust.TRUSTED, "", "signature")
    assert (one.signer, one.organization) == ("Nguyễn Văn Mẫu", "UBND xã Mẫu")
    assert one.chain == ("Nguyễn Văn Mẫu", "Tổ chức chứng thực Mẫu")
    assert int(one.serial, 16) == LEADER.certificate.serial_number and one.claimed is not None and one.stamped is None


@pytest.mark.parametrize(
    ("roots", "trust"), [((), Trust.NO_ROOTS), ((pdfs.Authority("Khác").root.certificate,), Trust.UNKNOWN_ISSUER)]
)
def test_an_unknown_signer_is_not_confirmed(roots: tuple[Any, ...], trust: Trust) -> None:
    found = verdict(SIGNED, roots=roots)
    assert found.verdict is Verdict.INTACT and found.signatures[0].trust is trust


def test_an_expired_certificate_counts_only_with_a_trusted_time_stamp() -> None:
    late = pdfs.BEGIN + 2 * pdfs.YEAR
    assert verdict(SIGNED, at=late).signatures[0].trust is Trust.OUT_OF_TIME
    stamped = pdfs.sign(pdfs.PLAIN, LEADER, AUTHORITY, stamped=NOW)
    (one,) = verdict(stamped, at=late).signatures
    assert (one.trust, one.stamped, one.stamp_trusted) == (Trust.TRUSTED, NOW, True)
    after = pdfs.sign(pdfs.PLAIN, LEADER, AUTHORITY, stamped=late - timedelta(days=1))
    assert verdict(after, at=late).signatures[0].trust is Trust.OUT_OF_TIME


def test_a_revoked_certificate() -> None:
    revoked = AUTHORITY.issue("Người Bị Thu Hồi")
    signed = pdfs.sign(pdfs.PLAIN, revoked, AUTHORITY)
    listed = AUTHORITY.revoking(revoked, pdfs.BEGIN + timedelta(days=1))
    found = verdict(pdfs.with_revocation(signed, listed))
    assert found.signatures[0].trust is Trust.REVOKED and found.verdict is Verdict.INTACT


def test_a_second_signature_leaves_the_first_as_it_was() -> None:
    twice = pdfs.sign(SIGNED, AUTHORITY.issue("Văn thư Mẫu"), AUTHORITY, field="Sig2")
    found = verdict(twice)
    assert found.verdict is Verdict.VALID and [one.since for one in found.signatures] == [("Sig2",), ()]


def test_what_was_put_over_the_page_afterwards_is_found() -> None:
    found = verdict(pdfs.with_other_page(SIGNED))
    assert (found.verdict, found.signatures[0].why) == (Verdict.CHANGED, "later")
    hidden = pdfs.sign(pdfs.with_other_page(SIGNED), LEADER, AUTHORITY, field="Sig2")
    assert verdict(hidden).verdict is Verdict.CHANGED, "another signature over the change does not mend the first"


@settings(max_examples=40)
@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_no_changed_byte_passes_as_signed(at: int, by: int) -> None:
    changed = SIGNED[:at] + bytes([SIGNED[at] ^ by]) + SIGNED[at + 1 :]
    found = read(program.findings(changed, [], NOW))
    outside = SIGNED.index(b"/Contents <") < at < SIGNED.index(b">", SIGNED.index(b"/Contents <")) + 1
    assert outside or found.verdict not in (Verdict.VALID, Verdict.INTACT)


@pytest.mark.parametrize("data", [b"", b"no pdf", SIGNED[:1000], b"%PDF-1.7\n%%EOF", bytes(100_000)])
def test_a_file_that_is_none_has_no_verdict(data: bytes) -> None:
    assert verdict(data) == FileVerdict(Verdict.UNCLEAR, "unreadable")


@pytest.mark.parametrize("endless", ["while True: pass", "import time; time.sleep(60)"])
def test_a_file_that_takes_for_ever_is_left(endless: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = tmp_path / "stuck.py"
    stuck.write_text(f"import signal\nsignal.setitimer(signal.ITIMER_PROF, 0.2)\n{endless}")
    monkeypatch.setattr(verifier, "PROGRAM", stuck)
    monkeypatch.setattr(verifier, "TIMEOUT", 1.0)
    assert verdict(SIGNED) == FileVerdict(Verdict.UNCLEAR, "too-long")


#: what names of the corpus promise that it is no sound signature
ATTACKS = ("sneaky", "byterange", "gap", "uncovered", "not-all-paths", "econtent", "disallowed")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="there is no folder with the samples")
def test_every_file_of_others_has_a_verdict_and_no_attack_is_called_sound(processor_time: Callable[[], None]) -> None:
    for path in sorted(CORPUS.glob("*.pdf")):
        processor_time()
        found = read(program.findings(path.read_bytes(), [], NOW))
        if any(word in path.stem for word in ATTACKS):
            assert found.verdict in (Verdict.CHANGED, Verdict.UNCLEAR), path.name


@pytest.fixture
def processor_time() -> Iterator[Callable[[], None]]:
    """Gives what is called next the processor time that the program gives itself; more of it is an error."""
    before = signal.signal(signal.SIGPROF, _too_long)
    yield lambda: signal.setitimer(signal.ITIMER_PROF, program.SECONDS)
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


def _too_long(number: int, frame: object) -> None:
    raise AssertionError("the program would have ended without an answer")
