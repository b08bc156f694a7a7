"""Where the records axis is, as whom it knows the office, and what documents are signed and verified with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from core.setting_fields import Base, Pair, address, credentials, setting
from core.settings import Settings


def _pem_file(path: str) -> str:
    """The path of a PEM file that is there. Raises ``ValueError``; what is in it is read when it is used."""
    try:
        if path and b"-----BEGIN " not in Path(path).read_bytes():
            raise ValueError("no PEM file")
    except OSError as error:
        raise ValueError(error.strerror or "not readable") from error
    return path


PemFile = Annotated[str, AfterValidator(_pem_file)]


class RecordsSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"records_key": "records_url"}

    records_url: Base = address("base address of the national records axis", "https://axis.example.vn/api")
    records_key: Pair = credentials("client id and secret at the records axis, id:secret")
    records_signing_key: PemFile = setting(
        "",
        "PEM file with the RSA key, without a password, and the certificate that official letters are signed with; empty: unsigned",
        "name a PEM file",
    )
    records_certificates: PemFile = setting(
        "",
        "PEM file with the certificates of the offices whose letters are taken; empty: a letter without a verified signature is taken, too",
        "name a PEM file",
    )
