"""The base of all errors of the office."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

#: What sort of error it is, whatever it is about; the doors turn it into an HTTP status.
ErrorKind = Literal[
    "unreadable",
    "invalid",
    "unauthenticated",
    "forbidden",
    "not-found",
    "conflict",
    "gone",
    "too-many-requests",
    "unavailable",
]


class Reason(str):
    """A fact of an error that is a sentence itself, with facts of its own: ``Reason("larger than %(limit)s MB", limit=20)``.

    A plain text everywhere, and at the same time a key into the message catalogues.
    """

    template: str
    params: dict[str, Any]

    def __new__(cls, template: str, **params: Any) -> Reason:
        made = super().__new__(cls, template % params if params else template)
        made.template, made.params = template, params
        return made


class CoreError(Exception):
    """Base of every error that a service reports on purpose. ``code`` is stable and machine-readable."""

    kind: ClassVar[ErrorKind] = "invalid"
    code: ClassVar[str] = "invalid"
    template: ClassVar[str] = "The request cannot be carried out."

    def __init__(self, **params: Any) -> None:
        self.params: dict[str, Any] = params
        super().__init__(self.template % params if params else self.template)

    @property
    def redacted(self) -> str:
        """The English sentence without its facts, which may come from somebody's data."""
        return self.template % dict.fromkeys(self.params, "…") if self.params else self.template
