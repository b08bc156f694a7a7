"""Where the records axis is, as whom it knows the office, and what documents are signed and verified with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.setting_fields import Base, Pair, PemFile, address, credentials, pem_file
from core.settings import Settings


class RecordsSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"records_key": "records_url"}

    records_url: Base = address("base address of the national records axis", "https://axis.example.vn/api")
    records_key: Pair = credentials("client id and secret at the records axis, id:secret")
    records_signing_key: PemFile = pem_file(
        "PEM file with the RSA key, without a password, and the certificate that official letters are signed with; empty: unsigned",
    )
    records_certificates: PemFile = pem_file(
        "PEM file with the certificates of the offices whose letters are taken; empty: a letter without a verified signature is taken, too",
    )
