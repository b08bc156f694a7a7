"""The server's own error responses, to requests that never reach the application."""

from __future__ import annotations

from waitress.task import ErrorTask

from motcua.headers import complete

WORDS = {
    413: "Nội dung gửi lên quá lớn. · What was sent is too large.",
    431: "Phần đầu của yêu cầu quá lớn. · The headers of the request are too large.",
    500: "Lỗi ở phía máy chủ. · A fault on the server's side.",
    501: "Máy chủ không hỗ trợ cách gửi này. · The server does not know this way of sending.",
}
OTHERWISE = "Yêu cầu không đúng quy cách. · The request is malformed."


class Refusal(ErrorTask):
    """A word for people, nothing about the program."""

    def execute(self) -> None:
        error = self.request.error
        self.status = f"{error.code} {error.reason}"
        body = f"{WORDS.get(error.code, OTHERWISE)}\n".encode()
        https = self.channel.server.https
        self.response_headers.extend(complete([("Content-Type", "text/plain; charset=utf-8")], https=https))
        self.channel.refused = True
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
