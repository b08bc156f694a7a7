"""Activities with a loop marker: standard loops and multiple instances (BPMN 2.0.2, 13.3.6 and 13.3.7).

The marked element is one activity with its boundary events; its instances are tokens of the unmarked activity (`body`) in
a scope of their own. The whole is passed once, when the last instance is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bpmn.errors import EngineError
from bpmn.jsonvalues import dump_json, load_json
from bpmn.limits import INSTANCES
from bpmn.redaction import Public
from bpmn.running.specs.activities import Activity
from bpmn.running.specs.node import ScopeSpec
from bpmn.running.tokens import Token
from bpmn.values import Value

#: name of the instance's number, from 1
COUNTER = "loopCounter"


class Repeated(Activity):
    """An activity with a loop marker: what both kinds of loop share."""

    body: Activity
    inner: ScopeSpec

    def begin(self, host: Token, loop_index: int, local: dict[str, object]) -> None:
        """Starts one instance."""
        token = host.instance.scope_of(host).spawn(self.body)
        token.loop_index = loop_index
        token.set_local({**local, COUNTER: loop_index + 1})
        token.proceed()

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


@dataclass(slots=True)
class Progress:
    """How far a multiple instance has come.

    Each item and each result is a JSON text of its own, so that a step reads only those it needs.
    """

    #: items, instances started, instances completed
    size: int
    started: int = 0
    completed: int = 0
    #: items still to come, the next one last; None: all have been started
    pending: list[str] | None = None
    #: by place; None: nothing is collected
    results: list[str | None] | None = None

    def record(self) -> list[object]:
        return [self.size, self.started, self.completed, self.pending, self.results]

    @classmethod
    def of(cls, record: Any) -> Progress:
        """Versions up to 2 of the state kept all items as one text, and all results as another."""
        size, started, completed, pending, results = record
        if isinstance(pending, str):
            pending = [dump_json(item) for item in reversed(load_json(pending)[started:])]
        if isinstance(results, str):
            results = [dump_json(one) for one in load_json(results)]
        return cls(size, started, completed, pending, results)


@dataclass(slots=True)
class Rounds:
    """How many rounds of a standard loop are over."""

    done: int = 0

    def record(self) -> list[int]:
        return [self.done]

    @classmethod
    def of(cls, record: Any) -> Rounds:
        return cls(*record)


class MultiInstance(Repeated):
    """One instance for each item of a collection, all at once or one after the other.

    What an instance writes stays with it; only the output element leaves, to its item's place in the output collection.
    """

    isolates = True
    memo_class = Progress

    sequential: bool
    #: the items, or how many instances there are
    collection: Value | None
    cardinality: Value | None
    input_element: str | None
    output_collection: str | None
    output_element: Value | None
    completion_condition: Value | None

    def open(self, token: Token) -> bool | None:
        items = self._items(token) if self.cardinality is None else [None] * self._size(token, self.cardinality)
        token.memo = progress = Progress(len(items), results=[None] * len(items) if self.output_collection else None)
        if not items:
            return True
        token.instance.open_scope(token)
        if self.sequential:
            progress.pending = [dump_json(item) for item in reversed(items)]
            self._begin_next(token)
        else:
            for item in items:
                self._begin_one(token, item)
        return None

    def _items(self, token: Token) -> list[Any]:
        assert self.collection is not None
        found = self.json(token, self.collection)
        if not isinstance(found, list):
            raise self.refusal("no-collection", token, self.collection, "list")
        self._limit(len(found))
        return found

    def _size(self, token: Token, cardinality: Value) -> int:
        """The number of instances: a numeric expression that gives an integer (10.3.8)."""
        found = self.json(token, cardinality)
        if isinstance(found, str) and found.isascii() and found.isdigit():
            found = int(found)
        if isinstance(found, bool) or not isinstance(found, int) or found < 0:
            raise self.refusal("no-count", token, cardinality, "whole number")
        self._limit(found)
        return found

    def _limit(self, found: int) -> None:
        # More instances than any office needs are a mistake that would fill the database.
        if found > INSTANCES:
            raise EngineError(
                self.name, "budget", "{found} instances are more than {most}", found=found, most=Public(INSTANCES)
            )

    def _begin_next(self, host: Token) -> None:
        pending = _progress(host).pending
        assert pending is not None
        self._begin_one(host, load_json(pending.pop()))

    def _begin_one(self, host: Token, item: object) -> None:
        progress = _progress(host)
        loop_index = progress.started
        progress.started += 1
        self.begin(host, loop_index, {self.input_element: item} if self.input_element else {})

    def instance_done(self, token: Token) -> None:
        host = token.scope.host
        assert host is not None
        progress = _progress(host)
        progress.completed += 1
        if self.output_element is not None:
            self._collect(token, host)
        if self.completion_condition is not None and self._enough(token, host, self.completion_condition):
            for other in token.scope.tokens():
                if other is not token and other.id in token.scope.tasks:
                    other.drop_out()
        elif self.sequential and progress.started < progress.size:
            self._begin_next(host)

    def _collect(self, token: Token, host: Token) -> None:
        instance = token.instance
        names = instance.visible(token.scope, token.local)
        assert self.output_element is not None
        found = instance.engine.evaluate_json(self.name, self.output_element, names)
        results = _progress(host).results
        assert results is not None and token.loop_index is not None
        results[token.loop_index] = dump_json(found)

    def _enough(self, token: Token, host: Token, completion: Value) -> bool:
        progress = _progress(host)
        names: dict[str, object] = {
            "numberOfInstances": progress.size,
            "numberOfCompletedInstances": progress.completed,
            "numberOfActiveInstances": token.scope.count - 1,
            "numberOfTerminatedInstances": 0,
        }
        if (
            self.output_collection
            and completion.expression is not None
            and self.output_collection in completion.expression.free_names
        ):
            names[self.output_collection] = _values(progress)
        return self.holds(token, completion, **names)

    def completed(self, token: Token) -> None:
        if self.output_collection is not None:
            token.write(self.output_collection, _values(_progress(token)))
        super().completed(token)


def _progress(token: Token) -> Progress:
    assert isinstance(token.memo, Progress)
    return token.memo


def _values(progress: Progress) -> list[Any]:
    return [None if one is None else load_json(one) for one in progress.results or ()]


class StandardLoop(Repeated):
    """Repeats its activity while a condition is true, at most `loop_maximum` times. All rounds write into the scope around."""

    memo_class = Rounds

    test_before: bool
    condition: Value | None
    loop_maximum: int | None

    def open(self, token: Token) -> bool | None:
        token.memo = Rounds()
        instance = token.instance
        if self.test_before and self.condition is not None:
            names = instance.visible(token.scope, token.local, {COUNTER: 0})
            if instance.engine.evaluate(self.name, self.condition, names) is not True:
                return True
        instance.open_scope(token)
        self.begin(token, 0, {})
        return None

    def instance_done(self, token: Token) -> None:
        host = token.scope.host
        assert host is not None
        rounds = host.memo
        assert isinstance(rounds, Rounds)
        rounds.done += 1
        done = rounds.done
        ended = self.loop_maximum is not None and done >= self.loop_maximum
        if not ended and (self.condition is None or self.holds(token, self.condition, **{COUNTER: done})):
            self.begin(host, done, {})
