"""What every service stands on: the database, the clock, the stores, and caches of what never changes."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.db.fast.recent import Recent
from core.db.unit_of_work import UnitOfWork
from core.domain.channels import TellBy
from core.ports import (
    Blobs,
    CallbackDoor,
    Clock,
    FileInspector,
    Passwords,
    Postage,
    Scanner,
    SignatureVerifier,
    SignInProvider,
    Typesetter,
    WorkerHealth,
)
from core.services.context.calendars import Calendars
from core.services.context.contracts import Contract
from core.services.context.directory import Directory
from core.services.context.versions import Versions
from core.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """The collaborators of the services, built once by ``core.bootstrap``."""

    settings: Settings
    work: UnitOfWork
    clock: Clock
    blobs: Blobs
    inspect_file: FileInspector
    scanner: Scanner | None
    passwords: Passwords
    typeset: Typesetter
    verify_signatures: SignatureVerifier
    directory: Directory
    versions: Versions
    calendars: Calendars
    recent: Recent
    provider: SignInProvider | None = None  # where staff may sign in elsewhere
    worker_health: WorkerHealth | None = None  # for the health page, the probes and doctor
    served: Mapping[str, Contract] | None = None  # contracts by topic, of the connectors there are; None: not known
    callbacks: Mapping[str, CallbackDoor] = field(default_factory=dict)  # source -> its door, where one is open
    ways: frozenset[str] = frozenset({TellBy.EMAIL})  # in which applicants can be told
    postage: Postage | None = None  # asks the carriers for their prices; None: there is no carrier
    chance: Callable[[], float] = random.random  # from 0 to below 1: spreads what would otherwise happen all at once

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return self.clock()
