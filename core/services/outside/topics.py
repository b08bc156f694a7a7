"""The topics of outside calls, in words."""

from __future__ import annotations

from core.services.context.context import Context
from core.services.context.contracts import OFFICE, Contract


class Topics:
    """Tells what the contracts say. Of a topic nobody knows any more it tells nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def contract(self, topic: str) -> Contract | None:
        """The contract of a topic that a connector of this installation serves, or of one of the office's own."""
        return (self._context.served or OFFICE).get(topic) or OFFICE.get(topic)

    def done_by(self, topic: str, language: str) -> str | None:
        """Who does the work of a topic, in ``vi`` or ``en``: “the post”."""
        contract = self.contract(topic)
        return None if contract is None else contract.by.in_language(language)

    def meanwhile(self, topic: str, language: str) -> str:
        """What people may do while who does the work cannot be reached, in ``vi`` or ``en``; empty: nothing but wait."""
        contract = self.contract(topic)
        return "" if contract is None or contract.meanwhile is None else contract.meanwhile.in_language(language)
