"""Fields of settings: their types, and how one is declared with what it does and what it takes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from core import setting_values as values
from core.errors.base import Reason

Seconds = Annotated[tuple[float, ...], NoDecode, BeforeValidator(values.waits)]
Base = Annotated[str, AfterValidator(values.web_address)]
Pair = Annotated[str, AfterValidator(values.pair)]
Networks = Annotated[str, AfterValidator(values.networks)]
PushKey = Annotated[str, AfterValidator(values.push_key)]
Secrets = Annotated[str, AfterValidator(values.secrets)]
PemFile = Annotated[str, AfterValidator(values.pem_file)]


def setting(default: Any, text: str, takes: str, *, hidden: bool = False, **rules: Any) -> Any:
    """A field: its default, what it does, and what it takes, which is also the sentence about a wrong value.

    ``hidden`` keeps a value with a password out of every representation.
    """
    return Field(default, description=text, json_schema_extra={"takes": takes}, repr=not hidden, **rules)


def address(text: str, example: str) -> Any:
    """A field of type :data:`Base` for the address of an outside system; empty: there is nobody to call."""
    return setting("", text, Reason("write an address such as %(example)s", example=example))


def networks(text: str) -> Any:
    """A field of type :data:`Networks` for addresses of the house that may be called on somebody's word; empty: none."""
    return setting("", text, "write networks separated by commas, such as 10.20.0.0/16,192.168.5.7/32")


def push_key(text: str) -> Any:
    """A field of type :data:`PushKey` for the office's key at push services; empty: it has none."""
    takes = "write the private key that `motcua push-key` prints, 43 letters, digits, hyphens and underscores"
    return setting("", text, takes, hidden=True)


def credentials(text: str, parts: str = "id:secret") -> Any:
    """A field of type :data:`Pair` for the name and the secret that an outside system knows the office by."""
    return setting("", text, Reason("write %(parts)s", parts=parts), hidden=True)


def signing_secrets(text: str) -> Any:
    """A field of type :data:`Secrets` for what an outside system signs its messages to the office with; empty: no door."""
    takes = "write a secret of at least 16 letters, digits or signs; two with a comma between are both in force"
    return setting("", text, takes, hidden=True)


def pem_file(text: str) -> Any:
    """A field of type :data:`PemFile` for the path of a file with certificates or keys."""
    return setting("", text, "name a PEM file")
