"""The sentences: code → (English, Vietnamese). Facts stand in braces; see `bpmn.feel.messages`."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # The text is not FEEL
    "expected": (
        "Line {line}, column {column}: found “{found}” where {expected} was expected.",
        "Dòng {line}, cột {column}: gặp “{found}”, lẽ ra phải là {expected}.",
    ),
    "expected-at-end": (
        "Line {line}, column {column}: the expression ends where {expected} was expected.",
        "Dòng {line}, cột {column}: biểu thức kết thúc, lẽ ra phải có {expected}.",
    ),
    "string-open": (
        "Line {line}, column {column}: the string is not closed; put a quotation mark at its end.",
        "Dòng {line}, cột {column}: chuỗi chưa được đóng; hãy thêm dấu ngoặc kép ở cuối.",
    ),
    "number-too-big": (
        "Line {line}, column {column}: the number is too big.",
        "Dòng {line}, cột {column}: số quá lớn.",
    ),
    "arguments-mixed": (
        "Line {line}, column {column}: give either all arguments by name or none.",
        "Dòng {line}, cột {column}: hoặc ghi tên cho mọi đối số, hoặc không ghi tên đối số nào.",
    ),
    "source-too-long": (
        "The expression is longer than {allowed} characters.",
        "Biểu thức dài hơn {allowed} ký tự.",
    ),
    "source-too-deep": (
        "Line {line}, column {column}: the expression is nested more than {allowed} levels deep.",
        "Dòng {line}, cột {column}: biểu thức lồng nhau quá {allowed} cấp.",
    ),
    "source-too-complex": (
        "Line {line}, column {column}: the expression is too complex to read; split it.",
        "Dòng {line}, cột {column}: biểu thức quá phức tạp; hãy tách ra.",
    ),
    # The budget
    "budget-steps": (
        "The evaluation needs more than {allowed} steps; narrow its loops.",
        "Phép tính cần quá {allowed} bước; hãy thu hẹp vòng lặp.",
    ),
    "budget-shared": (
        "All that is computed here together needs more than {allowed} units of work; narrow its loops and repetitions.",
        "Tổng các phép tính ở đây cần quá {allowed} đơn vị công việc; hãy thu hẹp vòng lặp và số lần lặp.",
    ),
    "budget-depth": (
        "Function calls are nested more than {allowed} levels deep.",
        "Hàm gọi lồng nhau quá {allowed} cấp.",
    ),
    "budget-string": (
        "A string would become longer than {allowed} characters.",
        "Một chuỗi sẽ dài hơn {allowed} ký tự.",
    ),
    "budget-list": (
        "A list would become longer than {allowed} elements.",
        "Một danh sách sẽ có hơn {allowed} phần tử.",
    ),
    # Names
    "name-unknown": ("There is no “{name}” here.", "Không có “{name}” ở đây."),
    "function-unknown": ("There is no function “{name}”.", "Không có hàm “{name}”."),
    "type-unknown": ("There is no type “{name}”.", "Không có kiểu “{name}”."),
    "key-missing": ("The context has no entry “{name}”.", "Ngữ cảnh không có mục “{name}”."),
    "no-property": ("A {kind} has no “{name}”.", "Giá trị kiểu {kind} không có “{name}”."),
    "path-of-null": ("“{name}” was asked of null.", "Đã lấy “{name}” của giá trị rỗng (null)."),
    # Operators
    "kinds-differ": (
        "“{operator}” cannot compare a {left} with a {right}.",
        "“{operator}” không so sánh được {left} với {right}.",
    ),
    "null-compared": (
        "“{operator}” has no answer where one side is null.",
        "“{operator}” không có kết quả khi một vế rỗng (null).",
    ),
    "zones-differ": (
        "“{operator}” needs a time zone on both sides or on neither.",
        "“{operator}” cần cả hai vế đều có múi giờ, hoặc đều không có.",
    ),
    "not-ordered": ("Values of kind {kind} have no order.", "Giá trị kiểu {kind} không có thứ tự."),
    "null-operand": (
        "“{operator}” has no answer where one side is null.",
        "“{operator}” không có kết quả khi một vế rỗng (null).",
    ),
    "operator-kinds": (
        "“{operator}” does not go with a {left} and a {right}.",
        "“{operator}” không dùng được với {left} và {right}.",
    ),
    "negate-kind": ("A {kind} cannot be negated.", "Giá trị kiểu {kind} không đổi dấu được."),
    "not-boolean": ("True or false is needed here.", "Ở đây cần đúng hoặc sai (true/false)."),
    "division-by-zero": ("Division by zero.", "Chia cho không."),
    "number-overflow": ("The number is out of range.", "Số vượt quá phạm vi."),
    "number-undefined": ("The operation is not defined for this number.", "Phép tính không xác định với số này."),
    "duration-overflow": ("The duration is out of range.", "Khoảng thời gian vượt quá phạm vi."),
    # Lists, ranges, contexts
    "filter-of-null": ("Null was filtered.", "Đã lọc một giá trị rỗng (null)."),
    "index-outside": (
        "There is no element {index} in a list of {length}.",
        "Danh sách có {length} phần tử, không có phần tử thứ {index}.",
    ),
    "iteration-null": ("Null cannot be iterated over.", "Không lặp được trên giá trị rỗng (null)."),
    "iteration-ends": (
        "Only whole numbers and dates can be counted through, not a {kind}.",
        "Chỉ đếm lần lượt được số nguyên và ngày, không phải {kind}.",
    ),
    "range-backwards": ("The range ends before it starts.", "Khoảng kết thúc trước khi bắt đầu."),
    "range-kinds": ("A range cannot go from a {left} to a {right}.", "Khoảng không thể đi từ {left} đến {right}."),
    "key-twice": ("An entry is written twice.", "Một mục được viết hai lần."),
    "parameter-twice": ("A parameter is written twice.", "Một tham số được viết hai lần."),
    # Functions
    "not-function": ("A {kind} cannot be called.", "Giá trị kiểu {kind} không gọi được như hàm."),
    "function-external": (
        "External functions (Java, PMML) are not run.",
        "Không chạy hàm bên ngoài (Java, PMML).",
    ),
    "argument-count": (
        "“{function}” takes {expected} argument(s), {given} given.",
        "Hàm “{function}” nhận {expected} đối số, đã cho {given}.",
    ),
    "argument-null": ("“{parameter}” of “{function}” is null.", "“{parameter}” của hàm “{function}” đang rỗng (null)."),
    "argument-kind": (
        "“{parameter}” of “{function}” needs {expected}, not {kind}.",
        "“{parameter}” của hàm “{function}” cần {expected}, không phải {kind}.",
    ),
    "argument-unknown": ("“{function}” has no parameter “{name}”.", "Hàm “{function}” không có tham số “{name}”."),
    "argument-missing": ("“{function}” needs “{parameter}”.", "Hàm “{function}” cần “{parameter}”."),
    "items-kind": (
        "“{function}” needs elements of one kind ({expected}), not {kind}.",
        "Hàm “{function}” cần các phần tử cùng kiểu ({expected}), không phải {kind}.",
    ),
    "list-empty": ("“{function}” of an empty list is null.", "“{function}” của danh sách rỗng là null."),
    "too-few": ("“{function}” needs at least {needed} elements.", "Hàm “{function}” cần ít nhất {needed} phần tử."),
    "not-whole": ("{number} is not a whole number of usable size.", "{number} không phải số nguyên có cỡ dùng được."),
    "position-outside": (
        "Position {position} lies outside (length {length}).",
        "Vị trí {position} nằm ngoài (độ dài {length}).",
    ),
    "length-not-positive": (
        "The length must be at least 1, not {length}.",
        "Độ dài phải từ 1 trở lên, không phải {length}.",
    ),
    "size-not-positive": ("The size must be at least 1, not {size}.", "Cỡ phải từ 1 trở lên, không phải {size}."),
    "scale-outside": (
        "The scale {scale} is not between {lowest} and {highest}.",
        "Số chữ số {scale} không nằm giữa {lowest} và {highest}.",
    ),
    "assertion": ("The condition was not met. {cause}", "Điều kiện không thỏa. {cause}"),
    "entry-shape": ("Each entry needs a text “key” and a “value”.", "Mỗi mục cần “key” là chuỗi và “value”."),
    "keys-empty": ("At least one key is needed.", "Cần ít nhất một khóa."),
    "path-blocked": (
        "“{name}” is a {kind}, nothing can be put inside.",
        "“{name}” là {kind}, không đặt gì vào trong được.",
    ),
    "range-function-kinds": ("Points and ranges stand in the wrong places.", "Điểm và khoảng đặt sai chỗ."),
    # Texts that do not read
    "at-text": ("“{text}” is no date, time or duration.", "“{text}” không phải ngày, giờ hay khoảng thời gian."),
    "date-text": ("“{text}” is no date; write 2025-11-22.", "“{text}” không phải ngày; hãy viết 2025-11-22."),
    "time-text": ("“{text}” is no time; write 08:30:00.", "“{text}” không phải giờ; hãy viết 08:30:00."),
    "date-time-text": (
        "“{text}” is no date and time; write 2025-11-22T08:30:00.",
        "“{text}” không phải ngày giờ; hãy viết 2025-11-22T08:30:00.",
    ),
    "duration-text": (
        "“{text}” is no duration; write P1Y2M or P3DT4H.",
        "“{text}” không phải khoảng thời gian; hãy viết P1Y2M hoặc P3DT4H.",
    ),
    "date-outside": (
        "The moment lies outside the years a working calendar can count.",
        "Thời điểm nằm ngoài các năm mà lịch làm việc tính được.",
    ),
    "date-invalid": ("There is no date {text}.", "Không có ngày {text}."),
    "time-invalid": ("There is no time {text}.", "Không có giờ {text}."),
    "offset-invalid": ("No place is {offset} hours from UTC.", "Không nơi nào lệch UTC {offset} giờ."),
    "zone-unknown": ("There is no time zone “{zone}”.", "Không có múi giờ “{zone}”."),
    "number-text": ("“{text}” is no number.", "“{text}” không phải số."),
    "separator-invalid": (
        "“{separator}” cannot separate digits here.",
        "“{separator}” không dùng để ngăn chữ số ở đây.",
    ),
    "boolean-text": ("“{text}” is neither true nor false.", "“{text}” không phải true hay false."),
    "range-text": ("This text is no range between two literals.", "Văn bản này không phải khoảng giữa hai hằng."),
    "json-text": ("This text is no JSON.", "Văn bản này không phải JSON."),
    "base64-text": ("This text is no base64 of UTF-8.", "Văn bản này không phải base64 của UTF-8."),
    # Patterns
    "pattern-invalid": (
        "The pattern “{pattern}” cannot be read from character {position} on.",
        "Không đọc được mẫu “{pattern}” từ ký tự thứ {position}.",
    ),
    "pattern-too-big": ("The pattern is too big.", "Mẫu quá lớn."),
    "pattern-empty": ("The pattern matches the empty string.", "Mẫu khớp cả chuỗi rỗng."),
    "flags-invalid": ("“{flags}” are no flags; use s, m, i, x, q.", "“{flags}” không phải cờ; hãy dùng s, m, i, x, q."),
    "replacement-invalid": (
        "The replacement “{replacement}” cannot be read; write \\$ for the sign.",
        "Không đọc được chuỗi thay thế “{replacement}”; hãy viết \\$ cho dấu đô la.",
    ),
    "text-broken": ("The text holds half a character.", "Văn bản chứa nửa ký tự."),
    # Types of DMN
    "value-kind": ("A {expected} is needed, not a {kind}.", "Cần {expected}, không phải {kind}."),
    "value-not-allowed": ("“{value}” is not allowed by “{type}”.", "“{value}” không được “{type}” cho phép."),
    "input-missing": ("The input “{name}” was not given.", "Chưa có đầu vào “{name}”."),
    "input-not-allowed": (
        "“{value}” is not among the values of the column “{column}”.",
        "“{value}” không nằm trong các giá trị của cột “{column}”.",
    ),
    "rules-several": (
        "Rules {rules} all hold, but the hit policy {policy} allows one result.",
        "Các quy tắc {rules} cùng đúng, nhưng chính sách {policy} chỉ cho một kết quả.",
    ),
    "rules-none": ("No rule holds, and there is no default.", "Không quy tắc nào đúng và không có giá trị mặc định."),
    "expression-none": ("“{name}” has no expression.", "“{name}” không có biểu thức."),
    # The border
    "value-foreign": ("A Python {kind} is no FEEL value.", "Giá trị Python {kind} không phải giá trị FEEL."),
    "number-foreign": ("The number is not finite or too long.", "Số không hữu hạn hoặc quá dài."),
    "key-foreign": ("A context's keys are texts, not {kind}.", "Khóa của ngữ cảnh là chuỗi, không phải {kind}."),
    "value-too-large": ("The value is too large to be written out.", "Giá trị quá lớn, không thể ghi ra."),
    "value-too-deep": ("The value is nested more than {allowed} levels deep.", "Giá trị lồng nhau quá {allowed} cấp."),
    "value-no-json": ("A {kind} has no JSON form.", "Giá trị kiểu {kind} không có dạng JSON."),
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
