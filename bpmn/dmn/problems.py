"""Problems of a DMN model with their place (element, rule, cell), in English and Vietnamese."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bpmn.bilingual import Bilingual

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """Where in a model; what does not apply is empty."""

    #: name of the element
    element: str = ""
    id: str = ""
    #: number of a rule in a decision table, from 1
    rule: int | None = None
    #: label of a column in a decision table
    column: str = ""
    #: name of a part of a boxed expression
    part: str = ""

    def text(self, language: str = "en") -> str:
        """The place in words."""
        rule = "quy tắc" if language == "vi" else "rule"
        column = "cột" if language == "vi" else "column"
        parts = [f"“{self.element or self.id}”"]
        if self.rule is not None:
            parts.append(f"{rule} {self.rule}")
        if self.column:
            parts.append(f"{column} “{self.column}”")
        if self.part:
            parts.append(self.part)
        return ", ".join(parts)

    def __str__(self) -> str:
        return self.text("en")


SENTENCES: dict[str, Bilingual] = {
    "xml": Bilingual(en="The file is no readable XML: {reason}", vi="Tệp không phải XML đọc được: {reason}"),
    "xml-doctype": Bilingual(
        en="The file declares a document type; remove it.", vi="Tệp có khai báo DOCTYPE; hãy bỏ đi."
    ),
    "xml-too-big": Bilingual(en="The file is bigger than {allowed} bytes.", vi="Tệp lớn hơn {allowed} byte."),
    "too-large": Bilingual(
        en="The model has {cells} cells with {characters} characters; at most {most} cells with {longest} characters are "
        "read. Split it, or look values up outside of it.",
        vi="Mô hình có {cells} ô với {characters} ký tự; hệ thống chỉ đọc tối đa {most} ô với {longest} ký tự. Hãy tách ra, "
        "hoặc tra giá trị ở nơi khác.",
    ),
    "analysis-too-large": Bilingual(
        en="The table is too large to be searched for rules that overlap, never decide or are missing; it is run as written.",
        vi="Bảng quá lớn nên không dò được quy tắc chồng nhau, không bao giờ được chọn hoặc còn thiếu; bảng vẫn chạy như đã viết.",
    ),
    "not-dmn": Bilingual(en="The file is no DMN model.", vi="Tệp không phải mô hình DMN."),
    "feel": Bilingual(en="{sentence}", vi="{sentence}"),
    "language": Bilingual(
        en="The expression language “{language}” is not run; use FEEL.",
        vi="Ngôn ngữ biểu thức “{language}” không được chạy; hãy dùng FEEL.",
    ),
    "reference-unknown": Bilingual(
        en="Nothing here has the reference “{href}”.", vi="Không có gì ở đây ứng với tham chiếu “{href}”."
    ),
    "import-missing": Bilingual(
        en="The imported model “{namespace}” was not given.", vi="Không có mô hình được nhập “{namespace}”."
    ),
    "requirement-cycle": Bilingual(en="The element requires itself: {path}", vi="Phần tử đòi hỏi chính nó: {path}"),
    "type-unknown": Bilingual(en="There is no type “{type}”.", vi="Không có kiểu “{type}”."),
    "hit-policy-unknown": Bilingual(en="There is no hit policy “{policy}”.", vi="Không có chính sách chọn “{policy}”."),
    "aggregation-unknown": Bilingual(
        en="There is no aggregation “{aggregation}”.", vi="Không có phép gộp “{aggregation}”."
    ),
    "cells-count": Bilingual(
        en="The rule has {found} {kind} cells; the table has {expected} columns.",
        vi="Quy tắc có {found} ô {kind}; bảng có {expected} cột.",
    ),
    "output-missing": Bilingual(en="The table has no output.", vi="Bảng không có cột kết quả."),
    "expression-missing": Bilingual(en="There is no expression.", vi="Không có biểu thức."),
    "expression-unknown": Bilingual(en="“{tag}” is no expression of DMN.", vi="“{tag}” không phải biểu thức của DMN."),
    "name-twice": Bilingual(en="The name “{name}” is used twice.", vi="Tên “{name}” được dùng hai lần."),
    "id-twice": Bilingual(en="The id “{name}” is used twice.", vi="Mã “{name}” được dùng hai lần."),
    "name-missing": Bilingual(en="The element has no name.", vi="Phần tử không có tên."),
    "element-unknown": Bilingual(en="There is no decision “{name}”.", vi="Không có quyết định “{name}”."),
    "outputs-without-values": Bilingual(
        en="The hit policy {policy} needs the output's values in order.",
        vi="Chính sách {policy} cần danh sách giá trị kết quả theo thứ tự.",
    ),
    "rule-dead": Bilingual(
        en="This rule never decides: rule {other} before it takes all its cases.",
        vi="Quy tắc này không bao giờ được chọn: quy tắc {other} đứng trước đã nhận mọi trường hợp.",
    ),
    "rule-impossible": Bilingual(en="No input can satisfy this rule.", vi="Không đầu vào nào thỏa quy tắc này."),
    "rules-overlap": Bilingual(
        en="Rules {first} and {second} both hold for {example}, but the hit policy allows one.",
        vi="Quy tắc {first} và {second} cùng đúng với {example}, nhưng chính sách chỉ cho một.",
    ),
    "rules-contradict": Bilingual(
        en="Rules {first} and {second} both hold for {example} with different results.",
        vi="Quy tắc {first} và {second} cùng đúng với {example} mà kết quả khác nhau.",
    ),
    "rules-missing": Bilingual(en="No rule covers {example}.", vi="Chưa có quy tắc nào cho {example}."),
    "value-outside": Bilingual(
        en="“{value}” is not among the values the column allows.",
        vi="“{value}” không nằm trong các giá trị cột cho phép.",
    ),
    "unused": Bilingual(en="Nothing uses this element.", vi="Không có gì dùng phần tử này."),
}


@dataclass(frozen=True, slots=True)
class DmnProblem:
    """One problem of a model."""

    #: key of `SENTENCES`
    code: str
    place: ModelPlace
    #: "error": the model is refused
    severity: Severity = "error"
    #: line in the file, from 1
    line: int | None = None
    #: what fills the sentence
    facts: dict[str, Any] = field(default_factory=dict, hash=False)

    def message(self, language: str = "en") -> str:
        """The problem with its place, in ``"vi"`` or ``"en"``."""
        facts = {
            name: value.message(language) if hasattr(value, "message") else value for name, value in self.facts.items()
        }
        sentence = SENTENCES[self.code].in_language(language).format(**facts)
        where = self.place.text(language) if self.place.element or self.place.id else ""
        return f"{where}: {sentence}" if where else sentence

    @property
    def message_en(self) -> str:
        """The problem in English."""
        return self.message("en")

    @property
    def message_vi(self) -> str:
        """The problem in Vietnamese."""
        return self.message("vi")

    def __str__(self) -> str:
        return self.message_en


class DmnError(Exception):
    """The model cannot be used; ``problems`` say where and why."""

    def __init__(self, problems: tuple[DmnProblem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def message(self, language: str = "en") -> str:
        """All problems, one per line."""
        return "\n".join(problem.message(language) for problem in self.problems)

    def __str__(self) -> str:
        return self.message("en")
