"""The language of a page: Vietnamese first, English second, chosen by the person and kept in the session.

The browser's own preference is not asked: the office speaks Vietnamese until somebody chooses otherwise.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from babel.support import Translations
from flask import Flask, Response, abort, request, session, url_for
from flask_babel import Babel, Domain, get_locale, gettext, lazy_gettext, ngettext, refresh

from core.domain.office_time import ZONE
from web import catalogues
from web.app_state import app_state
from web.catalogues import LANGUAGES
from web.guards import guard
from web.request_helpers import safe_address, see_other

#: a text in the language of whoever reads it, looked up when it is written out
LazyText: TypeAlias = object

__all__ = ["LazyText", "gettext", "language", "lazy_gettext", "ngettext"]


class _PoDomain(Domain):
    """Flask-Babel's domain, fed from the ``.po`` files of the door, this room and core."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__()
        self._folders = folders

    def get_translations(self) -> Translations:
        return catalogues.translations(language(), self._folders)


def language() -> str:
    """``vi`` or ``en``: what this page speaks."""
    locale = get_locale()
    return "vi" if locale is None else str(locale.language)


def _chosen() -> str:
    wanted = session.get("language")
    return wanted if wanted in LANGUAGES else app_state().settings.language


def speak(code: str) -> None:
    """Keeps a language of :data:`LANGUAGES` in the session; the answer to this request speaks it already."""
    session["language"] = code
    session.permanent = True
    refresh()


@guard.public
def choose_language(code: str) -> Response:
    """Keeps the language in the session and goes back to the page the person came from."""
    if code not in LANGUAGES:
        abort(404)
    speak(code)
    return see_other(safe_address(request.form.get("next"), request.script_root + "/"))


def _here() -> str:
    """The address of this page for a way back; of a form that was sent, the page the form stands on."""
    if request.method != "GET":
        return request.script_root + request.path
    return request.script_root + request.full_path.rstrip("?")


def register(app: Flask) -> None:
    babel = Babel(app, locale_selector=_chosen, default_timezone=ZONE.key)
    babel.domain_instance = _PoDomain(catalogues.directories(Path(app.root_path)))
    app.add_url_rule("/language/<code>", "choose_language", choose_language, methods=["POST"])
    app.jinja_env.globals.update(
        language=language,
        languages=LANGUAGES,
        here=_here,
        language_address=lambda code: url_for("choose_language", code=code),
    )
