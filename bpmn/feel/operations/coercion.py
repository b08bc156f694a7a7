"""Implicit conversions (DMN 10.3.2.9.4): a list of one to its element, an element to a list, a date to a moment."""

from __future__ import annotations

from bpmn.feel import types
from bpmn.feel.conformance import conforms
from bpmn.feel.operations.arithmetic import moment
from bpmn.feel.types import ListType, Type
from bpmn.feel.values import Date


class TypeMismatch(Exception):
    """The value cannot be made to fit the type."""


def coerce(value: object, kind: Type) -> object:
    """The value as that type; raises TypeMismatch."""
    if conforms(value, kind):
        return value
    if isinstance(value, list) and len(value) == 1 and not isinstance(kind, ListType) and conforms(value[0], kind):
        return value[0]
    if isinstance(kind, ListType) and not isinstance(value, list) and conforms(value, kind.element):
        return [value]
    if kind == types.DATE_TIME and isinstance(value, Date):
        return moment(value)
    raise TypeMismatch
