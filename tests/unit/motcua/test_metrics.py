"""The figures of a server with several processes: each check once, as it is at this moment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SERVER = """
from werkzeug.test import Client
from werkzeug.wrappers import Response
from motcua.probes import Probes

class Health:
    def checks(self):
        return {"database": "ok", "blobs": "full"}

class Office:
    health = Health()

client = Client(Probes(Response("seen"), Office(), "0123456789abcdef"), Response)
client.get("/queue")
for _ in range(2):
    answer = client.get("/metrics", headers={"Authorization": "Bearer 0123456789abcdef"})
print(answer.text)
"""


def _asked(folder: Path) -> list[str]:
    """What one process of a server says."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    command = [sys.executable, "-c", _SERVER]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.splitlines()


def test_a_check_is_told_once_whatever_the_number_of_processes(tmp_path: Path) -> None:
    _asked(tmp_path)
    lines = _asked(tmp_path)  # a second process beside what the first one left
    checks = sorted(line for line in lines if line.startswith("motcua_check"))
    assert checks == ['motcua_check{check="blobs"} 0.0', 'motcua_check{check="database"} 1.0']
    assert [line for line in lines if line.startswith("# TYPE motcua_check")] == ["# TYPE motcua_check gauge"]
    assert 'motcua_requests_total{door="admin",method="GET",status="200"} 2.0' in lines
