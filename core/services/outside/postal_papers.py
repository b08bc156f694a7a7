"""What is printed for the carrier: the labels of parcels, and the manifest that both sides sign."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from core.domain.office_time import local
from core.domain.payments import in_dong
from core.services.context.context import Context
from core.services.outside.manifests import Manifests
from core.services.papers.barcodes import code_128, qr_code
from core.services.papers.templates import template
from core.services.views.actors import Actor
from core.services.views.shipments import ParcelLine

#: as the papers, which are Vietnamese in every language of the page, call the classes of service
SERVICES: Final = {"standard": "Chuyển thường", "express": "Chuyển nhanh"}


class PostalPapers:
    """The papers that go with parcels, as PDF files."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._manifests = Manifests(context)

    def labels(self, chosen: Collection[str], by: Actor) -> bytes | None:
        """A label (A6) for each parcel of ``chosen`` that waits for a carrier, for all that wait without a choice.

        None where none of them waits.
        """
        lines = [line for line in self._manifests.waiting(by) if not chosen or line.tracking_code in chosen]
        if not lines:
            return None
        parcels = [
            _parcel(line) | {"sender": self._unit(line.unit), "qr": qr_code(line.tracking_code)} for line in lines
        ]
        return self._context.typeset(template("label"), {"parcels": parcels}, self._context.now())

    def manifest(self, number: str, by: Actor) -> bytes:
        """The manifest (A4), to be printed in two copies. Raises :class:`NotFound`."""
        view = self._manifests.show(number, by)
        collected = sum(line.cod for line in view.lines)
        at = local(view.handed_over)
        values = {
            "number": view.number,
            "qr": qr_code(view.number),
            "unit": self._unit(view.unit),
            "carrier": view.carrier,
            "at": f"{at:%H:%M} ngày {at:%d/%m/%Y}",
            "cod": in_dong(collected) if collected else "",
            "given-by": view.by_name,
            "taken-by": view.carrier_person,
            "parcels": [_parcel(line) for line in view.lines],
        }
        return self._context.typeset(template("manifest"), values, view.handed_over)

    def _unit(self, code: str) -> Mapping[str, str]:
        unit = self._context.directory.tree().find(code)
        return {"name": unit.name, "address": unit.address, "phone": unit.phone}


def _parcel(line: ParcelLine) -> dict[str, Any]:
    return {
        "code": line.tracking_code,
        "barcode": code_128(line.tracking_code),
        "carrier": line.carrier,
        "service": SERVICES.get(line.service, line.service),
        "receiver": line.receiver,
        "phone": line.phone,
        "address": line.address,
        "cod": in_dong(line.cod) if line.cod else "",
        "dossier": line.dossier,
    }
