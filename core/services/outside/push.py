"""Devices on which citizens asked to be told: kept with the dossier, given up when asked or when the push service says so.

Who asks has shown the secret of the receipt; the portal vouches for that.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import delete, insert, select

from core import vapid
from core.db.base import table_of
from core.db.models import Dossier, PushSubscription
from core.db.unit_of_work import Work
from core.domain import public_addresses
from core.domain.identifiers import uuid7
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.services.cases.cases import id_of, lock_dossier
from core.services.context.context import Context
from core.services.views.push import Device

#: devices of a dossier, the newest are kept; characters of an address at a push service
MOST_DEVICES, MOST_CHARACTERS = 5, 2000
#: bytes of a device's keys
PUBLIC_KEY, AUTH = 65, 16
#: devices are forgotten so long after the dossier's end
KEPT: Final = timedelta(days=90)


class PushDevices:
    """What the portal and the workers ask."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def key(self) -> str:
        """The public key that browsers are given; empty where the office tells nobody on devices."""
        private = self._context.settings.push_key
        return vapid.public_key(private) if private else ""

    def add(self, code: str, device: Device) -> None:
        """Tells the device of the dossier from now on; again changes its keys. Raises :class:`BadValue`, :class:`NotFound`."""
        checked = self._checked(device)
        with self._context.work() as work:
            dossier_id = id_of(work, code)
            lock_dossier(self._context, work, dossier_id)
            _forget(work, dossier_id, device.endpoint)
            row = {"id": uuid7(), "dossier_id": dossier_id, "added": self._context.now(), **checked}
            work.session.execute(insert(table_of(PushSubscription)), row)
            newest = (
                select(PushSubscription.id)
                .where(PushSubscription.dossier_id == dossier_id)
                .order_by(PushSubscription.added.desc(), PushSubscription.id.desc())
                .limit(MOST_DEVICES)
            )
            kept = work.scalars(newest).all()
            others = (PushSubscription.dossier_id == dossier_id, PushSubscription.id.not_in(kept))
            work.session.execute(delete(PushSubscription).where(*others))

    def remove(self, code: str, endpoint: str) -> None:
        """Tells the device of this dossier no more."""
        with self._context.work() as work:
            _forget(work, id_of(work, code), endpoint)

    def holds(self, code: str, endpoint: str) -> bool:
        """Whether the device is told of the dossier."""
        its = (PushSubscription.endpoint_key == _key(endpoint),)
        with self._context.work.read() as work:
            found = select(PushSubscription.id).where(PushSubscription.dossier_id == id_of(work, code), *its)
            return work.scalar(found) is not None

    def find(self, subscription: UUID) -> Device | None:
        """The device of a call; ``None``: it is told no more."""
        columns = (
            PushSubscription.endpoint,
            PushSubscription.public_key,
            PushSubscription.auth,
            PushSubscription.language,
        )
        with self._context.work.read() as work:
            row = work.execute(select(*columns).where(PushSubscription.id == subscription)).one_or_none()
        return None if row is None else Device(*row)

    def gone(self, endpoint: str) -> int:
        """The push service knows the device no more: it is told of no dossier. Returns of how many it was."""
        with self._context.work() as work:
            found = work.session.execute(
                delete(PushSubscription).where(PushSubscription.endpoint_key == _key(endpoint))
            )
            return int(getattr(found, "rowcount", 0))

    def _checked(self, device: Device) -> dict[str, str]:
        """The columns of a device, if it may be one. Where the address leads is judged again when it is called."""
        endpoint, networks = device.endpoint, self._context.settings.push_networks
        try:
            parts = urlsplit(endpoint)
            host, _port = parts.hostname or "", parts.port
            fits = len(vapid.data_of(device.public_key)) == PUBLIC_KEY and len(vapid.data_of(device.auth)) == AUTH
        except ValueError:
            host, fits = "", False
        number = public_addresses.parsed(host) if host else None
        inside = number is not None and public_addresses.is_named(number, networks)
        plain = (
            len(endpoint) <= MOST_CHARACTERS and endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
        )
        if not (host and fits and plain) or parts.username or parts.password or parts.fragment:
            raise BadValue(field="subscription", reason=Reason("this is no subscription of a browser"))
        if (parts.scheme != "https" and not inside) or (
            number and not inside and not public_addresses.is_public(number)
        ):
            raise BadValue(field="subscription", reason=Reason("only public push services are called, by HTTPS"))
        language = device.language if device.language in ("vi", "en") else "vi"
        values = {"public_key": device.public_key, "auth": device.auth, "language": language}
        return {"endpoint": endpoint, "endpoint_key": _key(endpoint), **values}


def let_go(context: Context, work: Work) -> None:
    """Forgets the devices of dossiers that ended long ago."""
    ended = select(Dossier.id).where(Dossier.finished < context.now() - KEPT)
    work.session.execute(delete(PushSubscription).where(PushSubscription.dossier_id.in_(ended)))


def _forget(work: Work, dossier_id: UUID, endpoint: str) -> None:
    its = (PushSubscription.dossier_id == dossier_id, PushSubscription.endpoint_key == _key(endpoint))
    work.session.execute(delete(PushSubscription).where(*its))


def _key(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode("utf-8", "surrogatepass")).hexdigest()
