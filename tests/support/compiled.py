"""Templates are compiled once in a test process, though every test builds its own applications."""

from __future__ import annotations

from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Jinja's compiled templates in memory, told apart by file, text, and what changes how a text is compiled."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Puts the code into the bucket, if there is any."""
        bucket.code = self._kept.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the bucket's code."""
        assert bucket.code is not None
        self._kept[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[object, ...]:
    rules = bucket.environment
    return bucket.key, bucket.checksum, rules.trim_blocks, rules.lstrip_blocks, tuple(sorted(rules.extensions))
