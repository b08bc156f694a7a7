"""The sentences of incidents and of failed tries, Vietnamese and English, by code.

Only text stands here. Personal data never goes into a parameter unmasked (see :mod:`workers.masking`).
"""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: dict[str, tuple[str, str]] = {
    "unreachable": (
        "Không kết nối được với %(system)s.",
        "%(system)s cannot be reached.",
    ),
    "timeout": (
        "%(system)s không trả lời trong %(seconds)s giây.",
        "%(system)s did not answer within %(seconds)s seconds.",
    ),
    "broken": (
        "%(system)s đang gặp lỗi (mã %(status)s).",
        "%(system)s has a fault of its own (status %(status)s).",
    ),
    "busy": (
        "%(system)s đang quá tải (mã %(status)s).",
        "%(system)s is overloaded (status %(status)s).",
    ),
    "nonsense": (
        "%(system)s trả lời không đúng định dạng: %(detail)s.",
        "%(system)s gave an answer that makes no sense: %(detail)s.",
    ),
    "refused": (
        "%(system)s từ chối: %(reason)s",
        "%(system)s refused: %(reason)s",
    ),
    "credentials": (
        "%(system)s không chấp nhận tài khoản kết nối. Kiểm tra cấu hình %(setting)s.",
        "%(system)s does not accept our credentials. Check the setting %(setting)s.",
    ),
    "not-configured": (
        "Chưa cấu hình %(setting)s nên không gửi được tới %(system)s.",
        "%(setting)s is not set, so nothing can be sent to %(system)s.",
    ),
    "bad-setting": (
        "Cấu hình %(setting)s không đúng: %(detail)s.",
        "The setting %(setting)s is wrong: %(detail)s.",
    ),
    "no-connector": (
        "Hệ thống chưa có kết nối cho công việc “%(topic)s”. Sửa quy trình hoặc cài thêm kết nối.",
        "There is no connector for the topic “%(topic)s”. Change the diagram or install one.",
    ),
    "input-missing": (
        "Quy trình không cung cấp giá trị “%(field)s” mà công việc “%(topic)s” cần.",
        "The diagram gives no value “%(field)s”, which the topic “%(topic)s” needs.",
    ),
    "input-invalid": (
        "Giá trị “%(field)s” của công việc “%(topic)s” là “%(value)s”, không dùng được. Sửa dữ liệu hoặc quy trình rồi thử lại.",
        "The value “%(field)s” of the topic “%(topic)s” is “%(value)s”, which cannot be meant. Correct the data or the diagram, then try again.",
    ),
    "amount-invalid": (
        "Giá trị “%(field)s” của công việc “%(topic)s” là “%(value)s”, không phải số tiền nguyên đồng từ 0 trở lên. Sửa dữ liệu hoặc quy trình rồi thử lại.",
        "The value “%(field)s” of the topic “%(topic)s” is “%(value)s”, which is no amount in whole đồng from 0. Correct the data or the diagram, then try again.",
    ),
    "address-unsupported": (
        "%(system)s không nhận địa chỉ thư có dấu ở phần tên hộp thư. Hỏi người nộp một địa chỉ không dấu, sửa vào hồ sơ rồi thử lại.",
        "%(system)s takes no mailbox whose name has accents. Ask the applicant for one without, correct the dossier, then try again.",
    ),
    "address-invalid": (
        "Địa chỉ thư điện tử “%(address)s” không hợp lệ.",
        "The e-mail address “%(address)s” is not valid.",
    ),
    "template-unknown": (
        "Không có mẫu thư “%(template)s”.",
        "There is no letter template “%(template)s”.",
    ),
    "nobody-waits": (
        "Chưa có hồ sơ nào chờ thông điệp “%(message)s” với khoá %(key)s, và không thủ tục nào bắt đầu bằng thông điệp này.",
        "No dossier waits for the message “%(message)s” with the key %(key)s, and no procedure begins with it.",
    ),
    "message-incomplete": (
        "Thông điệp “%(message)s” chưa đủ để mở hồ sơ; thiếu hoặc sai: %(fields)s.",
        "The message “%(message)s” is not enough to open a dossier; missing or wrong: %(fields)s.",
    ),
    "message-not-taken": (
        "Thông điệp “%(message)s” không được nhận: %(reason)s",
        "The message “%(message)s” was not taken: %(reason)s",
    ),
    "fault": (
        "Lỗi bên trong phần mềm (mã tra cứu %(reference)s). Quản trị viên xem nhật ký của tiến trình xử lý.",
        "A fault inside the software (reference %(reference)s). The log of the worker has the details.",
    ),
}


#: facts that come from the program, its settings or the diagram; any other may be personal data
PUBLIC = frozenset({"system", "setting", "seconds", "status", "topic", "field", "reference"})
REDACTED = "…"


def redacted(code: str, language: str, params: Mapping[str, object]) -> str:
    """The sentence without values of a dossier, for those who may not see it."""
    return text(code, language, {name: value if name in PUBLIC else REDACTED for name, value in params.items()})


def text(code: str, language: str, params: Mapping[str, object]) -> str:
    """The sentence for ``code``; ``language`` is ``vi`` or ``en``. Raises ``KeyError`` for a code nobody declared."""
    vietnamese, english = SENTENCES[code]
    return (english if language == "en" else vietnamese) % params
