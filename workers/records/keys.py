"""The key official letters are signed with, and the certificates they are verified with, from the files of the settings."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509

from core.settings import Settings
from workers.errors import NotConfigured
from workers.records.edxml.signatures import SigningKey, signing_key
from workers.records.settings import RecordsSettings


def signing(settings: Settings) -> SigningKey | None:
    """What we sign with; None where nothing is configured. Raises :class:`NotConfigured` for a file that cannot be used."""
    path = settings.of(RecordsSettings).records_signing_key
    if not path:
        return None
    try:
        return signing_key(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise NotConfigured("bad-setting", setting="MOTCUA_RECORDS_SIGNING_KEY", detail=str(error)) from error


def trusted(settings: Settings) -> tuple[x509.Certificate, ...] | None:
    """The certificates believed; None where none are configured. Raises :class:`NotConfigured`."""
    path = settings.of(RecordsSettings).records_certificates
    if not path:
        return None
    try:
        return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))
    except (OSError, ValueError) as error:
        raise NotConfigured("bad-setting", setting="MOTCUA_RECORDS_CERTIFICATES", detail=str(error)) from error
