"""Log lines hold no number of a person; what else they leave out stands in tests/db/test_private_logs.py."""

from __future__ import annotations

from motcua.logs import mask_numbers


def test_numbers_of_people_and_mailboxes_are_masked_wherever_they_stand() -> None:
    given = {
        "event": "người 001099012345, cũ 012345678", "phone": "0912345678", "abroad": "+14155552671", "mail": "to a.b@c.vn",
        "dossier": "H99.05.01-261123-0001", "row": "01a22c45-6e98-79e3-a89c-68cc39edb3fc", "count": 12,
        "timestamp": "2026-11-23T02:00:00Z",
    }  # fmt: skip
    assert mask_numbers(None, "info", dict(given)) == {
        **given, "event": "người 001•••••••••, cũ 012••••••", "phone": "091•••••••", "abroad": "+14•••••••••", "mail": "to …@…",
    }  # fmt: skip
