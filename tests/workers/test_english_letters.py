"""Letters in English: every one there is, sent to whom asked for it, the official Vietnamese beneath."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from core.domain.channels import TellBy
from core.domain.notices import usual_in_english
from core.errors.forms import FormInvalid
from core.services.letters import templates
from core.services.letters.mail import OFFICIAL, Letter
from core.services.office import Office
from core.services.running import notice_rows
from core.services.views.dossiers import DossierView, Reception
from core.settings import Settings
from tests.db.test_dossier_way import APPLICANT
from tests.db.test_notices import COPY, do
from tests.support.forms import filled
from tests.support.sources import ROOT
from tests.support.staff import staff
from tests.workers.conftest import Mail, Outside
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext
from workers.notification import letters, message_simulator
from workers.simulation import Served

SHIPPED = sorted((ROOT / "bpmn" / "procedures").glob("*/letters/*.txt"))
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


@pytest.fixture
def ctx(demo: Office, settings: Settings, mailbox: Mail) -> Iterator[WorkerContext]:
    yield contexts.set_current(WorkerContext(demo, settings.but(smtp_url=mailbox.server.url)))
    contexts._current.clear()


def opened(office: Office, **changes: Any) -> DossierView:
    form = office.procedures.start_form(COPY)
    command = Reception(COPY, "H99.05", "counter", replace(APPLICANT, **changes), filled(form.schema) if form else {})
    return office.reception.receive(command, staff(office, "receiver"))


def send(ctx: WorkerContext) -> None:
    for row in ctx.office.outbox.due():
        if row.topic == "notify.send":
            jobs.call(str(row.id))


def test_every_letter_there_is_is_there_in_both_languages() -> None:
    names = set(templates.office())
    assert {name.replace(".en.", ".vi.") for name in names} == {
        name.replace(".en.", ".vi.") for name in names if ".vi." in name
    }
    assert {name.replace(".vi.", ".en.") for name in names} == {name for name in names if ".en." in name}
    shipped = {file.name for file in SHIPPED}
    assert shipped and {name.replace(".vi.", ".en.") for name in shipped} <= shipped


@pytest.mark.parametrize("name", sorted(name for name in templates.office() if ".en." in name))
def test_an_english_letter_has_no_vietnamese_of_its_own(name: str) -> None:
    assert VIETNAMESE.findall(templates.office()[name]) == []


def test_the_usual_lines_are_there_in_english() -> None:
    lines = [*notice_rows.BRING, *(line for lines in notice_rows.NEXT.values() for line in lines)]
    assert [line for line in lines if VIETNAMESE.search(usual_in_english(line))] == []


def test_every_letter_of_every_shipped_procedure_can_be_written_in_both(demo: Office) -> None:
    for procedure in demo.procedures.catalogue():
        previews = demo.letters.previews(procedure.code)
        assert [one for one in previews if one.error] == []
        assert {one.event for one in previews if one.language == "en"} == {
            one.event for one in previews if one.language == "vi"
        }


def test_who_asked_for_english_gets_it_with_the_official_text_beneath(ctx: WorkerContext, mailbox: Mail) -> None:
    dossier = opened(ctx.office, language="en")
    do(ctx.office, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp căn cước")
    send(ctx)
    files = [message_from_bytes(file.read_bytes(), policy=default) for file in mailbox.mailbox.folder.glob("*.eml")]
    mail: Any = next(one for one in files if "further papers" in str(one["Subject"]))
    assert mail["Subject"] == f"Your dossier needs further papers: {dossier.code}"
    assert mail["Content-Language"] == "en, vi"
    text = mail.get_body(("plain",)).get_content()
    english, vietnamese = text.split(OFFICIAL)
    assert english.startswith(f"Dear {APPLICANT.name},") and "Last day: 17:00 on 23 December 2026" in english
    assert "1. Bản chụp căn cước" in english, "what an officer wrote stays as it was written"
    assert "Kính gửi Ông/Bà" in vietnamese and "Hạn cuối: 17:00 ngày 23/12/2026" in vietnamese
    html = mail.get_body(("html",)).get_content()
    assert '<html lang="en">' in html and '<div lang="vi">' in html


def test_who_asked_for_nothing_gets_vietnamese_alone(ctx: WorkerContext, mailbox: Mail) -> None:
    opened(ctx.office)
    send(ctx)
    (letter,) = mailbox.mailbox.letters()
    assert letter["text"].startswith("Kính gửi") and OFFICIAL not in letter["text"]


def test_a_message_is_in_the_language_that_was_asked_for(ctx: WorkerContext) -> None:
    with Served(message_simulator.create_app()) as served:
        gateway = Outside(served)
        own = ctx.settings.but(sms_url=gateway.url, sms_key="client:secret", sms_sender="UBNDXAMAU")
        contexts.set_current(WorkerContext(ctx.office, own))
        dossier = opened(ctx.office, tell_by=TellBy.SMS, language="en")
        send(ctx)
        (one,) = served.app.extensions["messages"].messages.values()
    assert one["text"].startswith(f"Your dossier has been received: {dossier.code}. See: http")


def test_a_letter_that_there_is_in_vietnamese_only_is_sent_in_it() -> None:
    own = {"hen.vi.txt": "Hẹn\nMời đến."}
    assert letters.written("hen", {}, own, "en") == Letter("Hẹn", "Mời đến.\n")


def test_another_language_is_refused(ctx: WorkerContext) -> None:
    with pytest.raises(FormInvalid) as refused:
        opened(ctx.office, language="fr")
    assert [one.code for one in refused.value.fields["applicant.language"]] == ["not-an-option"]
