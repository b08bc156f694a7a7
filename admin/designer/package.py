"""A version's files as a ZIP that a desktop modeler opens: the procedure's folder with its element templates.

It reads what the office deployed and packs it; it changes nothing and checks nothing.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

TEMPLATES = Path(".camunda/element-templates")


def element_templates() -> dict[str, bytes]:
    """The office's element templates (``bpmn/templates/*.json``) by file name; data files, read without the engine."""
    folder = Path(__file__).parents[2] / "bpmn" / "templates"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}


def archive(files: Mapping[str, bytes], templates: Mapping[str, bytes], moment: datetime) -> bytes:
    """A ZIP of ``files`` with ``templates`` where Camunda Modeler looks for them; ``moment`` dates the entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in sorted(files.items()):
            _put(pack, name, data, moment)
        for name, data in sorted(templates.items()):
            _put(pack, (TEMPLATES / name).as_posix(), data, moment)
    return target.getvalue()


def _put(pack: zipfile.ZipFile, name: str, data: bytes, moment: datetime) -> None:
    entry = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16  # readable by its owner and others once unpacked
    pack.writestr(entry, data)
