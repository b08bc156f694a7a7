"""A text that somebody typed, looked at before it is stored: what is wrong with it, and how it reads with made-up values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from jinja2 import TemplateError

from bpmn.bilingual import Bilingual
from bpmn.checking.letters import LetterCall
from bpmn.problem import Problem
from core.domain import sms
from core.services.context.context import Context
from core.services.letters import mail, samples, short, templates
from core.services.procedures import letter_rules
from core.services.views.letter_changes import LetterShown, ShortMessage
from core.storable_text import is_storable

#: what the sandbox says of a value that is not there → the Vietnamese before and behind its name
_WORDS: Final = (
    (
        re.compile(r"'None' has no attribute '(.+)'"),
        "không lấy được ",
        ", vì hồ sơ mẫu này không có giá trị đó; hãy bọc trong {% if … %}",
    ),
    (re.compile(r".+ has no attribute '(.+)'"), "không có thuộc tính ", ""),
    (re.compile(r"'(.+)' is undefined"), "không có ", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text with what it is judged by. ``own``: the templates that are in force before the shipped ones; ``mine``: those of the
    procedure among them, none for a letter of the office; ``calls``: the steps that send letters; ``procedure``: its name."""

    event: str
    language: str
    source: str
    own: Mapping[str, str]
    mine: Mapping[str, str]
    calls: tuple[LetterCall, ...] = ()
    procedure: str = ""

    @property
    def name(self) -> str:
        """The name of its file."""
        return file_of(self.event, self.language)

    @property
    def place(self) -> str:
        """Where its file lies."""
        return f"{templates.FOLDER}{self.name}"

    @property
    def known(self) -> dict[str, str]:
        """The templates as they would be with this text."""
        return {**self.own, self.name: self.source}


def file_of(event: str, language: str) -> str:
    """The file of a letter: ``status-5.vi.txt``."""
    return f"{event}.{language}.txt"


def typed(source: str) -> str:
    """A text as it is kept: lines end as in files, the last one, too; it begins with the first that is not empty."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n").rstrip()
    return f"{lines}\n" if lines else ""


def shown(context: Context, draft: Draft) -> LetterShown:
    """The letter with made-up values, and everything wrong with it."""
    found = list(_of_size(draft))
    if found:
        return LetterShown(problems=found, language=draft.language)
    found = list(_of_rules(draft))
    if any(one.severity == "error" for one in found):
        return LetterShown(problems=found, language=draft.language)
    names = {**templates.read(draft.source, draft.known).names, **_official_names(draft)}
    values = samples.facts(context, draft.event, draft.procedure or "Thủ tục mẫu", names)
    try:
        subject, _, text = templates.rendered(draft.event, values, draft.known, draft.language).partition("\n")
        if not templates.has_subject(draft.event, values, draft.known, draft.language):
            return LetterShown(problems=[*found, _without_subject(draft)], language=draft.language)
    except TemplateError as error:
        return LetterShown(problems=[*found, _unwritten(draft, error)], language=draft.language)
    subject = " ".join(subject.split())
    found += [*_of_subject(draft, subject), *_where_little_is_known(draft, values)]
    letter = mail.Letter(subject, f"{text.strip()}\n", draft.language, _official(draft, values))
    said = short.text(subject, values["notice"], values["lookup"], draft.language)
    return LetterShown(
        problems=found,
        language=draft.language,
        subject=subject,
        text=letter.whole,
        html=mail.body(letter),
        message=_message(said),
        plain=_message(sms.plain(said)),
    )


def _message(text: str) -> ShortMessage:
    return ShortMessage(text=text, characters=len(text), segments=sms.size(text).segments)


def _of_size(draft: Draft) -> Iterator[Problem]:
    place, most = draft.place, templates.MOST_SOURCE
    if not draft.source.strip():
        yield _problem(draft, "letter-empty", f"{place} is empty.", f"{place} còn trống.")
    if len(draft.source) > most:
        en = f"{place} has {len(draft.source)} characters; at most {most} are taken."
        yield _problem(draft, "letter-too-long", en, f"{place} có {len(draft.source)} ký tự; tối đa {most}.")
    if not is_storable(draft.source):
        en, vi = f"{place} holds a character that cannot be stored.", f"{place} có ký tự không lưu được."
        yield _problem(draft, "letter-unreadable", en, vi)


def _of_rules(draft: Draft) -> Iterator[Problem]:
    """What deployment says of this letter; a letter of the office is there in both languages always, and is always sent."""
    files = {
        f"{templates.FOLDER}{name}": text.encode() for name, text in {**draft.mine, draft.name: draft.source}.items()
    }
    for problem in letter_rules.problems(files, draft.calls):
        if problem.file == draft.place and (draft.procedure or problem.severity == "error"):
            yield problem
    builds_on = templates.read(draft.source, draft.known).builds_on
    if draft.name in builds_on:
        en, vi = f"{draft.place} builds on itself.", f"{draft.place} dựa trên chính nó."
        yield replace(_problem(draft, "letter-unreadable", en, vi), line=builds_on[draft.name])
    other = next(one for one in templates.LANGUAGES if one != draft.language)
    shipped = templates.office().get(draft.name)
    if not draft.procedure and draft.source != shipped and file_of(draft.event, other) not in draft.own:
        file = file_of(draft.event, other)
        en = f"{file}, the letter in the other language, still says what was shipped: change it, too."
        vi = f"{file}, thư bằng ngôn ngữ kia, vẫn là bản có sẵn: hãy sửa cả thư đó."
        yield replace(_problem(draft, "letter-untranslated", en, vi), severity="warning")


def _of_subject(draft: Draft, subject: str) -> Iterator[Problem]:
    if len(subject) > short.MOST_SUBJECT:
        en = f"The subject has {len(subject)} characters; messages show {short.MOST_SUBJECT} of them."
        vi = f"Tiêu đề có {len(subject)} ký tự; tin nhắn chỉ có {short.MOST_SUBJECT} ký tự đầu."
        yield replace(_problem(draft, "letter-subject-long", en, vi), severity="warning")


def _without_subject(draft: Draft) -> Problem:
    en = f"{draft.place} has no subject: the first line it writes is the subject."
    vi = f"{draft.place} không có tiêu đề: dòng đầu tiên của thư là tiêu đề."
    return _problem(draft, "letter-without-subject", en, vi)


def _where_little_is_known(draft: Draft, values: Mapping[str, Any]) -> Iterator[Problem]:
    """A letter that fails for a dossier without notice, day or payment would stay unsent."""
    try:
        templates.rendered(draft.event, samples.bare(draft.event, values), draft.known, draft.language)
    except TemplateError as error:
        found = _unwritten(draft, error)
        en = f"Some dossiers have no notice, day or payment; for these the letter cannot be written. {found.message}"
        vi = f"Có hồ sơ không có thông báo, ngày hẹn hay khoản thu; với các hồ sơ đó không viết được thư. {found.vi}"
        yield replace(found, severity="warning", message=en, vi=vi)


def _unwritten(draft: Draft, error: TemplateError) -> Problem:
    line, said = templates.line_of(error, draft.name), str(error.message)
    told = (f"{before}{found[1]}{behind}" for form, before, behind in _WORDS if (found := form.fullmatch(said)))
    vi = next(told, said)
    en = f"{draft.place}{f', line {line}' if line else ''}: {said}."
    vi = f"{draft.place}{f', dòng {line}' if line else ''}: {vi}."
    return replace(_problem(draft, "letter-unwritten", en, vi), line=line)


def _official_names(draft: Draft) -> Mapping[str, int]:
    source = {**templates.office(), **draft.known}.get(file_of(draft.event, templates.LANGUAGE), "")
    return templates.read(source, draft.known).names


def _official(draft: Draft, values: Mapping[str, Any]) -> str:
    """The Vietnamese text that stands beneath one in English; nothing where there is none."""
    if draft.language == templates.LANGUAGE or not templates.exists(draft.event, draft.known, templates.LANGUAGE):
        return ""
    try:
        return templates.rendered(draft.event, values, draft.known).partition("\n")[2].strip() + "\n"
    except TemplateError:
        return ""


def _problem(draft: Draft, code: str, en: str, vi: str) -> Problem:
    text = Bilingual(en=en, vi=vi)
    return Problem(code, None, message=text.en, vi=text.vi, file=draft.place)
