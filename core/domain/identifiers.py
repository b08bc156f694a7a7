"""Identifiers of rows: UUID version 7 (RFC 9562 §5.7), so that ids made later sort later.

They order rows and make index pages fill one after another; they are no secrets and never stand for a right. Within one
process every id is greater than the one before, also within a millisecond and across threads.
"""

from __future__ import annotations

from uuid_utils.compat import uuid7 as uuid7
