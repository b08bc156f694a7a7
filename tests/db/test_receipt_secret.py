"""A receipt's secret is shown to who received the dossier, and kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from core.db.models import Idempotency
from core.services.office import Office
from core.services.views.dossiers import DossierView, Reception
from tests.support import moving
from tests.support.staff import hire, staff
from tests.workers import procedures

COMMUNE = "H99.05"


@pytest.fixture
def dossier(demo: Office) -> DossierView:
    """A dossier that was received before."""
    procedures.deploy(demo, moving.OLD)
    return procedures.receive(demo, procedures.APPLICANT, "counter", note="x")


class TestReceiptSecret:
    def receive(self, office: Office, key: str | None = "k1") -> DossierView:
        what = Reception(moving.CODE, procedures.DESK, "counter", procedures.APPLICANT, {"note": "x"}, "counter")
        return office.reception.receive(what, staff(office, "receiver"), key)

    def test_it_stands_nowhere_in_the_database_and_a_repeat_has_it_again(
        self, demo: Office, dossier: DossierView, database_url: str
    ) -> None:
        first = self.receive(demo)
        assert first.receipt_secret
        assert first.receipt_secret not in everything(demo)
        again = self.receive(demo)
        assert (again.code, again.receipt_secret) == (first.code, first.receipt_secret)
        assert demo.dossiers.lookup(first.code, first.receipt_secret, "10.0.0.1").code == first.code
        other = self.receive(demo, "k2")
        assert other.receipt_secret != first.receipt_secret
        assert self.receive(demo, None).receipt_secret != self.receive(demo, None).receipt_secret

    def test_only_who_received_it_with_that_key_has_it_again(self, demo: Office, dossier: DossierView) -> None:
        first = self.receive(demo)
        receiver, others = staff(demo, "receiver"), (staff(demo, "leader"), hire(demo, "khac", receiver=COMMUNE))
        assert demo.reception.receipt_secret(first.code, "k1", receiver) == first.receipt_secret
        assert demo.reception.receipt_secret(first.code, "k2", receiver) is None
        assert demo.reception.receipt_secret(dossier.code, "k1", receiver) is None
        assert all(demo.reception.receipt_secret(first.code, "k1", by) is None for by in others)

    def test_under_another_server_key_the_answer_says_nothing_false(
        self, demo: Office, dossier: DossierView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = self.receive(demo)
        object.__setattr__(demo.context.settings, "secret_key", "another key of more than thirty-two bytes")
        again = self.receive(demo)
        assert (again.code, again.receipt_secret) == (first.code, None)

    def test_it_is_in_no_file_of_the_data_folder(self, demo: Office, dossier: DossierView) -> None:
        secret = (self.receive(demo).receipt_secret or "").encode()
        files = [path for path in Path(demo.context.settings.home).rglob("*") if path.is_file()]
        assert files
        assert not [path for path in files if secret in path.read_bytes()]

    def test_answers_kept_before_lose_theirs(self, demo: Office, dossier: DossierView, database_url: str) -> None:
        from core.db import schema
        from core.db.engines import connect

        first = self.receive(demo)
        secret = "ABCD2345"
        with demo.context.work() as work:
            kept = work.scalars(select(Idempotency).where(Idempotency.key == "k1")).one()
            kept.answer = {**kept.answer, "receipt_secret": secret}
        engine = connect(database_url)
        try:
            schema.downgrade(engine, "0009")
            schema.upgrade(engine)
        finally:
            engine.dispose()
        assert secret not in everything(demo)
        assert self.receive(demo).code == first.code


def everything(office: Office) -> str:
    """All that the database says, as text."""
    with office.context.work() as work:
        names = inspect(work.connection).get_table_names()
        return "\n".join(str(row) for name in names for row in work.connection.execute(text(f'SELECT * FROM "{name}"')))
