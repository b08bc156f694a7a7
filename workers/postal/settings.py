"""Where the post is, and as whom it knows the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from core.setting_fields import Base, Pair, Secrets, address, credentials, setting, signing_secrets
from core.settings import Settings


class PostalSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"postal_key": "postal_url", "viettel_key": "viettel_url"}

    postal_carrier: Literal["vnpost", "viettel"] = setting(
        "vnpost", "carrier that new orders go to: vnpost or viettel", "write vnpost or viettel"
    )

    postal_url: Base = address("base address of the postal partner's interface", "https://post.example.vn/api")
    postal_key: Pair = credentials("customer code and secret of the postal contract, code:secret", "code:secret")
    postal_order_days: int = setting(
        0,
        "days back for which the post's own list of orders is held against the office's shipments; 0: it has none",
        "write a whole number from 0 to 60",
        ge=0,
        le=60,
    )
    viettel_url: Base = address("base address of Viettel Post's partner interface", "https://partner.example.vn")
    viettel_key: Pair = credentials(
        "user name and password of the Viettel Post account, name:password", "name:password"
    )
    viettel_callback_secret: Secrets = signing_secrets("the token that Viettel Post's webhook carries")
