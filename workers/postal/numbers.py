"""The office's own order numbers: the dossier they are of, and in which direction the parcel goes."""

from __future__ import annotations

from typing import Final

from core.domain import codes

#: ends the number of an order that fetches papers from the applicant ("thu nhận"), as agreed with the carrier
COLLECTION: Final = "-TN"


def of_return(dossier: str, key: str, secret_key: str) -> str:
    """Our number for an order: the dossier's code, which people at the post can read, and what nobody can guess."""
    return f"{dossier}-{codes.unguessable(key, secret_key)}"


def of_collection(dossier: str, key: str, secret_key: str) -> str:
    """The same for papers that are fetched."""
    return of_return(dossier, key, secret_key) + COLLECTION


def collects(number: str) -> bool:
    """Whether the order fetches papers from the applicant."""
    return number.endswith(COLLECTION)


def dossier_of(number: str) -> str:
    """The dossier's code inside one of our order numbers; another system's number gives what no dossier has."""
    return number.removesuffix(COLLECTION).rpartition("-")[0]
