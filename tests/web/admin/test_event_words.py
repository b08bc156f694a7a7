"""Every kind of event has a sentence of its own, in both languages."""

from __future__ import annotations

import pytest
from flask import Flask, session

from admin import events
from core.domain.history import EventKind
from core.services.office import Office


@pytest.fixture
def staff_app(office: Office) -> Flask:
    from admin.app import create_app

    return create_app(office, office.context.settings)


def test_every_kind_of_event_has_words(staff_app: Flask) -> None:
    assert set(events.SENTENCES) == set(EventKind)
    told = {}
    for language in ("vi", "en"):
        with staff_app.test_request_context("/"):
            session["language"] = language
            told[language] = {kind: words({}, {}) for kind, words in events.SENTENCES.items()}
    assert not [kind for kind in EventKind if told["vi"][kind] in ("", told["en"][kind])]
