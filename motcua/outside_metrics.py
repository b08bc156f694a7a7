"""What ``/metrics`` tells of the outside systems: figures of the database at this moment, so they belong to no process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.services.views.outside import InboundFigures, SystemView


class OutsideCollector(Collector):
    """One gauge for each figure; ``now`` is the office's."""

    def __init__(self, systems: Sequence[SystemView], inbound: Sequence[InboundFigures], now: datetime) -> None:
        self._systems = systems
        self._inbound = inbound
        self._now = now

    def collect(self) -> Iterable[Metric]:
        yield from self._calls()
        yield from self._states()
        yield from self._inbox()

    def _calls(self) -> Iterable[Metric]:
        waiting = _gauge("motcua_calls_waiting", "Calls that wait, by topic", "topic")
        tried = _gauge("motcua_calls_tried", "Of those that wait, tried in vain at least once", "topic")
        oldest = _gauge("motcua_calls_oldest_seconds", "How long ago the oldest of those that wait was wanted", "topic")
        busy = _gauge("motcua_calls_in_progress", "Calls that a worker carries out", "topic")
        longest = _gauge("motcua_calls_longest_seconds", "How long the longest of them has been carried out", "topic")
        done = _gauge("motcua_calls_done", "Calls done in the last hour or day", "topic", "within")
        failed = _gauge("motcua_calls_failed", "Calls given up in the last hour or day", "topic", "within")
        tries = _gauge("motcua_calls_attempts", "Tries of the calls that were done in the last hour", "topic")
        paused = _gauge("motcua_topic_paused", "1: an administrator has paused the topic", "topic")
        for one in (topic for system in self._systems for topic in system.topics):
            waiting.add_metric([one.topic], one.waiting)
            tried.add_metric([one.topic], one.tried)
            oldest.add_metric([one.topic], (self._now - one.oldest).total_seconds() if one.oldest else 0)
            busy.add_metric([one.topic], one.in_progress)
            longest.add_metric([one.topic], (self._now - one.begun).total_seconds() if one.begun else 0)
            done.add_metric([one.topic, "hour"], one.done_hour)
            done.add_metric([one.topic, "day"], one.done_day)
            failed.add_metric([one.topic, "hour"], one.failed_hour)
            failed.add_metric([one.topic, "day"], one.failed_day)
            tries.add_metric([one.topic], one.tries_hour)
            paused.add_metric([one.topic], one.pause is not None)
        yield from (waiting, tried, oldest, busy, longest, done, failed, tries, paused)

    def _states(self) -> Iterable[Metric]:
        breaker = _gauge("motcua_system_breaker_open", "1: the system does not serve, its calls wait", "system")
        failures = _gauge("motcua_system_failures", "Calls that failed since the last that succeeded", "system")
        slow = _gauge("motcua_system_slow", "1: its calls take long, and few go at once", "system")
        for system in self._systems:
            slow.add_metric([system.name], system.slow_since is not None)
            breaker.add_metric([system.name], system.state == "open")
            failures.add_metric([system.name], system.failures)
        yield from (breaker, failures, slow)

    def _inbox(self) -> Iterable[Metric]:
        waiting = _gauge("motcua_inbound_waiting", "Messages of other systems not yet offered", "source")
        parked = _gauge("motcua_inbound_parked", "Messages of other systems that wait for a person", "source")
        refused = _gauge("motcua_inbound_refused_today", "Messages refused today for their signature", "source")
        for one in self._inbound:
            waiting.add_metric([one.source], one.waiting)
            parked.add_metric([one.source], one.parked)
            refused.add_metric([one.source], one.refused_today)
        yield from (waiting, parked, refused)


def _gauge(name: str, text: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, labels=labels)
