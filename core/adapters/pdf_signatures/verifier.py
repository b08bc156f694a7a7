"""Verifies the signatures of PDF files, each in a process of its own. Implements :class:`core.ports.SignatureVerifier`."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

log = logging.getLogger("motcua.papers")
PROGRAM: Final = Path(__file__).with_name("program.py")
#: on the clock: the program ends itself after a second and a half of processor time, which beside other work takes longer
TIMEOUT: Final = 10.0
MAX_PROCESSES: Final = 2


class PdfSignatureVerifier:
    """``roots``: the authorities whose certificates are believed."""

    def __init__(self, roots: Sequence[x509.Certificate] = ()) -> None:
        self._roots = [base64.b64encode(root.public_bytes(Encoding.DER)).decode() for root in roots]
        self._slots = threading.BoundedSemaphore(MAX_PROCESSES)

    def __call__(self, data: bytes, at: datetime) -> Mapping[str, Any]:
        """The program's findings, or the fault ``too-long``; never raises for the file's content."""
        head = json.dumps({"roots": self._roots, "at": at.isoformat()}).encode()
        command = [sys.executable, "-I", str(PROGRAM)]
        try:
            with self._slots:
                done = subprocess.run(
                    command, input=head + b"\n" + data, capture_output=True, timeout=TIMEOUT, check=True
                )
            found: Mapping[str, Any] = json.loads(done.stdout)
        except (subprocess.SubprocessError, OSError) as error:
            log.warning("a signature could not be verified: %s", type(error).__name__)
            return {"fault": "too-long"}
        return found
