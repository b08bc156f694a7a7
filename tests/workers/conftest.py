"""The world outside, simulated, and settings that point at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from redis import Redis

from core.services.office import Office
from core.settings import Settings
from workers import context as contexts
from workers.civil_status import simulator as civil_status
from workers.context import WorkerContext
from workers.notification import simulator as mail
from workers.payment import simulator as payment
from workers.population import simulator as population
from workers.postal import simulator as postal
from workers.records import simulator as records
from workers.registers import simulator as registers
from workers.settings import read
from workers.simulation import Served

if TYPE_CHECKING:
    from core.services.views.actors import Actor
    from tests.workers.test_parcels_at_the_desk import Counter

NEVER = 3600.0  # a pace at which nothing moves by itself during a test


@dataclass
class Outside:
    """A simulated system: where it is, and the things a test asks of it."""

    served: Served

    @property
    def url(self) -> str:
        return self.served.url

    def misbehave(self, mode: str, **how: Any) -> None:
        """See :class:`workers.simulation.Control`."""
        httpx.post(f"{self.url}/_control", json={"mode": mode, **how}).raise_for_status()

    def tell(self, path: str, **body: Any) -> dict[str, Any]:
        found: dict[str, Any] = httpx.post(f"{self.url}{path}", json=body).raise_for_status().json()
        return found

    def asked(self, path: str) -> list[dict[str, Any]]:
        """The requests to ``path``, as the simulator noted them."""
        log: list[dict[str, Any]] = httpx.get(f"{self.url}/_log").json()
        return [entry for entry in log if entry.get("path") == path]


@dataclass
class Mail(Outside):
    server: mail.MailServer
    mailbox: mail.Mailbox


@pytest.fixture
def post() -> Iterator[Outside]:
    """The postal service; parcels move when told."""
    with Served(postal.create_app(NEVER)) as served:
        yield Outside(served)


@pytest.fixture
def axis() -> Iterator[Outside]:
    """The records axis; letters are answered when told."""
    with Served(records.create_app(NEVER)) as served:
        yield Outside(served)


@pytest.fixture
def platform() -> Iterator[Outside]:
    """The payment platform; nobody pays by themselves."""
    with Served(payment.create_app()) as served:
        yield Outside(served)


@pytest.fixture
def shelves() -> Iterator[Outside]:
    """The registers of poor households, of certifications, and the residence archive."""
    with Served(registers.create_app()) as served:
        yield Outside(served)


@pytest.fixture
def people() -> Iterator[Outside]:
    """The population database."""
    with Served(population.create_app()) as served:
        yield Outside(served)


@pytest.fixture
def registry_office() -> Iterator[Outside]:
    """The civil-status database; records are decided when told."""
    with Served(civil_status.create_app(NEVER)) as served:
        yield Outside(served)


@pytest.fixture
def paying(demo: Office, settings: Settings, platform: Outside) -> Iterator[WorkerContext]:
    """An office whose workers find the payment platform."""
    pointed = settings.but(
        payment_url=platform.url,
        payment_key="client:secret",
        payment_account="970403:0011012345678",
        payment_callback_secret="the-platform-signs-with-this",
        payment_payee="Văn phòng Trình Diễn",
    )
    yield contexts.set_current(WorkerContext(demo, pointed))
    contexts._current.clear()


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mail]:
    """A mail server and its page."""
    box = mail.Mailbox(tmp_path / "mail")
    with Served(mail.create_app(box)) as served, mail.MailServer(box, served.behaviour) as server:
        yield Mail(served, server, box)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """The queue's server."""
    with Redis.from_url(redis_url) as opened:
        yield opened


@pytest.fixture
def pointing(tmp_path: Path) -> Callable[..., Settings]:
    """Settings with the given variables (``POSTAL_URL="…"``) and nothing else from the environment."""

    def make(**variables: str) -> Settings:
        given = {"POSTAL_KEY": "customer:secret", "RECORDS_KEY": "client:secret", **variables}
        return read({"MOTCUA_HOME": str(tmp_path), **{f"MOTCUA_{k}": v for k, v in given.items()}})

    return make


@pytest.fixture
def ctx(demo: Office, settings: Settings, post: Outside) -> Iterator[WorkerContext]:
    """The office as workers have it, with the post behind it."""
    pointed = settings.but(postal_url=post.url, postal_key="customer:secret")
    yield contexts.set_current(WorkerContext(demo, pointed))
    contexts._current.clear()


@pytest.fixture
def counter(ctx: WorkerContext, post: Outside, redis_url: str, credentials: dict[str, Any]) -> Counter:
    """The desk, with the post behind it."""
    from tests.workers.test_parcels_at_the_desk import Counter  # it imports what stands above

    return Counter(ctx, post, redis_url, credentials)


@pytest.fixture
def returner(counter: Counter) -> Actor:
    """Who hands results over."""
    return counter.actor("returner")
