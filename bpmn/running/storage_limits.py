"""Checks of what a step writes: values and texts that both databases can store, within the limits of size.

Size limits are checked before variables are set and effects emitted; computed strings are checked for NUL and lone
surrogates. Input from outside was checked where it came in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

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


class NotStorable(Exception):
    """The value cannot be stored; ``code`` is that of the incident, ``text`` an English sentence for it."""

    def __init__(self, code: str, template: str, /, **facts: object) -> None:
        self.text = redactable(template, **facts)
        super().__init__(self.text)
        self.code = code


def check_text(text: str) -> None:
    """Raises :class:`NotStorable` for characters that a database refuses: NUL and lone surrogates."""
    if "\0" in text:
        raise NotStorable("not-text", "a string contains the character U+0000 (NUL), which cannot be stored")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise NotStorable("not-text", "a string contains a lone UTF-16 surrogate") from None


def check_texts(value: object) -> None:
    """Raises :class:`NotStorable` where a JSON value holds such a text anywhere."""
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
    """About how many characters a JSON value takes; raises :class:`NotStorable` if it is too deep or a name is too long."""
    size = 0
    level = [value]
    for _ in range(limits.VALUE_DEPTH + 1):
        below: list[object] = []
        for item in level:
            if isinstance(item, str):
                size += len(item) + 3
            elif isinstance(item, dict):
                for name in item:
                    _check_object_key(name)
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
    raise NotStorable("budget", "a value is nested more than {most} levels deep", most=Public(limits.VALUE_DEPTH))


def _check_object_key(name: object) -> None:
    if not isinstance(name, str):
        raise NotStorable("not-json", "an object key is not a string")
    if len(name) > limits.VARIABLE_NAME_CHARACTERS:
        raise NotStorable(
            "budget", "a name has more than {most} characters", most=Public(limits.VARIABLE_NAME_CHARACTERS)
        )


def check_effect(effect: Effect) -> None:
    """Raises :class:`NotStorable` for an effect with a computed value that is too large or cannot be stored."""
    check = _CHECKS.get(type(effect))
    if check is not None:
        check(effect)


def _check_key_size(text: str | None, what: str) -> None:
    if text is None:
        return
    check_text(text)
    size = len(text.encode())
    if size > limits.KEY_BYTES:
        message = "the {what} has {size} bytes; at most {most} are allowed"
        raise NotStorable("budget", message, what=Public(what), size=size, most=Public(limits.KEY_BYTES))


def _check_task(effect: TaskOpened) -> None:
    if len(effect.roles) > limits.CANDIDATE_GROUPS:
        message = "the task has {found} candidate groups; at most {most} are allowed"
        raise NotStorable("budget", message, found=len(effect.roles), most=Public(limits.CANDIDATE_GROUPS))
    for role in effect.roles:
        if len(role) > limits.CANDIDATE_CHARACTERS:
            message = "a candidate group has {found} characters; at most {most} are allowed"
            raise NotStorable("budget", message, found=len(role), most=Public(limits.CANDIDATE_CHARACTERS))
        check_text(role)
    size = sum(len(role.encode()) for role in effect.roles)
    if size > limits.CANDIDATE_BYTES:
        message = "the candidate groups have {size} bytes; at most {most} are allowed"
        raise NotStorable("budget", message, size=size, most=Public(limits.CANDIDATE_BYTES))
    _check_key_size(effect.assignee, "assignee")


def _check_message(effect: MessageSubscribed | MessageThrown) -> None:
    _check_key_size(effect.name, "name of the message")
    _check_key_size(effect.key, "correlation key")
    if isinstance(effect, MessageThrown):
        measure(effect.variables)


def _check_signal(effect: SignalSubscribed | SignalThrown) -> None:
    _check_key_size(effect.name, "name of the signal")
    if isinstance(effect, SignalThrown) and measure(effect.variables) > limits.SIGNAL_CHARACTERS:
        raise NotStorable("budget", "a signal carries at most {most} characters", most=Public(limits.SIGNAL_CHARACTERS))


def _check_failed(effect: ProcessFailed) -> None:
    _check_key_size(effect.code, "error code")


_CHECKS: Final[Mapping[type[Effect], Callable[[Any], None]]] = {
    TaskOpened: _check_task,
    MessageSubscribed: _check_message,
    MessageThrown: _check_message,
    SignalSubscribed: _check_signal,
    SignalThrown: _check_signal,
    ProcessFailed: _check_failed,
}
#: the effects with computed values, which are checked
COMPUTED = frozenset(_CHECKS)
THROW_EFFECTS = (MessageThrown, SignalThrown)
