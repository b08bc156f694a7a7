"""Identifiers of rows: UUID version 7 (RFC 9562 §5.7), so that ids made later sort later.

They sort rows by time and are appended at the end of indexes; they are no secrets and grant no rights. Within one process
every id is greater than the one before, also within a millisecond and across threads.
"""

from __future__ import annotations

from uuid_utils.compat import uuid7 as uuid7
