"""What the workers see of a parcel on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentView:
    """A postal order whose end is not known yet; ``state`` is one of the post's neutral states."""

    dossier: str
    tracking_code: str
    state: str
    opened: datetime
