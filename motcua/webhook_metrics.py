"""What ``/metrics`` tells of webhooks: all of them together, so their number makes no series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.services.views.webhooks import WebhookFigures

_SUBSCRIPTIONS = ("on", "failing", "off", "stopped")


class WebhookCollector(Collector):
    """One gauge for each figure; ``now`` is the office's."""

    def __init__(self, figures: WebhookFigures, now: datetime) -> None:
        self._figures = figures
        self._now = now

    def collect(self) -> Iterable[Metric]:
        found = self._figures
        webhooks = _gauge("motcua_webhooks", "Webhooks; off: by a person, stopped: by themselves", "state")
        for state in _SUBSCRIPTIONS:
            webhooks.add_metric([state], getattr(found, state))
        yield webhooks
        yield _one("motcua_webhooks_slow", "Of those that are on, told one event at a time", found.slow)
        yield _one("motcua_webhook_deliveries_waiting", "Events that wait to be sent", found.waiting)
        text = "How long ago the oldest of those that wait happened"
        yield _one("motcua_webhook_deliveries_oldest_seconds", text, self._since(found.oldest))
        yield _one("motcua_webhook_deliveries_in_progress", "Events that a worker sends", found.in_progress)
        text = "How long the longest of them has been sent"
        yield _one("motcua_webhook_deliveries_longest_seconds", text, self._since(found.begun))
        for name, text in (("delivered", "Events delivered"), ("failed", "Events given up")):
            family = _gauge(f"motcua_webhook_deliveries_{name}", f"{text} in the last hour or day", "within")
            for within in ("hour", "day"):
                family.add_metric([within], getattr(found, f"{name}_{within}"))
            yield family

    def _since(self, moment: datetime | None) -> float:
        return (self._now - moment).total_seconds() if moment else 0.0


def _gauge(name: str, text: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, labels=labels)


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)
