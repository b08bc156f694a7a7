"""The sentences of incidents and of failed tries, English and Vietnamese, by code.

Only text stands here. Personal data never goes into a parameter unmasked (see :mod:`workers.masking`).
"""

from __future__ import annotations

from collections.abc import Mapping

from core.services.context.contracts import Bilingual

SENTENCES: dict[str, Bilingual] = {
    "unreachable": Bilingual(en="%(system)s cannot be reached.", vi="Không kết nối được với %(system)s."),
    "timeout": Bilingual(
        en="%(system)s did not answer within %(seconds)s seconds.",
        vi="%(system)s không trả lời trong %(seconds)s giây.",
    ),
    "broken": Bilingual(
        en="%(system)s has a fault of its own (status %(status)s).", vi="%(system)s đang gặp lỗi (mã %(status)s)."
    ),
    "busy": Bilingual(
        en="%(system)s is overloaded (status %(status)s).", vi="%(system)s đang quá tải (mã %(status)s)."
    ),
    "nonsense": Bilingual(
        en="%(system)s gave an answer that makes no sense: %(detail)s.",
        vi="%(system)s trả lời không đúng định dạng: %(detail)s.",
    ),
    "refused": Bilingual(en="%(system)s refused: %(reason)s", vi="%(system)s từ chối: %(reason)s"),
    "credentials": Bilingual(
        en="%(system)s does not accept our credentials. Check the setting %(setting)s.",
        vi="%(system)s không chấp nhận tài khoản kết nối. Kiểm tra cấu hình %(setting)s.",
    ),
    "not-configured": Bilingual(
        en="%(setting)s is not set, so nothing can be sent to %(system)s.",
        vi="Chưa cấu hình %(setting)s nên không gửi được tới %(system)s.",
    ),
    "message-too-long": Bilingual(
        en="The text message has %(segments)s segments, more than the %(most)s of MOTCUA_SMS_SEGMENTS. Shorten the address of the office or the letter's subject.",
        vi="Tin nhắn dài %(segments)s phần, quá %(most)s phần của MOTCUA_SMS_SEGMENTS. Rút ngắn địa chỉ của cơ quan hoặc tiêu đề mẫu thư.",
    ),
    "bad-setting": Bilingual(
        en="The setting %(setting)s is wrong: %(detail)s.", vi="Cấu hình %(setting)s không đúng: %(detail)s."
    ),
    "office-unknown": Bilingual(
        en="No keys were exchanged with the office “%(office)s”: it does not stand in the setting %(setting)s.",
        vi="Chưa trao đổi khoá với cơ quan “%(office)s”: cơ quan này không có trong cấu hình %(setting)s.",
    ),
    "no-connector": Bilingual(
        en="There is no connector for the topic “%(topic)s”. Change the diagram or install one.",
        vi="Hệ thống chưa có kết nối cho công việc “%(topic)s”. Sửa quy trình hoặc cài thêm kết nối.",
    ),
    "input-missing": Bilingual(
        en="The diagram gives no value “%(field)s”, which the topic “%(topic)s” needs.",
        vi="Quy trình không cung cấp giá trị “%(field)s” mà công việc “%(topic)s” cần.",
    ),
    "input-invalid": Bilingual(
        en="The value “%(field)s” of the topic “%(topic)s” is “%(value)s”, which cannot be meant. Correct the data or the diagram, then try again.",
        vi="Giá trị “%(field)s” của công việc “%(topic)s” là “%(value)s”, không dùng được. Sửa dữ liệu hoặc quy trình rồi thử lại.",
    ),
    "lookup-without-officer": Bilingual(
        en="The topic “%(topic)s” asks about a person, but nobody of the staff has acted in this dossier yet, for whom it could ask. Put the step behind a task.",
        vi="Công việc “%(topic)s” tra cứu thông tin cá nhân nhưng chưa có công chức nào xử lý hồ sơ này để đứng tên tra cứu. Đặt bước tra cứu sau một bước có người làm.",
    ),
    "call-without-officer": Bilingual(
        en="The topic “%(topic)s” is signed for by an officer, but nobody of the staff has acted in this dossier yet. Put the step behind a task.",
        vi="Công việc “%(topic)s” cần công chức chịu trách nhiệm nhưng chưa có ai xử lý hồ sơ này. Đặt bước này sau một bước có người làm.",
    ),
    "record-incomplete": Bilingual(
        en="The record to be handed over lacks “%(field)s”, or has it in another form (%(detail)s). Correct the dossier's data or the diagram, then try again.",
        vi="Nội dung đăng ký thiếu hoặc sai “%(field)s” (%(detail)s). Sửa dữ liệu hồ sơ hoặc quy trình rồi thử lại.",
    ),
    "lookup-unanswered": Bilingual(
        en="%(system)s has not answered the look-up for %(days)s days. Call them; then try again, or answer the call by hand.",
        vi="%(system)s chưa trả lời tra cứu sau %(days)s ngày. Liên hệ nơi giữ sổ; sau đó thử lại hoặc ghi câu trả lời bằng tay.",
    ),
    "papers-missing": Bilingual(
        en="The dossier has no paper for “%(value)s”, which the letter is to carry. Add it, or correct the diagram, then try again.",
        vi="Hồ sơ chưa có giấy tờ “%(value)s” phải gửi kèm công văn. Bổ sung giấy tờ hoặc sửa quy trình rồi thử lại.",
    ),
    "papers-too-large": Bilingual(
        en="The papers to be sent along have more than %(most)s MB together. Name fewer in the diagram, then try again.",
        vi="Giấy tờ gửi kèm vượt quá %(most)s MB. Chọn ít giấy tờ hơn trong quy trình rồi thử lại.",
    ),
    "amount-invalid": Bilingual(
        en="The value “%(field)s” of the topic “%(topic)s” is “%(value)s”, which is no amount in whole đồng from 0. Correct the data or the diagram, then try again.",
        vi="Giá trị “%(field)s” của công việc “%(topic)s” là “%(value)s”, không phải số tiền nguyên đồng từ 0 trở lên. Sửa dữ liệu hoặc quy trình rồi thử lại.",
    ),
    "service-invalid": Bilingual(
        en="The postal service “%(value)s” of the topic “%(topic)s” is none of %(known)s. Correct the data or the diagram, then try again.",
        vi="Dịch vụ bưu chính “%(value)s” của công việc “%(topic)s” không thuộc các dịch vụ %(known)s. Sửa dữ liệu hoặc quy trình rồi thử lại.",
    ),
    "address-unsupported": Bilingual(
        en="%(system)s takes no mailbox whose name has accents. Ask the applicant for one without, correct the dossier, then try again.",
        vi="%(system)s không nhận địa chỉ thư có dấu ở phần tên hộp thư. Hỏi người nộp một địa chỉ không dấu, sửa vào hồ sơ rồi thử lại.",
    ),
    "address-invalid": Bilingual(
        en="The e-mail address “%(address)s” is not valid.", vi="Địa chỉ thư điện tử “%(address)s” không hợp lệ."
    ),
    "template-broken": Bilingual(
        en="The letter “%(template)s” cannot be written: %(detail)s. Correct the template or the diagram.",
        vi="Không viết được thư theo mẫu “%(template)s”: %(detail)s. Sửa mẫu thư hoặc quy trình.",
    ),
    "payment-not-cancelled": Bilingual(
        en="The payment platform does not cancel the payment %(code)s, which nobody owes any more: %(reason)s. Call the platform, tell the applicant not to pay it, then close this incident.",
        vi="Nền tảng thanh toán không huỷ khoản thu %(code)s dù không còn phải nộp: %(reason)s. Liên hệ nền tảng, báo người nộp không trả khoản này, rồi đóng sự cố.",
    ),
    "correction-unknown": Bilingual(
        en="%(system)s takes no correction of an order. Take the order back and send the parcel again, or call the carrier.",
        vi="%(system)s không nhận sửa đơn. Huỷ đơn rồi gửi lại, hoặc gọi đơn vị vận chuyển.",
    ),
    "parcel-returned": Bilingual(
        en="The parcel %(code)s is back at the office (the post: %(reason)s), but no step of the process waits for that. Call the receiver, send it again or hand it over at the counter, then close this incident.",
        vi="Bưu gửi %(code)s đã về đơn vị (bưu chính báo: %(reason)s) nhưng không bước nào của quy trình chờ việc này. Gọi người nhận, gửi lại hoặc trả tại quầy, rồi đóng sự cố.",
    ),
    "parcel-cancelled": Bilingual(
        en="The order of the parcel %(code)s was cancelled (the post: %(reason)s) and it never left the office, but no step of the process waits for that. Call the receiver, order again or hand it over at the counter, then close this incident.",
        vi="Đơn gửi %(code)s đã huỷ (bưu chính báo: %(reason)s), kết quả chưa rời đơn vị, nhưng không bước nào của quy trình chờ việc này. Gọi người nhận, đặt đơn mới hoặc trả tại quầy, rồi đóng sự cố.",
    ),
    "papers-arrived": Bilingual(
        en="The post has brought the papers of the parcel %(code)s to the desk (%(reason)s), but no step of the process waits for that. Check them against the dossier, take them in, then close this incident.",
        vi="Bưu chính đã đưa giấy tờ của bưu gửi %(code)s đến quầy (%(reason)s) nhưng không bước nào của quy trình chờ việc này. Đối chiếu với hồ sơ, nhận giấy tờ, rồi đóng sự cố.",
    ),
    "papers-not-collected": Bilingual(
        en="The post does not bring the papers of the parcel %(code)s (%(reason)s), but no step of the process waits for that. Call the applicant, order again or have the papers brought, then close this incident.",
        vi="Bưu chính không đưa được giấy tờ của bưu gửi %(code)s đến (%(reason)s) nhưng không bước nào của quy trình chờ việc này. Gọi người nộp, đặt đơn mới hoặc hẹn mang đến, rồi đóng sự cố.",
    ),
    "papers-lost": Bilingual(
        en="The post says that the papers of the parcel %(code)s are lost (%(reason)s), but no step of the process waits for that. Tell the applicant, help them to get new ones, then close this incident.",
        vi="Bưu chính báo thất lạc giấy tờ của bưu gửi %(code)s (%(reason)s) nhưng không bước nào của quy trình chờ việc này. Báo người nộp, hướng dẫn xin cấp lại, rồi đóng sự cố.",
    ),
    "parcel-lost": Bilingual(
        en="The post says that the parcel %(code)s is lost (%(reason)s), but no step of the process waits for that. Tell the receiver, issue the result again, then close this incident.",
        vi="Bưu chính báo thất lạc bưu gửi %(code)s (%(reason)s) nhưng không bước nào của quy trình chờ việc này. Báo người nhận, cấp lại kết quả, rồi đóng sự cố.",
    ),
    "template-unknown": Bilingual(
        en="There is no letter template “%(template)s”.", vi="Không có mẫu thư “%(template)s”."
    ),
    "nobody-waits": Bilingual(
        en="No dossier waits for the message “%(message)s” with the key %(key)s, and no procedure begins with it.",
        vi="Chưa có hồ sơ nào chờ thông điệp “%(message)s” với khoá %(key)s, và không thủ tục nào bắt đầu bằng thông điệp này.",
    ),
    "message-incomplete": Bilingual(
        en="The message “%(message)s” is not enough to open a dossier; missing or wrong: %(fields)s.",
        vi="Thông điệp “%(message)s” chưa đủ để mở hồ sơ; thiếu hoặc sai: %(fields)s.",
    ),
    "message-not-taken": Bilingual(
        en="The message “%(message)s” was not taken: %(reason)s",
        vi="Thông điệp “%(message)s” không được nhận: %(reason)s",
    ),
    "fault": Bilingual(
        en="A fault inside the software (reference %(reference)s). The log of the worker has the details.",
        vi="Lỗi bên trong phần mềm (mã tra cứu %(reference)s). Quản trị viên xem nhật ký của tiến trình xử lý.",
    ),
}


#: facts that come from the program, its settings or the diagram; any other may be personal data
PUBLIC = frozenset({"system", "setting", "seconds", "status", "topic", "field", "reference", "days"})
REDACTED = "…"


def redacted(code: str, language: str, params: Mapping[str, object]) -> str:
    """The sentence without values of a dossier, for those who may not see it."""
    return text(code, language, {name: value if name in PUBLIC else REDACTED for name, value in params.items()})


def text(code: str, language: str, params: Mapping[str, object]) -> str:
    """The sentence for ``code``; ``language`` is ``vi`` or ``en``; so are facts that have both, such as names of systems. Raises ``KeyError`` for a code nobody declared."""
    sentence = SENTENCES[code]
    params = {name: one.in_language(language) if isinstance(one, Bilingual) else one for name, one in params.items()}
    said = (sentence.en if language == "en" else sentence.vi) % params
    return f"{said[:1].upper()}{said[1:]}"
