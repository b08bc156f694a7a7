"""Where the national population database is, and as whom it knows the office."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from core.setting_fields import Base, Pair, address, credentials, setting
from core.settings import Settings


def _one_word(text: str) -> str:
    """A code without blanks. Raises ``ValueError``."""
    if text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}", text):
        raise ValueError("not a code")
    return text


Code = Annotated[str, AfterValidator(_one_word)]


class PopulationSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"population_key": "population_url", "population_service": "population_url"}

    population_url: Base = address(
        "address of the population service at the province's integration platform", "https://lgsp.example.vn/dancu"
    )
    population_key: Pair = credentials("name and secret of the integration key (AuthHash), name:secret", "name:secret")
    population_service: Code = setting(
        "", "code of the service as registered with the database (MaDVC)", "write a code such as G15-TP110"
    )
    population_client: Code = setting(
        "",
        "the office's name in the exchange layer (header X-Road-Client); empty: the platform adds it",
        "write a name such as VN/GOV/H99/motcua",
    )
