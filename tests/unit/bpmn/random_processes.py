"""Random block-structured processes for hypothesis: sequence, choice, parallel, loop, sub-process, boundary events."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.random_sheet import BESIDE, CHOICES, Sheet


class Writer(Sheet):
    """Writes one process; each block gives the ids of its first and last node."""

    def block(self, depth: int) -> tuple[str, str]:
        kinds = ["task", "task", "call"]
        if depth > 0:
            kinds += [
                "sequence",
                "sequence",
                "choice",
                "parallel",
                "inclusive",
                "fan",
                "race",
                "loop",
                "sub",
                "guarded",
                "guarded",
                "stop",
                "throw",
                "escalate",
                "jump",
                "tangle",
                "passed",
                *(["undo"] if len(self.scopes) == 1 else []),
            ]
        made: tuple[str, str] = getattr(self, self.draw(st.sampled_from(kinds)))(depth)
        return made

    def sequence(self, depth: int) -> tuple[str, str]:
        first, last = self.block(depth - 1)
        for _ in range(self.draw(st.integers(1, 2))):
            start, end = self.block(depth - 1)
            self.join(last, start)
            last = end
        return first, last

    def choice(self, depth: int) -> tuple[str, str]:
        split, merge = self.name("Xor"), self.name("Merge")
        default = self.name("flow")
        self.put(d.xor(split, default), d.xor(merge))
        for number in range(self.draw(st.integers(2, 3))):
            flow = default if number == 0 else self.name("flow")
            if self.draw(st.booleans()):
                start, end = self.block(depth - 1)
                self.join(end, merge)
            else:
                start = merge
            self.join(split, start, "" if number == 0 else self.condition(), flow)
        return split, merge

    def parallel(self, depth: int) -> tuple[str, str]:
        fork, join = self.name("Fork"), self.name("Join")
        self.put(d.parallel(fork), d.parallel(join))
        for _ in range(self.draw(st.integers(2, 3))):
            start, end = self.block(depth - 1) if self.draw(st.integers(0, 4)) else (join, "")
            self.join(fork, start, identifier=self.name("flow"))
            if end:
                self.join(end, join)
        return fork, join

    def inclusive(self, depth: int) -> tuple[str, str]:
        """Several true flows at once; the branches may end elsewhere, so that the join must find out who can come."""
        split, join = self.name("Incl"), self.name("Ijoin")
        default = self.name("flow")
        self.put(d.inclusive(split, default), d.inclusive(join))
        for number in range(self.draw(st.integers(2, 3))):
            flow = default if number == 0 else self.name("flow")
            start, end = self.block(depth - 1) if self.draw(st.integers(0, 3)) else (join, "")
            self.join(split, start, "" if number == 0 else self.condition(), flow)
            if end and self.draw(st.integers(0, 5)) == 0:
                gone = self.name("End")
                out, choice = self.name("flow"), self.name("Xor")
                self.put(d.end(gone), d.xor(choice, out))
                self.join(end, choice)
                self.join(choice, gone, self.condition())
                self.join(choice, join, identifier=out)
            elif end:
                self.join(end, join)
        return split, join

    def fan(self, depth: int) -> tuple[str, str]:
        """A task with conditional flows and a default, whose tokens meet at an inclusive gateway."""
        name, join, default = self.name("Task"), self.name("Ijoin"), self.name("flow")
        self.put(d.user(name).replace(f'id="{name}"', f'id="{name}" default="{default}"', 1), d.inclusive(join))
        for number in range(self.draw(st.integers(2, 3))):
            start, end = self.block(depth - 1)
            flow = default if number == 0 else self.name("flow")
            self.join(name, start, "" if number == 0 else self.condition(), flow)
            self.join(end, join)
        return name, join

    def race(self, depth: int) -> tuple[str, str]:
        """An event-based gateway with a timer and a message or signal."""
        gate, merge = self.name("Race"), self.name("Merge")
        self.put(d.race(gate), d.xor(merge))
        for timed in (True, False):
            event = self.name("Catch")
            self.put(d.catch(event, d.timer("P1D") if timed else self.awaited(event)))
            self.join(gate, event)
            start, end = self.block(depth - 1)
            self.join(event, start)
            self.join(end, merge)
        return gate, merge

    def loop(self, depth: int) -> tuple[str, str]:
        merge, split, default = self.name("Merge"), self.name("Xor"), self.name("flow")
        self.put(d.xor(merge), d.xor(split, default))
        task, _ = self.task(0)
        start, end = self.block(depth - 1)
        out, _ = self.task(0)
        self.join(merge, task)
        self.join(task, start)
        self.join(end, split)
        self.join(split, merge, self.condition())
        self.join(split, out, identifier=default)
        return merge, out

    def tangle(self, depth: int) -> tuple[str, str]:
        """A cycle with two ways in, which no block structure has."""
        split, merge, into = self.name("Xor"), self.name("Merge"), self.name("flow")
        self.put(d.xor(split, into), d.xor(merge))
        entries = [self.name("Merge"), self.name("Merge")]
        self.join(split, entries[0], identifier=into)
        self.join(split, entries[1], self.condition())
        for number, entry in enumerate(entries):
            choice, out = self.name("Xor"), self.name("flow")
            self.put(d.xor(entry), d.xor(choice, out))
            task, _ = self.task(0)
            start, end = self.block(depth - 1)
            self.join(entry, task)
            self.join(task, start)
            self.join(end, choice)
            self.join(choice, entries[1 - number], self.condition())
            self.join(choice, merge, identifier=out)
        return split, merge

    def jump(self, depth: int) -> tuple[str, str]:
        """A link instead of a flow."""
        throw, catch, name = self.name("Jump"), self.name("Land"), self.name("link")
        self.put(d.throw(throw, d.link(name)), d.catch(catch, d.link(name)))
        return throw, catch

    def passed(self, depth: int) -> tuple[str, str]:
        """A task that nobody does."""
        name = self.name("Pass")
        self.put(d.node(self.draw(st.sampled_from(["manualTask", "task"])), name))
        return name, name

    def escalate(self, depth: int) -> tuple[str, str]:
        """A task, then an escalation; what comes after it goes on unless somebody interrupts."""
        task, _ = self.task(0)
        name = self.name("Escalate")
        self.put(d.throw(name, self.escalation()))
        self.join(task, name)
        return task, name

    def undo(self, depth: int) -> tuple[str, str]:
        """A task that can be compensated, and later an event that does so, each time it was completed."""
        task, handler, throw = self.name("Task"), self.name("Undo"), self.name("Throw")
        self.put(d.user(task), d.undone(task, d.user(handler)), d.throw(throw, d.compensate(task)))
        start, end = self.block(depth - 1)
        out, _ = self.task(0)
        self.join(task, start)
        self.join(end, throw)
        self.join(throw, out)
        return task, out

    def sub(self, depth: int) -> tuple[str, str]:
        name = self.name("Sub")
        self.scopes.append([])
        first, last = self.name("Start"), self.name("End")
        self.put(d.start(first), d.end(last))
        start, end = self.block(depth - 1)
        self.join(first, start)
        self.join(end, last)
        if self.draw(st.integers(0, 2)) == 0:
            self.handler()
        inside = self.scopes.pop()
        self.put(d.sub(name, self.marker(waits=False, skips=True), *inside))
        return name, name

    def handler(self) -> None:
        """An event sub-process of the scope being written."""
        name, start, task, end = (self.name(kind) for kind in ("Handler", "On", "Task", "End"))
        kind = self.draw(st.sampled_from(["timer", "message", "error", "escalation"]))
        known = {"timer": d.timer("P1D"), "error": d.error_event(), "escalation": "<bpmn:escalationEventDefinition/>"}
        definition = known.get(kind) or self.awaited(start)
        interrupting = str(kind == "error" or self.draw(st.booleans())).lower()
        parts = (d.node("startEvent", start, inner=definition, isInterrupting=interrupting), d.user(task), d.end(end))
        self.put(d.sub(name, *parts, d.path(start, task, end), triggeredByEvent="true"))

    def guarded(self, depth: int) -> tuple[str, str]:
        """An activity with one or two boundary events; what follows an interrupting one merges, else it ends by itself."""
        inside = self.draw(st.booleans())
        host, _ = self.sub(depth) if inside else self.draw(st.sampled_from([self.task, self.call]))(0)
        kinds = ["timer", "message", "error", *(["escalation"] if inside else [])]
        merge = self.name("Merge")
        self.put(d.xor(merge))
        self.join(host, merge)
        for kind in self.draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True)):
            self.boundary(host, merge, kind)
        return host, merge

    def boundary(self, host: str, merge: str, kind: str) -> None:
        name = self.name("Guard")
        interrupting = kind == "error" or self.draw(st.booleans())
        errors = st.sampled_from([d.error_event(), d.error_event("One")])
        escalations = st.sampled_from(["<bpmn:escalationEventDefinition/>", self.escalation()])
        known = {"timer": d.timer("P1D"), "error": self.draw(errors), "escalation": self.draw(escalations)}
        definition = known.get(kind) or self.awaited(name)
        self.put(d.boundary(name, host, definition, interrupting=interrupting))
        handler, _ = self.task(0)
        self.join(name, handler)
        if interrupting:
            self.join(handler, merge)
        else:
            end = self.name("End")
            self.put(d.end(end))
            self.join(handler, end)

    def stop(self, depth: int) -> tuple[str, str]:
        name = self.name("Stop")
        return self._aside(d.terminate(name), name)

    def throw(self, depth: int) -> tuple[str, str]:
        name = self.name("Throw")
        return self._aside(d.error_end(name, self.draw(st.sampled_from(["One", "Two"]))), name)

    def _aside(self, event: str, name: str) -> tuple[str, str]:
        """A task, then perhaps an abnormal end; a task after it, so that no two happen in one step."""
        task, _ = self.task(0)
        split, default = self.name("Xor"), self.name("flow")
        out, _ = self.task(0)
        self.put(d.xor(split, default), event)
        self.join(task, split)
        self.join(split, name, self.condition())
        self.join(split, out, identifier=default)
        return task, out


@st.composite
def processes(draw: st.DrawFn, depth: int = 4) -> bytes:
    """A diagram."""
    writer = Writer(draw)
    writer.put(d.start("Begin"), d.end("Finish"))
    start, end = writer.block(depth)
    writer.join("Begin", start)
    writer.join(end, "Finish")
    return d.diagram(*writer.scopes[0], beside=BESIDE + "".join(writer.signals))


outcomes = st.fixed_dictionaries({name: st.integers(0, 2) for name in CHOICES})
