"""Log lines hold no number of a person."""

from __future__ import annotations

from motcua.logs import mask_identities


def test_identity_numbers_are_masked_wherever_they_stand() -> None:
    line = mask_identities(
        None, "info", {"event": "người 001099012345, cũ 012345678", "phone": "0912345678", "count": 12}
    )
    assert line == {"event": "người 001•••••••••, cũ 012••••••", "phone": "0912345678", "count": 12}
