"""The machines' door of a web process that may die at any moment: whoever asks under a key asks until there is an answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from tests.workers import procedures

#: answers after which the same is asked again: a server or database that is away, one that is asked too often
AGAIN = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
PAUSE = 0.2


@dataclass(frozen=True)
class Door:
    """Receives dossiers over HTTP."""

    url: str
    token: str

    def receive(self, first: int, count: int) -> list[str]:
        """The codes of so many dossiers, numbered from ``first``. The same number is the same dossier, however often asked."""
        with httpx.Client(base_url=self.url, timeout=30) as client:
            return [self._received(client, number) for number in range(first, first + count)]

    def _received(self, client: httpx.Client, number: int) -> str:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"trial-{number}"}
        person = procedures.APPLICANT
        body = {
            "procedure": procedures.CODE,
            "unit": procedures.DESK,
            "channel": "counter",
            "applicant": {
                "name": person.name,
                "identity_number": person.identity_number,
                "phone": person.phone,
                "address": person.address,
            },
            "data": {"note": ""},
            "return_by": "post",
        }
        while True:
            try:
                answer = client.post("/api/v1/dossiers", json=body, headers=headers)
            except httpx.TransportError:
                time.sleep(PAUSE)
                continue
            if answer.status_code not in AGAIN:
                assert answer.status_code == HTTPStatus.CREATED, answer.text
                return str(answer.json()["code"])
            time.sleep(PAUSE)
