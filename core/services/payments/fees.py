"""What a dossier owes: the fee that its procedure's decision table left among the variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.domain.payments import FEE, Fee
from core.services.context.contracts import MOST_DONG, whole


def fee_of(variables: Mapping[str, Any]) -> Fee | None:
    """The fee a decision has left; ``None`` where there is none, or nothing that can be meant as one."""
    found = variables.get(FEE)
    if not isinstance(found, Mapping):
        return None
    amount = whole(found.get("amount"), MOST_DONG)
    return None if amount is None else Fee(amount, str(found.get("basis") or ""))
