"""What random processes are written on: names, flows, conditions, and the activities that blocks are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.unit.bpmn import diagrams as d

#: variables that conditions look at; each task's outcome sets them to 0, 1 or 2
CHOICES = ("p", "q", "r")
CODES = ("one", "two")
ESCALATIONS = ("Late", "Early")
BESIDE = "".join(f'<bpmn:escalation id="{name}" name="{name}" escalationCode="{name}"/>' for name in ESCALATIONS)
BESIDE += d.error("One", "one") + d.error("Two", "two") + d.message("Msg", "news", '="k"')


def signal_of(event: str) -> str:
    """The name of the signal that an event waits for."""
    return f"signal of {event}"


@dataclass
class Sheet:
    """What has been written so far; a task or a call gives the ids of its first and last node."""

    draw: st.DrawFn
    count: int = 0
    #: parts by scope, innermost last
    scopes: list[list[str]] = field(default_factory=lambda: [[]])
    signals: list[str] = field(default_factory=list)

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def put(self, *parts: str) -> None:
        self.scopes[-1].extend(parts)

    def join(self, one: str, other: str, condition: str = "", identifier: str = "") -> None:
        self.put(d.flow(one, other, condition, identifier))

    def condition(self) -> str:
        return f"={self.draw(st.sampled_from(CHOICES))} = {self.draw(st.integers(0, 2))}"

    def awaited(self, event: str) -> str:
        """What an event waits for from outside: a message, or a signal that is named after the event."""
        if self.draw(st.booleans()):
            return d.message_event("Msg")
        self.signals.append(d.signal(f"Sig{event}", signal_of(event)))
        return d.signal_event(f"Sig{event}")

    def escalation(self) -> str:
        return f'<bpmn:escalationEventDefinition escalationRef="{self.draw(st.sampled_from(ESCALATIONS))}"/>'

    def marker(self, waits: bool = True, skips: bool = False) -> str:
        """Sometimes a multi-instance marker, or that of a standard loop.

        Instances that do not wait all run in one step, in no order the standard knows; none may then cancel the others, and
        their rounds need a maximum. A loop that tests before may be skipped.
        """
        kind = self.draw(st.integers(0, 7))
        if kind > 1:
            return ""
        if kind == 1:
            most = self.draw(st.sampled_from(["", "2", "3"] if waits else ["2", "3"]))
            return d.looped(self.condition(), most, self.draw(st.booleans()) if skips else False)
        items, sequential = self.draw(st.sampled_from(["=[1]", "=[1,2]", "=[1,2,3]"])), self.draw(st.booleans())
        enough = self.draw(st.sampled_from(["", "", "1", "2"])) if waits or sequential else ""
        until = f"=numberOfCompletedInstances >= {enough}" if enough else ""
        return d.multiple(items, "i", sequential=sequential, until=until)

    def task(self, depth: int) -> tuple[str, str]:
        name = self.name("Task")
        self.put(d.user(name, inner=self.marker(skips=depth > 0)))  # one of depth 0 always stops the step
        return name, name

    def call(self, depth: int) -> tuple[str, str]:
        name = self.name("Call")
        self.put(d.service(name, inner=self.marker()))
        return name, name
