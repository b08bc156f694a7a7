"""The register of official letters on both databases: numbers, sight, decisions, and dossiers opened and joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.domain.letters import LetterKind, LetterStatus
from core.errors.dossiers import DossierFinished
from core.errors.letters import LetterDecided, LetterJoined
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant
from core.services.views.letters import IncomingFile, IncomingLetter, LetterFilter, LetterRow
from tests.support.edxml import PDF
from tests.support.staff import hire, staff
from tests.workers import procedures

LETTER = IncomingLetter(
    document_id="D1",
    kind=LetterKind.NEW,
    organ="000.00.06.H99",
    organ_name="Sở Tư pháp",
    receivers=("H99.05",),
    code="15/STP",
    promulgated=date(2026, 11, 20),
    subject="Trả lời xác minh",
    files=(IncomingFile("tra-loi.pdf", PDF),),
)


def take(office: Office, **changed: Any) -> None:
    letter = replace(LETTER, **changed)
    assert office.arrivals.letter(letter, letter.document_id.encode()).code == ""


def found(office: Office, **wanted: Any) -> list[LetterRow]:
    return list(office.correspondence.page(LetterFilter(**wanted), staff(office, "registrar")).items)


@pytest.mark.usefixtures("database_url")
class TestRegister:
    def test_numbers_have_no_gaps_and_the_list_is_narrowed(self, demo: Office) -> None:
        for number, subject in enumerate(("Xác minh hộ tịch", "Xin ý kiến đất đai", "Mời họp"), start=1):
            take(demo, document_id=f"D{number}", subject=subject)
        assert [row.number for row in found(demo)] == [3, 2, 1]
        assert [row.number for row in found(demo, search="dat DAI")] == [2]
        assert [row.number for row in found(demo, search="so tu phap 3")] == [3]
        assert found(demo, search="không có") == []
        registrar = staff(demo, "registrar")
        assert demo.correspondence.waiting(registrar) == 3
        demo.correspondence.say(found(demo)[0].id, LetterStatus.REFUSED, "Gửi nhầm", registrar)
        assert [row.number for row in found(demo, open=True)] == [2, 1]
        assert demo.correspondence.waiting(registrar) == 2
        first = demo.correspondence.page(LetterFilter(), registrar, limit=2)
        rest = demo.correspondence.page(LetterFilter(), registrar, first.next, limit=2)
        assert [row.number for row in (*first.items, *rest.items)] == [3, 2, 1] and rest.next is None

    def test_only_those_of_the_office_see_and_decide(self, demo: Office) -> None:
        take(demo)
        (row,) = found(demo)
        neighbour = hire(demo, "hang-xom", registrar="H99.06")
        assert list(demo.correspondence.page(LetterFilter(), neighbour).items) == []
        for forbidden in (
            lambda: demo.correspondence.get(row.id, neighbour),
            lambda: demo.correspondence.file(row.id, 0, neighbour),
            lambda: demo.correspondence.say(row.id, LetterStatus.REGISTERED, "", neighbour),
        ):
            with pytest.raises(NotFound):
                forbidden()
        with pytest.raises(Forbidden):
            demo.correspondence.page(LetterFilter(), staff(demo, "designer"))
        with pytest.raises(NotFound):
            demo.correspondence.join(row.id, "H99.05-261123-9999", staff(demo, "registrar"))
        reviewer = staff(demo, "reviewer")
        assert demo.correspondence.get(row.id, reviewer).next == ()
        with pytest.raises(Forbidden):
            demo.correspondence.say(row.id, LetterStatus.REGISTERED, "", reviewer)

    def test_what_was_decided_cannot_be_said_again_and_no_needs_a_reason(self, demo: Office) -> None:
        take(demo)
        (row,) = found(demo)
        registrar = staff(demo, "registrar")
        with pytest.raises(BadValue):
            demo.correspondence.say(row.id, LetterStatus.REFUSED, "  ", registrar)
        demo.correspondence.say(row.id, LetterStatus.REGISTERED, "", registrar)
        with pytest.raises(LetterDecided):
            demo.correspondence.say(row.id, LetterStatus.REGISTERED, "", registrar)
        assert all(verdict.intact for verdict in demo.audit.verify_office(staff(demo, "auditor")))

    def test_a_letter_joins_a_dossier_once(self, demo: Office) -> None:
        take(demo)
        (row,) = found(demo)
        procedures.deploy(demo, procedures.diagram("records.status", inputs={"status": "2"}))
        first, second = procedures.receive(demo), procedures.receive(demo)
        leader = staff(demo, "leader")
        for _ in range(2):
            assert demo.correspondence.join(row.id, first.code, leader) == first.code
        with pytest.raises(LetterJoined):
            demo.correspondence.join(row.id, second.code, leader)
        (paper,) = demo.documents.of(first.code, SYSTEM)
        assert (paper.name, paper.size) == ("tra-loi.pdf", len(PDF))
        assert [r.status.value for r in demo.correspondence.get(row.id, leader).reports] == ["01", "03"]
        assert demo.audit.verify(first.code, staff(demo, "auditor")).intact

    def test_a_letter_opens_a_dossier_once(self, demo: Office) -> None:
        take(demo)
        (row,) = found(demo)
        procedures.deploy(demo, procedures.diagram("records.status", inputs={"status": "2"}))
        clerk = hire(demo, "tiep-nhan-cong-van", receiver="H99.05")
        applicant = Applicant(name="Trần Văn Thử")
        opened = [demo.correspondence.open_dossier(row.id, procedures.CODE, applicant, clerk) for _ in range(2)]
        assert opened[0] == opened[1]
        dossier = demo.dossiers.get(opened[0].code, SYSTEM)
        assert (dossier.applicant.name, dossier.channel) == ("Trần Văn Thử", "online")
        assert [paper.name for paper in demo.documents.of(dossier.code, SYSTEM)] == ["tra-loi.pdf"]
        assert found(demo)[0].dossier == dossier.code

    def test_nothing_is_added_to_a_dossier_that_has_ended(self, demo: Office) -> None:
        take(demo)
        (row,) = found(demo)
        procedures.deploy(demo, procedures.diagram("records.status", inputs={"status": "2"}))
        ended = procedures.receive(demo)
        (job,) = [demo.outbox.lease(one.id) for one in demo.outbox.due() if one.topic == "records.status"]
        assert job
        demo.outbox.succeeded(job, {"synchronised": True})
        with pytest.raises(DossierFinished):
            demo.correspondence.join(row.id, ended.code, staff(demo, "leader"))
        assert found(demo)[0].dossier is None
