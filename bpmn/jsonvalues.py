"""JSON values as the dossier's variables hold them: numbers without loss, text keys, nothing else.

Compares and writes them; converts nothing silently.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import simplejson


def is_json(value: object) -> bool:
    """Whether the value is None, bool, int, finite float or Decimal, str, or lists and dicts (text keys) of such."""
    pending = [value]
    while pending:
        item = pending.pop()
        if item is None or isinstance(item, str | bool | int):
            continue
        if isinstance(item, list):
            pending.extend(item)
        elif isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                return False
            pending.extend(item.values())
        elif not _finite(item):
            return False
    return True


def _finite(item: object) -> bool:
    if isinstance(item, Decimal):
        return item.is_finite()
    return isinstance(item, float) and item - item == 0


def same(one: object, other: object) -> bool:
    """Equality that tells 1 from True and from Decimal("1.0"): what history has to record as a change."""
    pending = [(one, other)]
    while pending:
        left, right = pending.pop()
        if left is right:
            continue
        if type(left) is not type(right):
            return False
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            pending.extend((left[key], right[key]) for key in left)
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pending.extend(zip(left, right, strict=True))
        elif str(left) != str(right):
            return False
    return True


def dump_json(value: object) -> str:
    """Compact JSON text; Decimals keep their digits."""
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def load_json(text: str) -> Any:
    """Inverse of `dump_json`; fractions come back as Decimal."""
    return simplejson.loads(text, use_decimal=True)
