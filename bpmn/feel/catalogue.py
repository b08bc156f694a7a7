"""The sentences by code, in English and Vietnamese. Facts stand in braces; see `bpmn.feel.messages`."""

from __future__ import annotations

from bpmn.bilingual import Bilingual

SENTENCES: dict[str, Bilingual] = {
    # The text is not FEEL
    "expected": Bilingual(
        en="Line {line}, column {column}: found “{found}” where {expected} was expected.",
        vi="Dòng {line}, cột {column}: gặp “{found}”, lẽ ra phải là {expected}.",
    ),
    "expected-at-end": Bilingual(
        en="Line {line}, column {column}: the expression ends where {expected} was expected.",
        vi="Dòng {line}, cột {column}: biểu thức kết thúc, lẽ ra phải có {expected}.",
    ),
    "string-open": Bilingual(
        en="Line {line}, column {column}: the string is not closed; put a quotation mark at its end.",
        vi="Dòng {line}, cột {column}: chuỗi chưa được đóng; hãy thêm dấu ngoặc kép ở cuối.",
    ),
    "number-too-big": Bilingual(
        en="Line {line}, column {column}: the number is too big.", vi="Dòng {line}, cột {column}: số quá lớn."
    ),
    "arguments-mixed": Bilingual(
        en="Line {line}, column {column}: give either all arguments by name or none.",
        vi="Dòng {line}, cột {column}: hoặc ghi tên cho mọi đối số, hoặc không ghi tên đối số nào.",
    ),
    "source-too-long": Bilingual(
        en="The expression is longer than {allowed} characters.", vi="Biểu thức dài hơn {allowed} ký tự."
    ),
    "source-too-deep": Bilingual(
        en="Line {line}, column {column}: the expression is nested more than {allowed} levels deep.",
        vi="Dòng {line}, cột {column}: biểu thức lồng nhau quá {allowed} cấp.",
    ),
    "source-too-complex": Bilingual(
        en="Line {line}, column {column}: the expression is too complex to read; split it.",
        vi="Dòng {line}, cột {column}: biểu thức quá phức tạp; hãy tách ra.",
    ),
    # The budget
    "budget-steps": Bilingual(
        en="The evaluation needs more than {allowed} steps; narrow its loops.",
        vi="Phép tính cần quá {allowed} bước; hãy thu hẹp vòng lặp.",
    ),
    "budget-shared": Bilingual(
        en="All that is computed here together needs more than {allowed} units of work; narrow its loops and repetitions.",
        vi="Tổng các phép tính ở đây cần quá {allowed} đơn vị công việc; hãy thu hẹp vòng lặp và số lần lặp.",
    ),
    "budget-depth": Bilingual(
        en="Function calls are nested more than {allowed} levels deep.", vi="Hàm gọi lồng nhau quá {allowed} cấp."
    ),
    "budget-string": Bilingual(
        en="A string would become longer than {allowed} characters.", vi="Một chuỗi sẽ dài hơn {allowed} ký tự."
    ),
    "budget-list": Bilingual(
        en="A list would become longer than {allowed} elements.", vi="Một danh sách sẽ có hơn {allowed} phần tử."
    ),
    # Names
    "name-unknown": Bilingual(en="There is no “{name}” here.", vi="Không có “{name}” ở đây."),
    "function-unknown": Bilingual(en="There is no function “{name}”.", vi="Không có hàm “{name}”."),
    "type-unknown": Bilingual(en="There is no type “{name}”.", vi="Không có kiểu “{name}”."),
    "key-missing": Bilingual(en="The context has no entry “{name}”.", vi="Ngữ cảnh không có mục “{name}”."),
    "no-property": Bilingual(en="A {kind} has no “{name}”.", vi="Giá trị kiểu {kind} không có “{name}”."),
    "path-of-null": Bilingual(en="“{name}” was asked of null.", vi="Đã lấy “{name}” của giá trị rỗng (null)."),
    # Operators
    "kinds-differ": Bilingual(
        en="“{operator}” cannot compare a {left} with a {right}.",
        vi="“{operator}” không so sánh được {left} với {right}.",
    ),
    "null-compared": Bilingual(
        en="“{operator}” has no answer where one side is null.",
        vi="“{operator}” không có kết quả khi một vế rỗng (null).",
    ),
    "zones-differ": Bilingual(
        en="“{operator}” needs a time zone on both sides or on neither.",
        vi="“{operator}” cần cả hai vế đều có múi giờ, hoặc đều không có.",
    ),
    "not-ordered": Bilingual(en="Values of kind {kind} have no order.", vi="Giá trị kiểu {kind} không có thứ tự."),
    "null-operand": Bilingual(
        en="“{operator}” has no answer where one side is null.",
        vi="“{operator}” không có kết quả khi một vế rỗng (null).",
    ),
    "operator-kinds": Bilingual(
        en="“{operator}” does not go with a {left} and a {right}.",
        vi="“{operator}” không dùng được với {left} và {right}.",
    ),
    "negate-kind": Bilingual(en="A {kind} cannot be negated.", vi="Giá trị kiểu {kind} không đổi dấu được."),
    "not-boolean": Bilingual(en="True or false is needed here.", vi="Ở đây cần đúng hoặc sai (true/false)."),
    "division-by-zero": Bilingual(en="Division by zero.", vi="Chia cho không."),
    "number-overflow": Bilingual(en="The number is out of range.", vi="Số vượt quá phạm vi."),
    "number-undefined": Bilingual(
        en="The operation is not defined for this number.", vi="Phép tính không xác định với số này."
    ),
    "duration-overflow": Bilingual(en="The duration is out of range.", vi="Khoảng thời gian vượt quá phạm vi."),
    # Lists, ranges, contexts
    "filter-of-null": Bilingual(en="Null was filtered.", vi="Đã lọc một giá trị rỗng (null)."),
    "index-outside": Bilingual(
        en="There is no element {index} in a list of {length}.",
        vi="Danh sách có {length} phần tử, không có phần tử thứ {index}.",
    ),
    "iteration-null": Bilingual(en="Null cannot be iterated over.", vi="Không lặp được trên giá trị rỗng (null)."),
    "iteration-ends": Bilingual(
        en="Only whole numbers and dates can be counted through, not a {kind}.",
        vi="Chỉ đếm lần lượt được số nguyên và ngày, không phải {kind}.",
    ),
    "range-backwards": Bilingual(en="The range ends before it starts.", vi="Khoảng kết thúc trước khi bắt đầu."),
    "range-kinds": Bilingual(
        en="A range cannot go from a {left} to a {right}.", vi="Khoảng không thể đi từ {left} đến {right}."
    ),
    "key-twice": Bilingual(en="An entry is written twice.", vi="Một mục được viết hai lần."),
    "parameter-twice": Bilingual(en="A parameter is written twice.", vi="Một tham số được viết hai lần."),
    # Functions
    "not-function": Bilingual(en="A {kind} cannot be called.", vi="Giá trị kiểu {kind} không gọi được như hàm."),
    "function-external": Bilingual(
        en="External functions (Java, PMML) are not run.", vi="Không chạy hàm bên ngoài (Java, PMML)."
    ),
    "argument-count": Bilingual(
        en="“{function}” takes {expected} argument(s), {given} given.",
        vi="Hàm “{function}” nhận {expected} đối số, đã cho {given}.",
    ),
    "argument-null": Bilingual(
        en="“{parameter}” of “{function}” is null.", vi="“{parameter}” của hàm “{function}” đang rỗng (null)."
    ),
    "argument-kind": Bilingual(
        en="“{parameter}” of “{function}” needs {expected}, not {kind}.",
        vi="“{parameter}” của hàm “{function}” cần {expected}, không phải {kind}.",
    ),
    "argument-unknown": Bilingual(
        en="“{function}” has no parameter “{name}”.", vi="Hàm “{function}” không có tham số “{name}”."
    ),
    "argument-missing": Bilingual(en="“{function}” needs “{parameter}”.", vi="Hàm “{function}” cần “{parameter}”."),
    "items-kind": Bilingual(
        en="“{function}” needs elements of one kind ({expected}), not {kind}.",
        vi="Hàm “{function}” cần các phần tử cùng kiểu ({expected}), không phải {kind}.",
    ),
    "list-empty": Bilingual(en="“{function}” of an empty list is null.", vi="“{function}” của danh sách rỗng là null."),
    "too-few": Bilingual(
        en="“{function}” needs at least {needed} elements.", vi="Hàm “{function}” cần ít nhất {needed} phần tử."
    ),
    "not-whole": Bilingual(
        en="{number} is not a whole number of usable size.", vi="{number} không phải số nguyên có cỡ dùng được."
    ),
    "position-outside": Bilingual(
        en="Position {position} lies outside (length {length}).", vi="Vị trí {position} nằm ngoài (độ dài {length})."
    ),
    "length-not-positive": Bilingual(
        en="The length must be at least 1, not {length}.", vi="Độ dài phải từ 1 trở lên, không phải {length}."
    ),
    "size-not-positive": Bilingual(
        en="The size must be at least 1, not {size}.", vi="Cỡ phải từ 1 trở lên, không phải {size}."
    ),
    "scale-outside": Bilingual(
        en="The scale {scale} is not between {lowest} and {highest}.",
        vi="Số chữ số {scale} không nằm giữa {lowest} và {highest}.",
    ),
    "assertion": Bilingual(en="The condition was not met. {cause}", vi="Điều kiện không thỏa. {cause}"),
    "entry-shape": Bilingual(
        en="Each entry needs a text “key” and a “value”.", vi="Mỗi mục cần “key” là chuỗi và “value”."
    ),
    "keys-empty": Bilingual(en="At least one key is needed.", vi="Cần ít nhất một khóa."),
    "path-blocked": Bilingual(
        en="“{name}” is a {kind}, nothing can be put inside.", vi="“{name}” là {kind}, không đặt gì vào trong được."
    ),
    "range-function-kinds": Bilingual(
        en="Points and ranges stand in the wrong places.", vi="Điểm và khoảng đặt sai chỗ."
    ),
    # Texts that do not read
    "at-text": Bilingual(
        en="“{text}” is no date, time or duration.", vi="“{text}” không phải ngày, giờ hay khoảng thời gian."
    ),
    "date-text": Bilingual(
        en="“{text}” is no date; write 2025-11-22.", vi="“{text}” không phải ngày; hãy viết 2025-11-22."
    ),
    "time-text": Bilingual(en="“{text}” is no time; write 08:30:00.", vi="“{text}” không phải giờ; hãy viết 08:30:00."),
    "date-time-text": Bilingual(
        en="“{text}” is no date and time; write 2025-11-22T08:30:00.",
        vi="“{text}” không phải ngày giờ; hãy viết 2025-11-22T08:30:00.",
    ),
    "duration-text": Bilingual(
        en="“{text}” is no duration; write P1Y2M or P3DT4H.",
        vi="“{text}” không phải khoảng thời gian; hãy viết P1Y2M hoặc P3DT4H.",
    ),
    "date-outside": Bilingual(
        en="The moment lies outside the years a working calendar can count.",
        vi="Thời điểm nằm ngoài các năm mà lịch làm việc tính được.",
    ),
    "date-invalid": Bilingual(en="There is no date {text}.", vi="Không có ngày {text}."),
    "time-invalid": Bilingual(en="There is no time {text}.", vi="Không có giờ {text}."),
    "offset-invalid": Bilingual(en="No place is {offset} hours from UTC.", vi="Không nơi nào lệch UTC {offset} giờ."),
    "zone-unknown": Bilingual(en="There is no time zone “{zone}”.", vi="Không có múi giờ “{zone}”."),
    "number-text": Bilingual(en="“{text}” is no number.", vi="“{text}” không phải số."),
    "separator-invalid": Bilingual(
        en="“{separator}” cannot separate digits here.", vi="“{separator}” không dùng để ngăn chữ số ở đây."
    ),
    "boolean-text": Bilingual(en="“{text}” is neither true nor false.", vi="“{text}” không phải true hay false."),
    "range-text": Bilingual(
        en="This text is no range between two literals.", vi="Văn bản này không phải khoảng giữa hai hằng."
    ),
    "json-text": Bilingual(en="This text is no JSON.", vi="Văn bản này không phải JSON."),
    "base64-text": Bilingual(en="This text is no base64 of UTF-8.", vi="Văn bản này không phải base64 của UTF-8."),
    # Patterns
    "pattern-invalid": Bilingual(
        en="The pattern “{pattern}” cannot be read from character {position} on.",
        vi="Không đọc được mẫu “{pattern}” từ ký tự thứ {position}.",
    ),
    "pattern-too-big": Bilingual(en="The pattern is too big.", vi="Mẫu quá lớn."),
    "pattern-empty": Bilingual(en="The pattern matches the empty string.", vi="Mẫu khớp cả chuỗi rỗng."),
    "flags-invalid": Bilingual(
        en="“{flags}” are no flags; use s, m, i, x, q.", vi="“{flags}” không phải cờ; hãy dùng s, m, i, x, q."
    ),
    "replacement-invalid": Bilingual(
        en="The replacement “{replacement}” cannot be read; write \\$ for the sign.",
        vi="Không đọc được chuỗi thay thế “{replacement}”; hãy viết \\$ cho dấu đô la.",
    ),
    "text-broken": Bilingual(en="The text holds half a character.", vi="Văn bản chứa nửa ký tự."),
    # Types of DMN
    "value-kind": Bilingual(en="A {expected} is needed, not a {kind}.", vi="Cần {expected}, không phải {kind}."),
    "value-not-allowed": Bilingual(
        en="“{value}” is not allowed by “{type}”.", vi="“{value}” không được “{type}” cho phép."
    ),
    "input-missing": Bilingual(en="The input “{name}” was not given.", vi="Chưa có đầu vào “{name}”."),
    "input-not-allowed": Bilingual(
        en="“{value}” is not among the values of the column “{column}”.",
        vi="“{value}” không nằm trong các giá trị của cột “{column}”.",
    ),
    "rules-several": Bilingual(
        en="Rules {rules} all hold, but the hit policy {policy} allows one result.",
        vi="Các quy tắc {rules} cùng đúng, nhưng chính sách {policy} chỉ cho một kết quả.",
    ),
    "rules-none": Bilingual(
        en="No rule holds, and there is no default.", vi="Không quy tắc nào đúng và không có giá trị mặc định."
    ),
    "expression-none": Bilingual(en="“{name}” has no expression.", vi="“{name}” không có biểu thức."),
    # The border
    "value-foreign": Bilingual(
        en="A Python {kind} is no FEEL value.", vi="Giá trị Python {kind} không phải giá trị FEEL."
    ),
    "number-foreign": Bilingual(en="The number is not finite or too long.", vi="Số không hữu hạn hoặc quá dài."),
    "key-foreign": Bilingual(
        en="A context's keys are texts, not {kind}.", vi="Khóa của ngữ cảnh là chuỗi, không phải {kind}."
    ),
    "value-too-large": Bilingual(
        en="The value is too large to be written out.", vi="Giá trị quá lớn, không thể ghi ra."
    ),
    "value-too-deep": Bilingual(
        en="The value is nested more than {allowed} levels deep.", vi="Giá trị lồng nhau quá {allowed} cấp."
    ),
    "value-no-json": Bilingual(en="A {kind} has no JSON form.", vi="Giá trị kiểu {kind} không có dạng JSON."),
}

TYPE_NAMES: dict[str, str] = {
    "Null": "rỗng (null)",
    "Any": "bất kỳ",
    "number": "số",
    "string": "chuỗi",
    "boolean": "đúng/sai",
    "date": "ngày",
    "time": "giờ",
    "date and time": "ngày giờ",
    "years and months duration": "khoảng năm tháng",
    "days and time duration": "khoảng ngày giờ",
    "list<Any>": "danh sách",
    "context<>": "ngữ cảnh",
    "range<Any>": "khoảng",
    "function": "hàm",
    "a name": "một tên",
    "a type": "một kiểu",
    "an expression": "một biểu thức",
    "a string in quotes": "một chuỗi trong ngoặc kép",
    "the end of the expression": "hết biểu thức",
    "“]”, “)” or “[”": "“]”, “)” hoặc “[”",
}
