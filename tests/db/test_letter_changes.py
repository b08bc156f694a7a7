"""Letters edited in the web: shown, checked, saved as versions, by those who may, one after the other."""

from __future__ import annotations

import json
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import func, select

from core.db.models import JournalEntry, OfficeText
from core.domain.journal import JournalKind
from core.errors.base import CoreError
from core.errors.letters import LetterMovedOn, LetterRefused
from core.errors.migration import ReasonMissing
from core.errors.requests import KeyReused, NotFound
from core.errors.rights import Forbidden
from core.services.letters import samples, templates
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.letter_changes import LetterSaved
from tests.db.test_dossier_way import open_dossier
from tests.db.test_notices import COPY
from tests.support.staff import hire, staff

pytestmark = pytest.mark.usefixtures("database_url")
LETTER = ("status-5", "vi")
SUBJECT = "{% block subject %}Đề nghị bổ sung hồ sơ: {{ code }}{% endblock %}"
OTHER = "{% block subject %}Xin bổ sung: {{ code }}{% endblock %}"


@pytest.fixture
def admin(demo: Office) -> Actor:
    return staff(demo, "admin")


@pytest.fixture
def designer(demo: Office) -> Actor:
    return staff(demo, "designer")


def changed(subject: str = OTHER) -> str:
    return templates.office()["status-5.vi.txt"].replace(SUBJECT, subject)


def save(office: Office, by: Actor, source: str | None, mark: str = "0", **more: Any) -> LetterSaved:
    return office.office_letters.save(*LETTER, source, by, **{"reason": "Gọn hơn", "mark": mark, **more})


def sent(office: Office, procedure: str = COPY) -> str:
    """The subject as a letter of status 5 has it now."""
    found = office.letters.previews(procedure)
    return next(one.subject for one in found if (one.event, one.language) == LETTER)


def entries(office: Office, kind: JournalKind) -> list[dict[str, Any]]:
    with office.context.work.read() as work:
        query = select(JournalEntry.payload).where(JournalEntry.kind == kind).order_by(JournalEntry.seq)
        return [json.loads(row.payload) for row in work.execute(query)]


def test_the_offices_letter_gets_versions_and_goes_back(demo: Office, admin: Actor) -> None:
    assert save(demo, admin, changed()) == LetterSaved(letter="status-5.vi", number=1)
    assert sent(demo).startswith("Xin bổ sung: ")
    letter = demo.office_letters.text(*LETTER, admin)
    assert (letter.line.own, letter.line.number, letter.line.by, letter.line.reason) == (True, 1, admin.name, "Gọn hơn")
    assert letter.source == changed() and letter.behind == templates.office()["status-5.vi.txt"]
    assert not save(demo, admin, changed(), "1").changed, "the same text is no version"
    save(demo, admin, None, "1", reason="Về bản cũ")
    assert sent(demo).startswith("Đề nghị bổ sung hồ sơ: ")
    letter = demo.office_letters.text(*LETTER, admin)
    assert (letter.line.own, letter.line.number) == (False, 2)
    assert [(one.number, one.source) for one in letter.revisions] == [(2, None), (1, changed())]
    told = entries(demo, JournalKind.ADMIN_LETTER_CHANGED)
    assert [(one["number"], one["reason"], "sha256" in one) for one in told] == [(1, "Gọn hơn", True), (2, "Về bản cũ", False)]  # fmt: skip


def test_who_opened_an_older_text_is_told(demo: Office, admin: Actor) -> None:
    save(demo, admin, changed())
    with pytest.raises(LetterMovedOn) as told:
        save(demo, admin, changed("{% block subject %}Ba{% endblock %}"))
    assert told.value.params["by"] == admin.name
    assert sent(demo).startswith("Xin bổ sung: ")


def test_two_at_one_moment_are_one_and_a_refusal(demo: Office, admin: Actor) -> None:
    start, said = Barrier(2), []

    def act(number: int) -> None:
        start.wait()
        try:
            said.append(save(demo, admin, changed(f"{{% block subject %}}{number}{{% endblock %}}")).number)
        except CoreError as error:
            said.append(error.code)

    threads = [Thread(target=act, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, said)) == ["1", "letter-moved-on"]
    with demo.context.work.read() as work:
        assert work.scalar(select(func.count()).select_from(OfficeText)) == 1


def test_a_form_sent_twice_is_one_version(demo: Office, admin: Actor) -> None:
    first = save(demo, admin, changed(), key="k1")
    assert save(demo, admin, changed(), key="k1") == first
    with pytest.raises(KeyReused):
        save(demo, admin, changed("{% block subject %}Ba{% endblock %}"), key="k1")


@pytest.mark.parametrize(
    ("source", "code", "line", "named"),
    [
        (changed("{% block subject %}{{ cod }}{% endblock %}"), "letter-variable-unknown", 3, "cod"),
        (changed("{% block subject %}{{ applicant.nmae }}{% endblock %}"), "letter-variable-unknown", 3, "applicant.nmae"),
        (changed("{% block subject %}{{ code {% endblock %}"), "letter-unreadable", 3, ""),
        (changed("{% block subject %}{{ code | moment }}{% endblock %}"), "letter-unwritten", 3, ""),
        (changed("{% block subject %}{{ 1 // 0 }}{% endblock %}"), "letter-unwritten", 3, ""),
        (changed("{% block subject %}{% endblock %}"), "letter-without-subject", None, ""),
        (changed().replace("base.vi.txt", "status-5.vi.txt"), "letter-unreadable", 1, ""),
        ("", "letter-empty", None, ""),
        (changed() + "x" * templates.MOST_SOURCE, "letter-too-long", None, "20000"),
        (changed() + "\x00", "letter-unreadable", None, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_not_saved(
    demo: Office, admin: Actor, source: str, code: str, line: int | None, named: str
) -> None:
    found = demo.office_letters.show(*LETTER, source, admin)
    assert (code, line) in {(one.code, one.line) for one in found.problems if one.severity == "error"}
    assert all(named in one.text(language) for one in found.problems[:1] for language in ("vi", "en"))
    with pytest.raises(LetterRefused):
        save(demo, admin, source)
    assert demo.office_letters.text(*LETTER, admin).line.number == 0


def test_each_way_is_shown(demo: Office, admin: Actor) -> None:
    found = demo.office_letters.show(*LETTER, changed(), admin)
    assert found.subject.startswith("Xin bổ sung: H99.05") and "1. Bản chụp căn cước" in found.text
    assert "<p>Kính gửi Ông/Bà Nguyễn Văn Mẫu" in found.html
    assert found.message and found.plain and found.message.text.startswith("Xin bổ sung: H99.05")
    assert found.plain.text.startswith("Xin bo sung: H99.05")
    assert (found.message.segments, found.plain.segments) == (2, 1), (found.message, found.plain)
    assert [one.code for one in found.problems] == ["letter-untranslated"], "the English one still says what it said"
    english = demo.office_letters.show("status-5", "en", templates.office()["status-5.en.txt"], admin)
    assert "Your dossier lacks" in english.text and "Kính gửi Ông/Bà" in english.text
    assert '<div lang="vi">' in english.html


def test_what_somebody_typed_is_no_markup(demo: Office, admin: Actor) -> None:
    found = demo.office_letters.show(*LETTER, changed().replace("{{ parts", "<script>alert(1)</script>{{ parts"), admin)
    assert "<script>" not in found.html and "&lt;script&gt;" in found.html


def test_a_letter_that_some_dossiers_cannot_get_is_a_warning(demo: Office, admin: Actor) -> None:
    found = demo.office_letters.show(
        *LETTER, changed("{% block subject %}{{ notice.until | day }}{% endblock %}"), admin
    )
    (warning,) = [one for one in found.problems if one.code == "letter-unwritten"]
    assert (warning.severity, warning.line) == ("warning", 3) and "{% if" in warning.text("vi")


@pytest.mark.parametrize("name", sorted(templates.office()))
def test_the_shipped_letters_hold_where_little_is_known(demo: Office, name: str) -> None:
    event, language, _ = name.split(".")
    if event not in templates.PARTS:
        full = samples.facts(demo.context, event, "Thủ tục", ())
        assert templates.rendered(event, samples.bare(event, full), {}, language)


def test_only_administrators_of_the_whole_office_change_its_letters(demo: Office, designer: Actor) -> None:
    below = hire(demo, "xa.khac", admin="H99.06", designer="H99.06")
    for by in (designer, below):
        assert not demo.office_letters.text(*LETTER, by).may_change
        with pytest.raises(Forbidden):
            save(demo, by, changed())
    with pytest.raises(Forbidden):
        demo.procedure_letters.save(COPY, *LETTER, changed(), below, reason="x", mark="")
    for read in (demo.office_letters.lines, lambda by: demo.procedure_letters.lines(COPY, by)):
        with pytest.raises(Forbidden):
            read(staff(demo, "receiver"))


def test_a_reason_and_a_known_letter_are_needed(demo: Office, admin: Actor) -> None:
    with pytest.raises(ReasonMissing):
        save(demo, admin, changed(), reason="  ")
    for event, language in (("base", "vi"), ("status-99", "vi"), ("status-5", "fr"), ("../status-5", "vi")):
        with pytest.raises(NotFound):
            demo.office_letters.text(event, language, admin)
        with pytest.raises(NotFound):
            demo.procedure_letters.text(COPY, event, language, admin)


def test_a_procedures_letter_is_a_version_of_it(demo: Office, designer: Actor) -> None:
    running = open_dossier(demo, COPY)
    before, saving = demo.procedures.get(COPY).version, {"reason": "Gọn hơn", "mark": ""}
    saved = demo.procedure_letters.save(COPY, *LETTER, changed(), designer, **saving)
    assert saved == LetterSaved(letter="status-5.vi", number=before + 1)
    assert sent(demo).startswith("Xin bổ sung: ")
    assert demo.procedures.files(COPY)["letters/status-5.vi.txt"] == changed().encode()
    assert demo.dossiers.get(running.code, SYSTEM).version == before, "a running dossier keeps its version"
    letter = demo.procedure_letters.text(COPY, *LETTER, designer)
    assert (letter.line.own, letter.line.number, letter.line.by) == (True, before + 1, designer.name)
    told = entries(demo, JournalKind.DESIGNER_PROCEDURE_DEPLOYED)[-1]
    assert (told["procedure"], told["version"], told["reason"]) == (COPY, before + 1, "Gọn hơn")
    with pytest.raises(LetterMovedOn) as moved:
        demo.procedure_letters.save(COPY, *LETTER, changed("{% block subject %}Ba{% endblock %}"), designer, **saving)
    assert moved.value.params["by"] == designer.name
    assert not demo.procedure_letters.save(COPY, *LETTER, changed(), designer, **saving).changed
    back = demo.procedure_letters.save(COPY, *LETTER, None, designer, reason="Thôi", mark=letter.mark)
    assert back.number == before and "letters/status-5.vi.txt" not in demo.procedures.files(COPY)


def test_another_letter_saved_meanwhile_is_kept(demo: Office, designer: Actor) -> None:
    saving = {"reason": "Gọn hơn", "mark": ""}
    demo.procedure_letters.save(COPY, *LETTER, changed(), designer, **saving)
    english = templates.office()["status-5.en.txt"].replace("{{ code }}", "{{ code }}!")
    demo.procedure_letters.save(COPY, "status-5", "en", english, designer, **saving)
    assert {"letters/status-5.vi.txt", "letters/status-5.en.txt"} <= demo.procedures.files(COPY).keys()
    lines = {(one.event, one.language): one for one in demo.procedure_letters.lines(COPY, designer)}
    assert lines[LETTER].number == lines["status-5", "en"].number - 1 > 0


def test_a_procedures_letter_goes_before_the_offices_changed_one(demo: Office, admin: Actor, designer: Actor) -> None:
    save(demo, admin, changed())
    own = changed("{% block subject %}Riêng{% endblock %}")
    demo.procedure_letters.save(COPY, *LETTER, own, designer, reason="x", mark="")
    assert sent(demo) == "Riêng"
    assert demo.procedure_letters.text(COPY, *LETTER, designer).behind == changed()
    other = next(one.code for one in demo.procedures.catalogue() if one.code != COPY)
    assert sent(demo, other).startswith("Xin bổ sung: ")
