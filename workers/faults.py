"""What is wrong with something another system said, in the office's own words: the field, and how it differs from what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from core.services.context.contracts import Bilingual

OTHERWISE: Final = Bilingual(en="not what was agreed", vi="không đúng như đã thoả thuận")
#: pydantic's kinds of faults, by how they begin or end
WORDS: Final[Mapping[str, Bilingual]] = {
    "missing": Bilingual(en="missing", vi="thiếu"),
    "extra_forbidden": Bilingual(en="not expected", vi="không được có"),
    "json_invalid": Bilingual(en="no JSON", vi="không phải JSON"),
    "string_too_short": Bilingual(en="too short", vi="quá ngắn"),
    "string_too_long": Bilingual(en="too long", vi="quá dài"),
    "too_short": Bilingual(en="too few", vi="quá ít"),
    "too_long": Bilingual(en="too many", vi="quá nhiều"),
    "greater_than": Bilingual(en="too small", vi="quá nhỏ"),
    "greater_than_equal": Bilingual(en="too small", vi="quá nhỏ"),
    "less_than": Bilingual(en="too large", vi="quá lớn"),
    "less_than_equal": Bilingual(en="too large", vi="quá lớn"),
    "literal_error": Bilingual(en="none of the values agreed", vi="không thuộc các giá trị đã thoả thuận"),
    "enum": Bilingual(en="none of the values agreed", vi="không thuộc các giá trị đã thoả thuận"),
    "string_type": Bilingual(en="no text", vi="không phải văn bản"),
    "string_pattern_mismatch": Bilingual(en="not of the form agreed", vi="không đúng dạng đã thoả thuận"),
    "int_type": Bilingual(en="no whole number", vi="không phải số nguyên"),
    "int_parsing": Bilingual(en="no whole number", vi="không phải số nguyên"),
    "int_from_float": Bilingual(en="no whole number", vi="không phải số nguyên"),
    "list_type": Bilingual(en="no list", vi="không phải danh sách"),
    "tuple_type": Bilingual(en="no list", vi="không phải danh sách"),
    "model_type": Bilingual(en="no object", vi="không phải đối tượng"),
    "datetime_parsing": Bilingual(en="no time", vi="không phải thời điểm"),
    "datetime_from_date_parsing": Bilingual(en="no time", vi="không phải thời điểm"),
    "datetime_type": Bilingual(en="no time", vi="không phải thời điểm"),
    "timezone_aware": Bilingual(en="a time without an offset", vi="thời điểm không có múi giờ"),
    "date_parsing": Bilingual(en="no day", vi="không phải ngày"),
    "date_from_datetime_parsing": Bilingual(en="no day", vi="không phải ngày"),
}


def first(error: ValidationError) -> Bilingual:
    """The first fault: ``place: what``, without the value. What a library says of it in English stands in no page of ours."""
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in fault["loc"]) or "JSON"
    words = what(fault["type"])
    return Bilingual(en=f"{place}: {words.en}", vi=f"{place}: {words.vi}")


def what(kind: str) -> Bilingual:
    """The words for one of pydantic's kinds of faults."""
    return WORDS.get(kind, OTHERWISE)


def missing(place: str) -> Bilingual:
    """That what should stand there is not there."""
    words = WORDS["missing"]
    return Bilingual(en=f"{place}: {words.en}", vi=f"{place}: {words.vi}")
