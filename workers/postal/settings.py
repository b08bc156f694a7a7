"""Where the post is, and as whom it knows the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.settings import Base, Pair, Settings, setting


class PostalSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"postal_key": "postal_url"}

    postal_url: Base = setting(
        "", "base address of the postal partner's interface", "write an address such as https://post.example.vn/api"
    )
    postal_key: Pair = setting(
        "", "customer code and secret of the postal contract, code:secret", "write code:secret", hidden=True
    )
