"""What a procedure's folder must hold beside a sound diagram: its details and the form of reception."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bpmn import forms
from bpmn.bilingual import Bilingual
from bpmn.errors import BpmnError
from bpmn.problem import Problem
from core import jsontext
from core.domain import spans
from core.errors.base import CoreError
from core.jsontext import JsonInvalid
from core.limits import BUNDLE_BYTES, BUNDLE_FILES, FILE_NAME_CHARACTERS, NAME_CHARACTERS
from core.services.context.contracts import Contract
from core.services.context.versions import DETAILS, DIAGRAM
from core.services.procedures import detail_lines, detail_values, notice_rules
from core.services.procedures.detail_values import DetailFault
from core.services.procedures.package import Package
from core.storable_text import is_storable

LEVELS = ("province", "commune", "department")
CHANNELS = ("counter", "online", "post")
RETURNS = ("counter", "post")
PAUSES = ("restart", "subtract")
#: what stands in lists and indexes
SHORT = ("code", "name", "name_en", "field", "field_code", "start_form", "time_limit")
#: where the decoder of TOML says its fault is
PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
KINDS = ("original", "copy", "electronic")


def too_much(files: Mapping[str, bytes]) -> list[Problem]:
    """Why a folder is not looked into at all: too many files, or too much in them."""
    whole = sum(map(len, files.values()))
    found = []
    if len(files) > BUNDLE_FILES:
        text = f"There are {len(files)} files; at most {BUNDLE_FILES} are taken."
        found.append(_problem("files-too-many", en=text, vi=f"Có {len(files)} tệp; chỉ nhận tối đa {BUNDLE_FILES}."))
    if whole > BUNDLE_BYTES:
        text = f"The files have {whole} bytes together; at most {BUNDLE_BYTES} are taken."
        found.append(
            _problem("files-too-large", en=text, vi=f"Các tệp có tổng cộng {whole} byte; tối đa {BUNDLE_BYTES}.")
        )
    if any(len(name) > FILE_NAME_CHARACTERS or not is_storable(name) for name in files):
        most = FILE_NAME_CHARACTERS
        text = f"A file's name is longer than {most} characters, or holds one that cannot be stored."
        vi = f"Có tên tệp dài quá {most} ký tự, hoặc chứa ký tự không lưu được."
        found.append(_problem("file-name-wrong", en=text, vi=vi))
    return found


def check(package: Package, served: Mapping[str, Contract] | None = None) -> list[Problem]:
    """The problems of the folder as a whole; those of the diagram are lint's. ``served``: the contracts of topics."""
    files, found = package.files, []
    if DIAGRAM not in files:
        found.append(_problem("diagram-missing", en=f"The file {DIAGRAM} is missing.", vi=f"Thiếu tệp {DIAGRAM}."))
    if DETAILS not in files:
        return [*found, _problem("details-missing", en=f"The file {DETAILS} is missing.", vi=f"Thiếu tệp {DETAILS}.")]
    if package.error is not None:
        return [*found, _unreadable(package.error, files[DETAILS])]
    details, text = package.details or {}, files[DETAILS].decode("utf-8", "replace")
    faults = _check_kept(details) or [
        *_check_details(details),
        *_check_start_form(details, files),
        *_check_notices(package, served),
    ]
    return found + [_of_details(fault, detail_lines.line_of(text, fault.key)) for fault in faults]


def _check_notices(package: Package, served: Mapping[str, Contract] | None) -> list[DetailFault]:
    return list(notice_rules.faults(package.details or {}, package.known_variables(served)))


def _check_kept(details: Mapping[str, Any]) -> list[DetailFault]:
    """What no database keeps is refused before anything else is looked at."""
    try:
        jsontext.check(details)
    except JsonInvalid as error:
        return [_wrong("", en=str(error.params["reason"]), vi="có giá trị không lưu được")]
    found = []
    for name in SHORT:
        value = details.get(name)
        if isinstance(value, str) and len(value) > NAME_CHARACTERS:
            found.append(
                _wrong(
                    name,
                    en=f"has {len(value)} characters; at most {NAME_CHARACTERS} are allowed",
                    vi=f"có {len(value)} ký tự; tối đa {NAME_CHARACTERS}",
                )
            )
    components = details.get("components")
    if isinstance(components, list) and len(components) > BUNDLE_FILES:
        found.append(_wrong("components", en=f"has more than {BUNDLE_FILES} entries", vi=f"có hơn {BUNDLE_FILES} mục"))
    return found


def _check_details(details: Mapping[str, Any]) -> list[DetailFault]:
    found = [
        _wrong(name, en="is missing", vi="còn thiếu")
        for name in ("code", "name", "time_limit")
        if not details.get(name)
    ]
    found += detail_values.wrong_values(details)
    if details.get("time_limit"):
        try:
            spans.parse(str(details["time_limit"]), "time_limit")
        except CoreError as error:
            found.append(_wrong("time_limit", en=str(error), vi="phải viết như 4h hoặc 3d"))
    found += _check_choice(details, "level", LEVELS) + _check_choice(details, "pause", PAUSES)
    found += _check_choices(details, "channels", CHANNELS) + _check_choices(details, "return_by", RETURNS)
    fee = details.get("fee", 0)
    if not isinstance(fee, int) or isinstance(fee, bool) or fee < 0:
        found.append(_wrong("fee", en="is a whole number of đồng", vi="phải là số nguyên, tính bằng đồng"))
    return found + _check_components(details.get("components", []))


def _check_choice(details: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> list[DetailFault]:
    value = details.get(name, choices[0])
    return (
        []
        if value in choices
        else [_wrong(name, en=f"is one of {', '.join(choices)}", vi=f"phải là một trong {', '.join(choices)}")]
    )


def _check_choices(details: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> list[DetailFault]:
    values = details.get(name, list(choices))
    good = isinstance(values, list) and values and all(value in choices for value in values)
    return (
        []
        if good
        else [_wrong(name, en=f"is a list of {', '.join(choices)}", vi=f"phải là danh sách gồm {', '.join(choices)}")]
    )


def _check_components(components: Any) -> list[DetailFault]:
    if not isinstance(components, list) or not all(isinstance(item, dict) for item in components):
        return [
            _wrong(
                "components", en="is a list of tables [[components]]", vi="phải là danh sách các bảng [[components]]"
            )
        ]
    found, keys = [], set()
    known = {"key", "name", "kind", "quantity", "required", "template"}
    for number, item in enumerate(components, start=1):
        path = f"components[{number}]"
        if not item.get("key") or not item.get("name"):
            found.append(_wrong(path, en="needs a key and a name", vi="phải có key và name"))
        if item.get("key") in keys:
            found.append(_wrong(path, en=f"repeats the key {item['key']}", vi=f"lặp lại key {item['key']}"))
        keys.add(item.get("key"))
        if item.get("kind", "original") not in KINDS:
            found.append(
                _wrong(
                    path, en=f"has a kind other than {', '.join(KINDS)}", vi=f"có kind không thuộc {', '.join(KINDS)}"
                )
            )
        unknown = detail_values.unknown_keys(item, known)
        found += [DetailFault(f"{path}.{fault.key}", fault.reason) for fault in unknown]
    return found


def _check_start_form(details: Mapping[str, Any], files: Mapping[str, bytes]) -> list[DetailFault]:
    wanted = details.get("start_form")
    if not wanted:
        return []
    for name, data in files.items():
        if name.endswith(".form"):
            try:
                if forms.parse_form(data).id == wanted:
                    return []
            except BpmnError:
                continue  # lint says what is wrong with that form
    return [
        _wrong(
            "start_form",
            en=f"names the form “{wanted}”, which is not among the files",
            vi=f"nêu biểu mẫu “{wanted}” không có trong các tệp",
        )
    ]


def agree(details: Mapping[str, Any], properties: Mapping[str, str], expected: str | None) -> list[Problem]:
    """The diagram's own word for the procedure, and the procedure that the files were sent for, against its details."""
    code, found = str(details.get("code", "")), []
    named = properties.get("procedure", "").strip()
    if named and named != code:
        text = (
            f"The diagram says that it is of procedure {named}, {DETAILS} that it is of {code}. Put one of them right."
        )
        vi = f"Sơ đồ ghi thuộc thủ tục {named}, còn {DETAILS} ghi {code}. Hãy sửa cho khớp."
        found.append(_problem("procedure-differs", en=text, vi=vi))
    if expected and expected != code:
        text = f"The files were sent for procedure {expected}, and {DETAILS} is of {code}. For another procedure upload them from the list of procedures."
        vi = f"Các tệp được gửi cho thủ tục {expected}, còn {DETAILS} là của {code}. Nếu là thủ tục khác, hãy tải lên từ danh sách thủ tục."
        found.append(_problem("procedure-other", en=text, vi=vi))
    return found


def taken(process: str, code: str, name: str) -> Problem:
    """A process id that another procedure of the office has: a call activity could not tell the two apart."""
    text = f"The process id {process} belongs to procedure {code} ({name}); call activities find it by that id. Give this diagram's process another id."
    vi = f"Mã quy trình {process} là của thủ tục {code} ({name}); hoạt động gọi tìm quy trình theo mã này. Hãy đặt mã khác cho quy trình của sơ đồ."
    return _problem("process-taken", en=text, vi=vi)


def _wrong(path: str, *, en: str, vi: str) -> DetailFault:
    """``path``: where in the details, such as ``components[2].kind``; empty: as a whole."""
    return DetailFault(path, Bilingual(en=en, vi=vi))


def _of_details(fault: DetailFault, line: int | None) -> Problem:
    en, vi = fault.reason.en, fault.reason.vi
    if fault.key:
        en, vi = f"{fault.key} {en}", f"mục {fault.key} {vi}"
    en, vi = f"{DETAILS}: {en}", f"{DETAILS}: {vi}"
    return Problem("details-wrong", None, message=en, vi=vi, file=DETAILS, line=line)


def _unreadable(error: Exception, data: bytes) -> Problem:
    """What a decoder says in English, with its place in both languages; for a date, how one is written."""
    found = PLACE.search(str(error))
    line = int(found[1]) if found else None
    key = detail_values.key_at(data.decode("utf-8", "replace"), line) if line else ""
    if key:
        return _of_details(detail_values.date_fault(key), line)
    vi = f" ở dòng {found[1]}, cột {found[2]}" if found else ""
    wrong = _wrong("", en=f"is no TOML in UTF-8: {error}", vi=f"không đúng quy cách TOML, viết bằng UTF-8{vi}")
    return _of_details(wrong, line)


def _problem(code: str, *, en: str, vi: str) -> Problem:
    return Problem(code, None, message=en, vi=vi)
