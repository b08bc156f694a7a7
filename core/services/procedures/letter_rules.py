"""A procedure's own letters: files that can be read, templates that exist, and variables that are known where they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bpmn.bilingual import Bilingual
from bpmn.checking.letters import LetterCall
from bpmn.problem import Problem
from core.domain import parcel_turns
from core.domain.statuses import Status
from core.services.letters import templates

#: which template a step sends that names none
USUAL = "reminder"
#: inputs of the topic that say where a letter goes, not what stands in it
ADDRESSING = frozenset({"to", "status"})


def own(files: Mapping[str, bytes]) -> dict[str, str]:
    """The procedure's own templates by file name; one that is no UTF-8 is left out (:func:`problems` tells)."""
    found = {}
    for name, data in files.items():
        if name.startswith(templates.FOLDER):
            try:
                found[name.removeprefix(templates.FOLDER)] = data.decode("utf-8")
            except UnicodeDecodeError:
                continue
    return found


def problems(files: Mapping[str, bytes], calls: tuple[LetterCall, ...]) -> Iterator[Problem]:
    """Everything wrong with the letters of a folder whose diagram sends ``calls``."""
    mine = own(files)
    for name in sorted(files):
        short = name.removeprefix(templates.FOLDER)
        if name.startswith(templates.FOLDER) and (short not in mine or not templates.FILE.fullmatch(short)):
            en = f"{name} is no letter: the name is <event>.vi.txt or <event>.en.txt in small letters, digits and hyphens, the content UTF-8."
            vi = f"{name} không phải mẫu thư: tên tệp là <sự-kiện>.vi.txt hoặc <sự-kiện>.en.txt, chữ thường, số, gạch nối; nội dung UTF-8."
            yield _problem("letter-file-wrong", Bilingual(en=en, vi=vi), file=name)
    readings = {name: templates.read(source, mine) for name, source in {**templates.office(), **mine}.items()}
    for name in sorted(mine):
        yield from _of_template(name, readings[name])
    yield from _unsent(mine, calls)
    yield from _untranslated(mine)
    used = {f"{call.template or USUAL}.{language}.txt" for call in calls for language in templates.LANGUAGES}
    for name in sorted(mine.keys() - used):
        yield from _unknown(name, readings[name], frozenset(), None)
    for call in calls:
        yield from _of_call(call, readings, mine)


def _unsent(mine: Mapping[str, str], calls: tuple[LetterCall, ...]) -> Iterator[Problem]:
    """Letters that nothing sends: their event is no status, and no step names it."""
    sent = (
        {call.template or USUAL for call in calls}
        | {f"status-{number}" for number in Status}
        | {USUAL}
        | parcel_turns.LETTERS
    )
    built_on = {name for source in mine.values() for name in templates.read(source, mine).builds_on}
    for name in sorted(mine):
        event = templates.event_of(name)
        if event is None or event in sent or event in templates.PARTS or name in built_on:
            continue
        place, known = f"{templates.FOLDER}{name}", ", ".join(sorted(sent))
        en = f"Nothing sends {place}: no step names the event {event}. Sent are {known}."
        vi = f"Không bước nào gửi {place}: chưa bước nào nêu sự kiện {event}. Các sự kiện được gửi: {known}."
        yield replace(_problem("letter-unsent", Bilingual(en=en, vi=vi), file=place), severity="warning")


def _untranslated(mine: Mapping[str, str]) -> Iterator[Problem]:
    """Letters that there are in one language only: in Vietnamese, the law's, or in English."""
    for name in sorted(mine):
        found = templates.FILE.fullmatch(name)
        if found is None:
            continue
        event, language = found.groups()
        other = next(one for one in templates.LANGUAGES if one != language)
        missing, place = f"{event}.{other}.txt", f"{templates.FOLDER}{name}"
        if missing in mine:
            continue
        en = f"{place} has no {templates.FOLDER}{missing}: who asked for the other language gets the office's letter, or this one."
        vi = f"{place} chưa có {templates.FOLDER}{missing}: người chọn ngôn ngữ kia nhận thư chung của cơ quan, hoặc chính thư này."
        yield replace(_problem("letter-untranslated", Bilingual(en=en, vi=vi), file=place), severity="warning")


def _of_call(call: LetterCall, readings: Mapping[str, templates.Reading], mine: Mapping[str, str]) -> Iterator[Problem]:
    event = call.template or USUAL
    name = f"{event}.{templates.LANGUAGE}.txt"
    if event == "status":
        return  # the letter of the status that the input names; the office has one for each
    if not templates.exists(event, mine, templates.LANGUAGE):
        known = ", ".join(templates.events(mine))
        en = f"There is no letter {event}. Add {templates.FOLDER}{name}, or use one of {known}."
        vi = f"Không có mẫu thư {event}. Hãy thêm {templates.FOLDER}{name}, hoặc dùng một trong: {known}."
        yield _problem("letter-unknown", Bilingual(en=en, vi=vi), call.element, call.line)
        return
    for taken in sorted(call.inputs & templates.FACTS.keys() - {"subject", "text"}):
        en = f"The input {taken} would never be seen: letters have the office's own {taken}. Give it another name."
        vi = f"Ánh xạ {taken} không có tác dụng: thư luôn dùng {taken} của cơ quan. Hãy đặt tên khác."
        yield _problem("letter-input-taken", Bilingual(en=en, vi=vi), call.element, call.line)
    for language in templates.LANGUAGES:
        file = f"{event}.{language}.txt"
        if file in readings:
            yield from _unknown(file, readings[file], call.inputs - ADDRESSING, call)


def _of_template(name: str, reading: templates.Reading) -> Iterator[Problem]:
    place = f"{templates.FOLDER}{name}"
    if reading.error:
        en, vi = f"{place} cannot be read, line {reading.line}: {reading.error}", f"{place} sai cú pháp ở dòng {reading.line}: {reading.error}"  # fmt: skip
        yield _problem("letter-unreadable", Bilingual(en=en, vi=vi), line=reading.line, file=place)
    for missing in reading.missing:
        en, vi = (
            f"{place} builds on {missing}, which there is not.",
            f"{place} dựa trên {missing}, nhưng không có tệp này.",
        )
        yield _problem("letter-unknown", Bilingual(en=en, vi=vi), line=reading.builds_on.get(missing), file=place)
    for attribute, line in reading.attributes.items():
        en = f"{place}, line {line}: there is no {attribute}."
        yield _problem(
            "letter-variable-unknown",
            Bilingual(en=en, vi=f"{place}, dòng {line}: không có {attribute}."),
            line=line,
            file=place,
        )


def _unknown(
    name: str, reading: templates.Reading, given: frozenset[str], call: LetterCall | None
) -> Iterator[Problem]:
    place, known = f"{templates.FOLDER}{name}", ", ".join(sorted({*templates.FACTS, *given}))
    for variable, line in sorted(reading.names.items()):
        if variable in given:
            continue
        if call is None:
            en = f"{place}, line {line}: nobody gives {variable}; there are {known}."
            vi = f"{place}, dòng {line}: không ai cung cấp {variable}; các biến có: {known}."
        else:
            en = f"{place}, line {line} names {variable}: give it as an input of this step. There are {known}."
            vi = f"{place}, dòng {line} dùng {variable}: hãy thêm ánh xạ vào cho bước này. Các biến có: {known}."
        element = call.element if call else None
        yield _problem("letter-variable-unknown", Bilingual(en=en, vi=vi), element, line, file=place)


def _problem(
    code: str, text: Bilingual, element: str | None = None, line: int | None = None, file: str | None = None
) -> Problem:
    return Problem(code, element, line=line, file=file, message=text.en, vi=text.vi)
