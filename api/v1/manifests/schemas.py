"""Parcels and manifests as the interface shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.answers import Output
from api.inputs import Input
from core.services.outside.manifests import MOST_CHARACTERS, MOST_PARCELS

TrackingCode = Annotated[str, Field(min_length=1, max_length=64)]


class HandOverIn(Input):
    """Which parcels a carrier took, by tracking code, and who took them for it. Of one desk and one carrier."""

    parcels: Annotated[list[TrackingCode], Field(min_length=1, max_length=MOST_PARCELS)]
    person: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, description="who took them for the carrier")]


class LineOut(Output):
    """A parcel on the list of those to hand over, or on a manifest. ``cod``: đồng collected at the door."""

    dossier: str
    tracking_code: str
    unit: str
    # What other systems are promised is written out here, whatever the office calls it inside.
    carrier: str
    service: str
    receiver: str
    phone: str
    address: str
    cod: int
    state: str
    opened: datetime


class WaitingOut(Output):
    """By carrier, the oldest order first."""

    items: list[LineOut]


class ManifestLineOut(Output):
    """A manifest without its parcels; ``size``: how many there are."""

    number: str
    unit: str
    carrier: str
    handed_over: datetime
    carrier_person: str
    by_name: str
    size: int


class ManifestOut(ManifestLineOut):
    """A manifest with its parcels."""

    lines: list[LineOut]


class ManifestsOut(Output):
    """The newest first."""

    items: list[ManifestLineOut]
