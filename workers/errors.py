"""Errors of calls to other systems, in two kinds: those worth a retry, and those a person must look at.

An error carries a ``code`` of :mod:`workers.error_texts` and its facts, so that the incident a person reads is in the
office's language. Nothing here knows of HTTP, SMTP or queues.
"""

from __future__ import annotations

from typing import ClassVar

from core.services.context.contracts import Bilingual
from workers import error_texts


class OutsideError(Exception):
    """Base of everything that keeps an outside call from succeeding."""

    retry: ClassVar[bool] = True
    #: what came back from the other side, masked, for the people who look after incidents; empty: nothing did
    answer: str = ""
    #: who was called, where the topic has several systems: None the one of its topic; empty: the one the call was meant for
    called: str | None = ""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """The sentence for people, in ``vi`` or ``en``."""
        return error_texts.text(self.code, language, self.params)

    def redacted(self, language: str) -> str:
        """The same without anything that came from a dossier or from the other side."""
        return error_texts.redacted(self.code, language, self.params)


class Unavailable(OutsideError):
    """The other side is down, slow, overloaded or talks nonsense: the same call may succeed later."""


class Refused(OutsideError):
    """The other side understood and said no: trying again changes nothing.

    ``reason_code`` is the other side's own code; a connector says which of them are a matter of the dossier: then
    ``fault`` is the BPMN error that a diagram may catch.
    """

    retry = False

    def __init__(self, code: str, *, reason_code: str = "", **params: object) -> None:
        self.reason_code = reason_code
        self.fault = ""
        super().__init__(code, **params)


class MessageRefused(Refused):
    """The other side serves and knows us, and refuses this one message: nobody has its address, or its contents are not let in.
    No trouble of the system."""


class CredentialsRefused(Refused):
    """The other side does not know us, or the token ran out."""


class NotConfigured(OutsideError):
    """A setting is missing, so there is nobody to call."""

    retry = False


class InputMissing(OutsideError):
    """The diagram asked for a call without a value the call needs."""

    retry = False


class InputInvalid(OutsideError):
    """The diagram asked for a call with a value that cannot be meant."""

    retry = False


class NotNow(Exception):
    """Nothing is wrong: the call is only not to be made at this hour. It is made ``seconds`` later, and no try is used up."""

    def __init__(self, seconds: float, note: str) -> None:
        super().__init__(note)
        self.seconds = seconds


class Unreadable(Exception):
    """What another system sent cannot be read; the text says where, without what stands there."""

    def __init__(self, said: Bilingual | str) -> None:
        super().__init__(said.en if isinstance(said, Bilingual) else said)
        self._said = said

    def text(self, language: str) -> str:
        """The same in ``vi`` or ``en``."""
        return self._said.in_language(language) if isinstance(self._said, Bilingual) else self._said


class Declined(Exception):
    """What another system sent cannot be taken. ``code``: why, for the inbox; ``detail``: what the code does not say; ``again``:
    the same may be taken later."""

    def __init__(self, code: str, detail: str = "", *, again: bool = False) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.again = again


class ContractBroken(Exception):
    """A connector gives something else than the contract of its topic says: a fault of the connector."""


class ConnectorInvalid(Exception):
    """A connector cannot be used as it is installed; the message names it and says why."""
