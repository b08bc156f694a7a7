"""Activities with a loop marker: standard loops and multiple instances (BPMN 2.0.2, 13.3.6 and 13.3.7).

The marked element is one activity with its boundary events; its instances are tokens of the unmarked activity (`body`) in
a scope of their own. The whole is passed once, when the last instance is over.
"""

from __future__ import annotations

from typing import Any

from bpmn import feel
from bpmn.errors import EngineError
from bpmn.jsonvalues import dump_json, load_json
from bpmn.specs.activities import Activity
from bpmn.tokens import Token
from bpmn.values import Value

#: name of the instance's number, from 1
COUNTER = "loopCounter"
#: more instances than any office needs; beyond it is a mistake that would fill the database
MOST = 10_000


class Repeated(Activity):
    """What both kinds share. The token's memo says how far it has come; that of an instance is its place, from 0."""

    body: Activity

    def begin(self, host: Token, place: int, local: dict[str, object]) -> None:
        """Starts one instance."""
        token = host.instance.scope_of(host).spawn(self.body)
        token.memo = [place]
        token.set_local({**local, COUNTER: place + 1})
        token._ready()

    def instance_done(self, token: Token) -> None:
        """An instance is over; its scope ends with the last one."""
        raise NotImplementedError

    def withdraw(self, token: Token) -> None:
        token.instance.close_scope(token)

    def holds(self, token: Token, condition: Value, **names: object) -> bool:
        """Whether a condition is true for the instance; null is not true."""
        instance = token.instance
        scope = instance.visible(token.scope, token.local, names)
        return instance.engine.evaluate(self.name, condition, scope) is True


class MultiInstance(Repeated):
    """One instance for each item of a collection, all at once or one after the other.

    What an instance writes stays with it; only the output element leaves, to its item's place in the output collection.
    """

    isolates = True

    sequential: bool
    #: the items, or how many instances there are
    collection: Value | None
    cardinality: Value | None
    item: str | None
    results: str | None
    result: Value | None
    completion: Value | None

    def open(self, token: Token) -> bool | None:
        items = self._items(token) if self.cardinality is None else [None] * self._size(token, self.cardinality)
        #: items, instances started, instances completed, the items still to come, the results so far
        token.memo = [len(items), 0, 0, None, dump_json([None] * len(items)) if self.results else None]
        if not items:
            return True
        token.instance.open_scope(token)
        if self.sequential:
            token.memo[3] = dump_json(items)
            self._next(token, items)
        else:
            for _ in items:
                self._next(token, items)
        return None

    def _items(self, token: Token) -> list[Any]:
        assert self.collection is not None
        try:
            found = feel.to_json(self.value(token, self.collection))
        except feel.FeelError as error:
            raise EngineError(self.name, "not-json", f"{self.collection.text} cannot be kept: {error}") from error
        if not isinstance(found, list):
            raise self.refusal("no-collection", token, self.collection, "list")
        if len(found) > MOST:
            raise EngineError(self.name, "budget", f"{len(found)} instances are more than {MOST}")
        return found

    def _size(self, token: Token, cardinality: Value) -> int:
        """The number of instances: a numeric expression that gives an integer (10.3.8)."""
        found = feel.to_json(self.value(token, cardinality))
        if isinstance(found, str) and found.isascii() and found.isdigit():
            found = int(found)
        if isinstance(found, bool) or not isinstance(found, int) or found < 0:
            raise self.refusal("no-count", token, cardinality, "whole number")
        if found > MOST:
            raise EngineError(self.name, "budget", f"{found} instances are more than {MOST}")
        return found

    def _next(self, host: Token, items: list[Any]) -> None:
        place = host.memo[1]
        host.memo[1] += 1
        self.begin(host, place, {self.item: items[place]} if self.item else {})

    def instance_done(self, token: Token) -> None:
        host = token.scope.host
        assert host is not None
        memo = host.memo
        memo[2] += 1
        results = self._collect(token, memo)
        if self.completion is not None and self._enough(token, host, results):
            for other in token.scope.tokens():
                if other is not token and other.id in token.scope.tasks:
                    other.drop_out()
        elif self.sequential and memo[1] < memo[0]:
            self._next(host, load_json(memo[3]))

    def _collect(self, token: Token, memo: list[Any]) -> list[Any]:
        if memo[4] is None or self.result is None:
            return []
        instance = token.instance
        results: list[Any] = load_json(memo[4])
        names = instance.visible(token.scope, token.local)
        results[token.memo[0]] = instance.engine.evaluate_json(self.name, self.result, names)
        memo[4] = dump_json(results)
        return results

    def _enough(self, token: Token, host: Token, results: list[Any]) -> bool:
        size, _, done, _, _ = host.memo
        counts = {
            "numberOfInstances": size,
            "numberOfCompletedInstances": done,
            "numberOfActiveInstances": len(token.scope.tokens()) - 1,
            "numberOfTerminatedInstances": 0,
        }
        assert self.completion is not None
        return self.holds(token, self.completion, **counts, **({self.results: results} if self.results else {}))

    def _on_complete_hook(self, token: Token) -> None:
        if self.results is not None:
            token.write(self.results, load_json(token.memo[4]))
        super()._on_complete_hook(token)


class StandardLoop(Repeated):
    """Again and again as long as a condition is true, at most `maximum` times; the rounds share the scope around."""

    before: bool
    condition: Value | None
    maximum: int | None

    def open(self, token: Token) -> bool | None:
        token.memo = [0]
        instance = token.instance
        if self.before and self.condition is not None:
            names = instance.visible(token.scope, token.local, {COUNTER: 0})
            if instance.engine.evaluate(self.name, self.condition, names) is not True:
                return True
        instance.open_scope(token)
        self.begin(token, 0, {})
        return None

    def instance_done(self, token: Token) -> None:
        host = token.scope.host
        assert host is not None
        host.memo[0] += 1
        done: int = host.memo[0]
        ended = self.maximum is not None and done >= self.maximum
        if not ended and (self.condition is None or self.holds(token, self.condition, **{COUNTER: done})):
            self.begin(host, done, {})
