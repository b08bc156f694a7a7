"""What became of a message to an applicant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """A gateway's receipt. ``message``: the office's id of the message; ``reason``: why it did not arrive."""

    message: str
    delivered: bool
    reason: str
    at: datetime
