"""The virus scanner's adapter, against one that follows the protocol and, where it is installed, the real one."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.clamd import Clamd
from core.ports import ScannerAway
from tests.support.clamd import EICAR, FakeClamd, fake
from tests.support.needs import absent
from tests.support.processes import free_port, start, stop, wait_until

CLEAN = b"%PDF-1.4\n" + bytes(range(256)) * 4000


@pytest.fixture
def scanner() -> Iterator[FakeClamd]:
    with fake() as made:
        yield made


def test_clean_infected_and_empty(scanner: FakeClamd) -> None:
    clamd = Clamd(scanner.url)
    clamd.ping()
    assert clamd.scan(CLEAN) is None
    assert clamd.scan(CLEAN + EICAR) == "Eicar-Test-Signature"
    assert scanner.asked == [b"zPING", b"zINSTREAM", b"zINSTREAM"]


@pytest.mark.parametrize("mode", ["error", "silent", "hangs", "full"])
def test_whatever_is_no_verdict_is_told_as_one(scanner: FakeClamd, mode: str) -> None:
    scanner.mode = mode
    with pytest.raises(ScannerAway):
        Clamd(scanner.url, timeout=1).scan(CLEAN * 8)


def test_nobody_listens(tmp_path: Path) -> None:
    for url in (f"tcp://127.0.0.1:{free_port()}", f"unix://{tmp_path / 'nobody.ctl'}"):
        with pytest.raises(ScannerAway):
            Clamd(url).scan(CLEAN)
        with pytest.raises(ScannerAway):
            Clamd(url).ping()


@pytest.fixture
def real() -> Iterator[str]:
    """clamd with a database of one signature, of this test's own, at a unix socket."""
    program = shutil.which("clamd") or (Path("/usr/sbin/clamd") if Path("/usr/sbin/clamd").exists() else None)
    if program is None:
        absent("clamd", "install ClamAV's daemon")
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))  # a socket's path is short
    database = folder / "db"
    database.mkdir()
    line = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Office-Test\n"
    (database / "one.hdb").write_text(line)
    (database / "two.ndb").write_text(f"Office-Inside:0:*:{EICAR.hex()}\n")
    control = folder / "clamd.ctl"
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {database}\nLocalSocket {control}\nForeground yes\nUser {_me()}\nMaxThreads 2\n"
        f"StreamMaxLength 1M\nConcurrentDatabaseReload no\n"
    )
    process = start([program, "--config-file", folder / "clamd.conf"], folder / "log")
    try:
        wait_until(lambda: Clamd(f"unix://{control}", 2).ping() is None, "the scanner", patience=60, log=folder / "log")
        yield f"unix://{control}"
    finally:
        stop(process, patience=30)
        shutil.rmtree(folder, ignore_errors=True)


def test_the_real_one_says_the_same(real: str) -> None:
    clamd = Clamd(real)
    assert clamd.scan(CLEAN[:500_000]) is None
    assert clamd.scan(EICAR) in ("Office-Test.UNOFFICIAL", "Office-Inside.UNOFFICIAL")
    assert clamd.scan(b"before " + EICAR + b" after") == "Office-Inside.UNOFFICIAL"
    with pytest.raises(ScannerAway, match="size limit"):
        clamd.scan(b"x" * 3_000_000)


def _me() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name
