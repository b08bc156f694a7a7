"""The answer stored under an idempotency key comes back as it was given, whatever release stored it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from core import jsontext
from core.domain.json_values import to_json
from core.errors.evidence import StoredUnreadable
from core.services.outside.messages import Delivered
from core.services.requests.idempotency import IdempotentRequest, deserialize
from core.services.views.actors import SYSTEM
from core.services.views.documents import DocumentView
from core.services.views.dossiers import Applicant, DossierView
from core.services.views.interventions import TokenPosition, TokenPositions
from core.services.views.migration import MigrationView
from core.services.views.tasks import TaskView
from tests.unit.core.test_lossy_json import DAY, Period, Way

AT = datetime(2026, 12, 1, 8, 30, 5, 250_000, tzinfo=UTC)
ID = UUID(int=7)
DATA = {"fee": Decimal("8.50"), "copies": 3, "seen": ["2026-12-01", None, True], "of": {"day": "2026-12-01"}}


TASK = TaskView(
    id=ID, dossier="H-1", procedure="1.1", procedure_name="Cấp bản sao", applicant="Nguyễn Văn Thử", element="check",
    name="Thẩm định", kind="review", form={"components": []}, data=DATA, roles=("reviewer",), unit="H99.01",
    unit_name="Ủy ban", assignee=None, assignee_name=None, state="open", opened=AT, due=AT, closed=None, closed_by=None,
    priority=50, revision=1, allowed=("claim",),
)  # fmt: skip
DOSSIER = DossierView(
    id=ID, code="H-1", procedure="1.1", procedure_name="Cấp bản sao", version=2, unit="H99.01", unit_name="Ủy ban",
    processing_unit="H99.01", processing_unit_name="Ủy ban", channel="counter", return_by="post",
    applicant=Applicant("Nguyễn Văn Thử", phone="0900000000"), data=DATA, status=2, received=AT, due=AT, index_due=None,
    paused_since=None, finished=None, returned=None, stopped=False, revision=3, tasks=(TASK,), waiting=("Gửi thư",),
)  # fmt: skip
DOCUMENT = DocumentView(
    id=ID, name="don.pdf", media_type="application/pdf", size=12, sha256="ab", component=None, added=AT, added_by="an",
    marks=("scripts",),
)  # fmt: skip
MIGRATION = MigrationView(
    id=ID, procedure="1.1", source=1, target=2, mapping={"a": "b"}, reason="Nghị định", state="ready", paused=False,
    created=AT, created_by="an", started=None, started_by=None, ended=None, total=1, counts={"waiting": 1},
)  # fmt: skip
STANDING = TokenPositions(
    dossier="H-1",
    version=2,
    finished=None,
    places=(TokenPosition(token="t", element="check", name="Thẩm định", inside=None),),
)


@pytest.mark.parametrize("view", [TASK, DOSSIER, DOCUMENT, MIGRATION, STANDING, Delivered(("H-1", "H-2"))])
def test_an_answer_comes_back_as_it_was(view: Any) -> None:
    kept = jsontext.loads(jsontext.dumps(to_json(view)))
    again = deserialize(type(view), kept)
    assert again == view
    assert to_json(again) == kept, "written again, it is the same to the digit"


def test_a_number_keeps_its_digits() -> None:
    again = deserialize(DossierView, jsontext.loads(jsontext.dumps(to_json(DOSSIER))))
    assert str(again.data["fee"]) == "8.50"
    assert type(again.data["copies"]) is int


def asked(*parts: Any) -> str:
    """The fingerprint of a request for these."""
    return IdempotentRequest.of(SYSTEM, "trial", dict, "key", *parts).fingerprint


def test_days_and_sets_are_kept() -> None:
    period = Period(DAY, frozenset({"b", "a"}))
    assert to_json(period) == {"first": "2026-12-01", "seen": ["a", "b"]}
    assert deserialize(Period, to_json(period)) == period
    assert asked(period, Way.POST, {"x", "y"}) == asked(period, "post", {"y", "x"})


def test_an_answer_of_another_release_is_read() -> None:
    kept = {**to_json(DOCUMENT), "colour": "red"}
    del kept["scan"]
    assert deserialize(DocumentView, kept) == DOCUMENT


@pytest.mark.parametrize("kept", [{}, [], "don.pdf", None, {**to_json(DOCUMENT), "id": "seven"}])
def test_what_is_no_answer_is_told_as_unreadable(kept: Any) -> None:
    with pytest.raises(StoredUnreadable):
        deserialize(DocumentView, kept)
