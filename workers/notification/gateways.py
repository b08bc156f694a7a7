"""Gateways of messages: text messages (SMS), and messages of an official account that are made of a registered template.

Both answer HTTP 200 with an error of their own inside; an error inside is an error. The fields are those a provider must
give (docs/operator/notification.md); this module alone knows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, ConfigDict, Field

from core.domain import sms
from core.domain.channels import TellBy
from core.services.context.contracts import Bilingual
from core.services.letters import short
from core.settings import Settings
from workers.errors import CredentialsRefused, NotConfigured, Refused, Unavailable
from workers.http import OutsideClient
from workers.inputs import pair
from workers.masking import masked
from workers.notification.settings import NotificationSettings

SECONDS = 20.0
#: errors of a text gateway: may succeed later; does not know us
SMS_BUSY, SMS_UNKNOWN_CLIENT = frozenset({"99", "98"}), "01"
#: the same of an official account; quotas are by day and come back
OA_BUSY, OA_UNKNOWN_CLIENT = frozenset({-100, -144, -147}), -124


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be sent. ``id``: ours, the same however often it is tried; ``phone``: with the country's code, no plus;
    ``details``: the one thing to know; ``callback``: where receipts are sent; ``see``:
    the word before the page."""

    id: str
    phone: str
    subject: str
    details: str
    text: str
    code: str
    page: str
    callback: str
    see: str = "Xem"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The gateway's own number of a message, and how many segments are paid for."""

    reference: str
    segments: int


class _SmsAnswer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    error: str = Field(max_length=20)
    message: str = ""
    messageId: str = Field(default="", max_length=100)


class _OaData(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    msg_id: str = Field(default="", max_length=100)


class _OaAnswer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    error: int
    message: str = ""
    data: _OaData | None = None


class SmsGateway(OutsideClient):
    """``POST messages``: ``id``, ``to``, ``sender``, ``text``, ``encoding``, ``segments``, ``callback``."""

    SYSTEM = Bilingual(en="the gateway of text messages", vi="Tổng đài tin nhắn")
    SETTING = "MOTCUA_SMS"

    def __init__(self, settings: Settings) -> None:
        self._own = settings.of(NotificationSettings)
        super().__init__(self.SYSTEM, self.SETTING, self._own.sms_url, SECONDS)
        self._connection.client.auth = httpx.BasicAuth(*pair(self._own.sms_key))

    def send(self, message: Message) -> Accepted:
        """Sends a message. Raises :class:`workers.errors.OutsideError`."""
        text = message.text if self._own.sms_diacritics else sms.plain(message.text)
        found = sms.size(text)
        if found.segments > self._own.sms_segments:
            text = short.cut(message.subject) + f". {message.see}: {message.page}"
            text = text if self._own.sms_diacritics else sms.plain(text)
            found = sms.size(text)
        if found.segments > self._own.sms_segments:
            raise NotConfigured("message-too-long", segments=found.segments, most=self._own.sms_segments)
        body = {
            "id": message.id,
            "to": message.phone,
            "sender": self._own.sms_sender,
            "text": text,
            "encoding": found.encoding,
            "segments": found.segments,
            "callback": message.callback,
        }
        answer = self._connection.ask(
            "POST", "messages", _SmsAnswer, body=body, headers={"Idempotency-Key": message.id}
        )
        if answer.error != "00":
            _refuse(
                self.SYSTEM,
                f"{self.SETTING}_KEY",
                answer.error,
                answer.message,
                answer.error in SMS_BUSY,
                answer.error == SMS_UNKNOWN_CLIENT,
            )
        if not answer.messageId:
            raise self._connection.nonsense("messageId: missing")
        return Accepted(answer.messageId, found.segments)


class OaGateway(OutsideClient):
    """``POST message/template``: ``phone``, ``template_id``, ``template_data``, ``tracking_id``, ``callback``."""

    SYSTEM = Bilingual(en="the official account", vi="Tài khoản OA")
    SETTING = "MOTCUA_OA"

    def __init__(self, settings: Settings) -> None:
        self._own = settings.of(NotificationSettings)
        super().__init__(self.SYSTEM, self.SETTING, self._own.oa_url, SECONDS)
        self._connection.client.headers["Authorization"] = f"Bearer {self._own.oa_token}"

    def send(self, message: Message) -> Accepted:
        """Sends a message. Raises :class:`workers.errors.OutsideError`."""
        data = {
            "code": message.code,
            "subject": short.cut(message.subject),
            "details": message.details,
            "page": message.page,
        }
        body = {
            "phone": message.phone,
            "template_id": self._own.oa_template,
            "template_data": data,
            "tracking_id": message.id,
            "callback": message.callback,
        }
        answer = self._connection.ask(
            "POST", "message/template", _OaAnswer, body=body, headers={"Idempotency-Key": message.id}
        )
        if answer.error != 0:
            _refuse(
                self.SYSTEM,
                f"{self.SETTING}_TOKEN",
                str(answer.error),
                answer.message,
                answer.error in OA_BUSY,
                answer.error == OA_UNKNOWN_CLIENT,
            )
        if answer.data is None or not answer.data.msg_id:
            raise self._connection.nonsense("data.msg_id: missing")
        return Accepted(answer.data.msg_id, 1)


GATEWAYS: Mapping[TellBy, type[SmsGateway | OaGateway]] = {TellBy.SMS: SmsGateway, TellBy.OA: OaGateway}


def _refuse(system: Bilingual, setting: str, code: str, reason: str, busy: bool, unknown: bool) -> None:
    if busy:
        raise Unavailable("busy", system=system, status=code)
    if unknown:
        raise CredentialsRefused("credentials", system=system, setting=setting)
    raise Refused("refused", reason_code=code, system=system, reason=masked(reason or code))
