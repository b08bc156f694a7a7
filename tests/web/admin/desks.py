"""A person at a desk for tests: signs in as a browser does, and sends the very forms the pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Shown:
    """An answer with its page read."""

    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        """The words of the page, blanks folded."""
        return " ".join(self.tree.text_content().split())

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.answer.get_data(as_text=True))

    def form(self, action: str) -> MultiDict[str, str]:
        """The successful controls of the form that is sent to ``action`` (a part of its address), as rendered."""
        return fields_of(self._form(action))

    def actions(self) -> list[str]:
        """Where the page's POST forms and buttons lead."""
        forms = [form.get("action") or "" for form in self.tree.forms if form.get("method", "").lower() == "post"]
        return forms + [button.get("formaction") for button in self.tree.iterfind(".//button[@formaction]")]

    def _form(self, action: str) -> Any:
        found = [form for form in self.tree.forms if action in (form.get("action") or "")]
        assert found, f"no form for {action}; there are {self.actions()}"
        return found[0]


def fields_of(form: Any) -> MultiDict[str, str]:
    """What a browser would send if nothing were touched."""
    sent: MultiDict[str, str] = MultiDict()
    for field in form.iterfind(".//*[@name]"):
        kind = field.get("type", "text")
        if field.tag == "button" or kind in ("file", "submit") or field.get("disabled") is not None:
            continue
        if kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        value = (
            field.value
            if field.tag in ("select", "textarea")
            else field.get("value", "on" if kind == "checkbox" else "")
        )
        sent.add(field.get("name"), value or "")
    return sent


class Desk:
    """One browser."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def sign_in(self, username: str, password: str) -> Shown:
        return self.send("/login", {"username": username, "password": password}, page="/login")

    def get(self, address: str, *, htmx: bool = False, status: int = 200) -> Shown:
        """The page, with redirects followed unless a status says otherwise."""
        answer = self.client.get(address, headers=_headers(htmx), follow_redirects=status == 200)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.get_data(as_text=True)[:2000]}"
        return Shown(answer)

    def send(
        self,
        address: str,
        changed: Mapping[str, Any] | None = None,
        *,
        page: str,
        files: Mapping[str, tuple[str, bytes] | list[tuple[str, bytes]]] | None = None,
        without: tuple[str, ...] = (),
        htmx: bool = False,
        follow: bool = True,
    ) -> Shown:
        """Opens ``page``, changes its form for ``address`` and sends it."""
        return self.post(address, self.get(page).form(address), changed, files, without, htmx, follow)

    def post(
        self,
        address: str,
        fields: MultiDict[str, str],
        changed: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        without: tuple[str, ...] = (),
        htmx: bool = False,
        follow: bool = True,
    ) -> Shown:
        """Sends fields as read from a page."""
        body: MultiDict[str, Any] = MultiDict(fields)
        for name in without:
            body.poplist(name)
        for name, value in (changed or {}).items():
            body.setlist(name, value if isinstance(value, list) else [value])
        for name, given in (files or {}).items():
            for file, data in given if isinstance(given, list) else [given]:
                body.add(name, (BytesIO(data), file))
        kind = "multipart/form-data" if files else "application/x-www-form-urlencoded"
        answer = self.client.post(
            address, data=body, content_type=kind, headers=_headers(htmx), follow_redirects=follow
        )
        return Shown(answer)


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if htmx else {}
