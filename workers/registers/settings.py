"""Where the registers are, and as whom each of them knows the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.setting_fields import Base, Pair, address, credentials
from core.settings import Settings


class RegistersSettings(Settings):
    """The connector's own settings: an address and credentials for each register."""

    needs: ClassVar[Mapping[str, str]] = {
        "households_key": "households_url",
        "certifications_key": "certifications_url",
        "residence_key": "residence_url",
    }

    households_url: Base = address("base address of the register of poor households", "https://ho-ngheo.example.vn/api")
    households_key: Pair = credentials("client id and secret at the register of poor households, id:secret")
    certifications_url: Base = address(
        "base address of the register of certifications", "https://chung-thuc.example.vn/api"
    )
    certifications_key: Pair = credentials("client id and secret at the register of certifications, id:secret")
    residence_url: Base = address(
        "base address of the residence archive of the police", "https://tang-thu.example.vn/api"
    )
    residence_key: Pair = credentials("client id and secret at the residence archive, id:secret")
