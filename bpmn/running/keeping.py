"""What may be kept of a step: values and texts that both databases take, and no more of them than there is room for.

Values are measured before they become variables, and effects before they leave; what an expression makes is looked
through for characters that no database takes. What comes from outside was looked through at the border.
"""

from __future__ import annotations

from collections.abc import Callable

from bpmn import limits
from bpmn.effects import (
    Effect,
    MessageSubscribed,
    MessageThrown,
    ProcessFailed,
    SignalSubscribed,
    SignalThrown,
    TaskOpened,
)
from bpmn.redaction import Public, redactable


class Unkept(Exception):
    """The value cannot be kept; ``code`` is that of the incident, ``text`` an English sentence for it."""

    def __init__(self, code: str, template: str, /, **facts: object) -> None:
        self.text = redactable(template, **facts)
        super().__init__(self.text)
        self.code = code


def check_text(text: str) -> None:
    """Raises :class:`Unkept` for what a database refuses: NUL and half of a surrogate pair."""
    if "\0" in text:
        raise Unkept("not-text", "a text holds the character U+0000 (NUL), which cannot be stored")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise Unkept("not-text", "a text holds half of a surrogate pair, which is no character") from None


def check_texts(value: object) -> None:
    """Raises :class:`Unkept` where a JSON value holds such a text anywhere."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            check_text(item)
        elif isinstance(item, dict):
            waiting += item
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item


def measure(value: object) -> int:
    """About how many characters a JSON value takes; raises :class:`Unkept` for one that is too deep or names too long."""
    size = 0
    level = [value]
    for _ in range(limits.VALUE_DEPTH + 1):
        below: list[object] = []
        for item in level:
            if isinstance(item, str):
                size += len(item) + 3
            elif isinstance(item, dict):
                for name in item:
                    _check_name(name)
                    size += len(name) + 4
                below += item.values()
            elif isinstance(item, list | tuple):
                below += item
                size += 2
            else:
                size += 8
        if not below:
            return size
        level = below
    raise Unkept("budget", "a value is nested more than {most} levels deep", most=Public(limits.VALUE_DEPTH))


def _check_name(name: object) -> None:
    if not isinstance(name, str):
        raise Unkept("not-json", "a name inside a value is no text")
    if len(name) > limits.VARIABLE_NAME_CHARACTERS:
        raise Unkept("budget", "a name has more than {most} characters", most=Public(limits.VARIABLE_NAME_CHARACTERS))


def check_effect(effect: Effect) -> None:
    """Raises :class:`Unkept` for an effect with something computed in it that is too much or cannot be kept."""
    check = _CHECKS.get(type(effect))
    if check is not None:
        check(effect)


def _key(text: str | None, what: str) -> None:
    if text is None:
        return
    check_text(text)
    size = len(text.encode())
    if size > limits.KEY_BYTES:
        message = "the {what} has {size} bytes; at most {most} are allowed"
        raise Unkept("budget", message, what=Public(what), size=size, most=Public(limits.KEY_BYTES))


def _task(effect: TaskOpened) -> None:
    if len(effect.roles) > limits.CANDIDATE_GROUPS:
        message = "the task has {found} candidate groups; at most {most} are allowed"
        raise Unkept("budget", message, found=len(effect.roles), most=Public(limits.CANDIDATE_GROUPS))
    for role in effect.roles:
        if len(role) > limits.CANDIDATE_CHARACTERS:
            message = "a candidate group has {found} characters; at most {most} are allowed"
            raise Unkept("budget", message, found=len(role), most=Public(limits.CANDIDATE_CHARACTERS))
        check_text(role)
    size = sum(len(role.encode()) for role in effect.roles)
    if size > limits.CANDIDATE_BYTES:
        message = "the candidate groups have {size} bytes; at most {most} are allowed"
        raise Unkept("budget", message, size=size, most=Public(limits.CANDIDATE_BYTES))
    _key(effect.assignee, "assignee")


def _message(effect: MessageSubscribed | MessageThrown) -> None:
    _key(effect.name, "name of the message")
    _key(effect.key, "correlation key")
    if isinstance(effect, MessageThrown):
        measure(effect.variables)


def _signal(effect: SignalSubscribed | SignalThrown) -> None:
    _key(effect.name, "name of the signal")
    if isinstance(effect, SignalThrown) and measure(effect.variables) > limits.SIGNAL_CHARACTERS:
        raise Unkept("budget", "a signal carries at most {most} characters", most=Public(limits.SIGNAL_CHARACTERS))


def _failed(effect: ProcessFailed) -> None:
    _key(effect.code, "error code")


_CHECKS: dict[type[Effect], Callable[..., None]] = {
    TaskOpened: _task,
    MessageSubscribed: _message,
    MessageThrown: _message,
    SignalSubscribed: _signal,
    SignalThrown: _signal,
    ProcessFailed: _failed,
}
#: effects with something computed in them
COMPUTED = frozenset(_CHECKS)
THROWN = (MessageThrown, SignalThrown)
