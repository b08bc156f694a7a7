"""What a new password must be like."""

from __future__ import annotations

from core.errors import BadValue, Reason

SHORTEST = 10
LONGEST = 256


def check_password(password: str, field: str = "password") -> None:
    """Raises :class:`BadValue` for one that is too short or too long."""
    if len(password) < SHORTEST:
        raise BadValue(field=field, reason=Reason("use at least %(limit)s characters", limit=SHORTEST))
    if len(password) > LONGEST:
        raise BadValue(field=field, reason=Reason("use at most %(limit)s characters", limit=LONGEST))
