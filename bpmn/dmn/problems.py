"""What is wrong with a model, said of a place in it: the element, the rule, the cell. Vietnamese and English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """Where in a model: the element's name and id, the rule and column of a table (from 1) where there are any."""

    element: str = ""
    id: str = ""
    rule: int | None = None
    column: str = ""
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


SENTENCES: dict[str, tuple[str, str]] = {
    "xml": ("The file is no readable XML: {reason}", "Tệp không phải XML đọc được: {reason}"),
    "xml-doctype": ("The file declares a document type; remove it.", "Tệp có khai báo DOCTYPE; hãy bỏ đi."),
    "xml-too-big": ("The file is bigger than {allowed} bytes.", "Tệp lớn hơn {allowed} byte."),
    "too-large": (
        "The model has {cells} cells with {characters} characters; at most {most} cells with {longest} characters are "
        "read. Split it, or look values up outside of it.",
        "Mô hình có {cells} ô với {characters} ký tự; hệ thống chỉ đọc tối đa {most} ô với {longest} ký tự. Hãy tách ra, "
        "hoặc tra giá trị ở nơi khác.",
    ),
    "analysis-too-large": (
        "The table is too large to be searched for rules that overlap, never decide or are missing; it is run as written.",
        "Bảng quá lớn nên không dò được quy tắc chồng nhau, không bao giờ được chọn hoặc còn thiếu; bảng vẫn chạy như đã viết.",
    ),
    "not-dmn": ("The file is no DMN model.", "Tệp không phải mô hình DMN."),
    "feel": ("{sentence}", "{sentence}"),
    "language": (
        "The expression language “{language}” is not run; use FEEL.",
        "Ngôn ngữ biểu thức “{language}” không được chạy; hãy dùng FEEL.",
    ),
    "reference-unknown": ("Nothing here has the reference “{href}”.", "Không có gì ở đây ứng với tham chiếu “{href}”."),
    "import-missing": (
        "The imported model “{namespace}” was not given.",
        "Không có mô hình được nhập “{namespace}”.",
    ),
    "requirement-cycle": ("The element requires itself: {path}", "Phần tử đòi hỏi chính nó: {path}"),
    "type-unknown": ("There is no type “{type}”.", "Không có kiểu “{type}”."),
    "hit-policy-unknown": ("There is no hit policy “{policy}”.", "Không có chính sách chọn “{policy}”."),
    "aggregation-unknown": ("There is no aggregation “{aggregation}”.", "Không có phép gộp “{aggregation}”."),
    "cells-count": (
        "The rule has {found} {kind} cells; the table has {expected} columns.",
        "Quy tắc có {found} ô {kind}; bảng có {expected} cột.",
    ),
    "output-missing": ("The table has no output.", "Bảng không có cột kết quả."),
    "expression-missing": ("There is no expression.", "Không có biểu thức."),
    "expression-unknown": ("“{tag}” is no expression of DMN.", "“{tag}” không phải biểu thức của DMN."),
    "name-twice": ("The name “{name}” is used twice.", "Tên “{name}” được dùng hai lần."),
    "id-twice": ("The id “{name}” is used twice.", "Mã “{name}” được dùng hai lần."),
    "name-missing": ("The element has no name.", "Phần tử không có tên."),
    "element-unknown": ("There is no decision “{name}”.", "Không có quyết định “{name}”."),
    "outputs-without-values": (
        "The hit policy {policy} needs the output's values in order.",
        "Chính sách {policy} cần danh sách giá trị kết quả theo thứ tự.",
    ),
    "rule-dead": (
        "This rule never decides: rule {other} before it takes all its cases.",
        "Quy tắc này không bao giờ được chọn: quy tắc {other} đứng trước đã nhận mọi trường hợp.",
    ),
    "rule-impossible": ("No input can satisfy this rule.", "Không đầu vào nào thỏa quy tắc này."),
    "rules-overlap": (
        "Rules {first} and {second} both hold for {example}, but the hit policy allows one.",
        "Quy tắc {first} và {second} cùng đúng với {example}, nhưng chính sách chỉ cho một.",
    ),
    "rules-contradict": (
        "Rules {first} and {second} both hold for {example} with different results.",
        "Quy tắc {first} và {second} cùng đúng với {example} mà kết quả khác nhau.",
    ),
    "rules-missing": ("No rule covers {example}.", "Chưa có quy tắc nào cho {example}."),
    "value-outside": (
        "“{value}” is not among the values the column allows.",
        "“{value}” không nằm trong các giá trị cột cho phép.",
    ),
    "unused": ("Nothing uses this element.", "Không có gì dùng phần tử này."),
}


@dataclass(frozen=True, slots=True)
class DmnProblem:
    """One finding. ``severity`` is ``"error"`` (the model is refused) or ``"warning"``; ``line`` is the file's."""

    code: str
    place: ModelPlace
    severity: str = "error"
    line: int | None = None
    facts: dict[str, Any] = field(default_factory=dict, hash=False)

    def message(self, language: str = "en") -> str:
        """The finding with its place, in ``"vi"`` or ``"en"``."""
        english, vietnamese = SENTENCES[self.code]
        facts = {
            name: value.message(language) if hasattr(value, "message") else value for name, value in self.facts.items()
        }
        told = (vietnamese if language == "vi" else english).format(**facts)
        where = self.place.text(language) if self.place.element or self.place.id else ""
        return f"{where}: {told}" if where else told

    @property
    def message_en(self) -> str:
        """The finding in English."""
        return self.message("en")

    @property
    def message_vi(self) -> str:
        """The finding in Vietnamese."""
        return self.message("vi")

    def __str__(self) -> str:
        return self.message_en


class DmnError(Exception):
    """The model cannot be used; ``problems`` say where and why."""

    def __init__(self, problems: tuple[DmnProblem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def message(self, language: str = "en") -> str:
        """All problems, one a line."""
        return "\n".join(problem.message(language) for problem in self.problems)

    def __str__(self) -> str:
        return self.message("en")
