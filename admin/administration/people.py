"""People and their roles in units: created, granted, revoked, given a new password, closed."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import CLERKS, OTHERS, me, office, sentence
from core.errors.base import CoreError
from core.errors.requests import BadValue
from core.errors.rights import Forbidden, LastAdmin
from core.services.people import password_rules
from core.services.views.people import NewPerson, PersonView
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.request_helpers import see_other

pages = Blueprint("people", __name__)
FIELDS = ("username", "name", "email", "unit")


@pages.get("/people")
@guard.role("admin")
def listing() -> str:
    """Everybody, by name."""
    return render_template("administration/people.html", people=office().accounts.people(me()))


@pages.get("/people/new")
@guard.role("admin")
def form() -> str:
    """The empty form for a new person."""
    return _new_page(dict.fromkeys(FIELDS, ""), {})


@pages.post("/people/new")
@guard.role("admin")
def create() -> ResponseReturnValue:
    """Makes the person; the first password is shown once and handed over."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    password = password_rules.made()
    try:
        person = office().accounts.create_person(
            NewPerson(
                username=typed["username"],
                name=typed["name"],
                email=typed["email"],
                password=password,
                unit=typed["unit"],
            ),
            me(),
        )
    except BadValue as error:
        return make_response(_new_page(typed, {str(error.params.get("field")): [sentence(error)]}), 422)
    return _with_password(person.username, password)


@pages.get("/people/<username>")
@guard.role("admin")
def show(username: str) -> str:
    """One person with the roles in force."""
    return _page(_find(username))


@pages.post("/people/<username>/grant")
@guard.role("admin")
def grant(username: str) -> ResponseReturnValue:
    """Gives a role in a unit from today on."""
    role, unit = request.form.get("role", "").strip(), request.form.get("unit", "").strip()
    try:
        office().accounts.grant(username, role, unit, me())
    except (BadValue, Forbidden) as error:
        return _refused(username, error)
    return _done(username, _("The role holds from now on."))


@pages.post("/people/<username>/revoke")
@guard.role("admin")
def revoke(username: str) -> ResponseReturnValue:
    """Takes a role away; it can be given again."""
    try:
        office().accounts.revoke(username, request.form.get("role", ""), request.form.get("unit", ""), me())
    except LastAdmin as error:
        return _refused(username, error)
    return _done(username, _("The role is taken away. It can be given again below."))


@pages.post("/people/<username>/password")
@guard.role("admin")
def reset_password(username: str) -> ResponseReturnValue:
    """A new first password; every session of the person ends."""
    password = password_rules.made()
    office().passwords.set_password(username, password, me())
    return _with_password(username, password)


@pages.post("/people/<username>/active")
@guard.role("admin")
def set_active(username: str) -> ResponseReturnValue:
    """Lets the person sign in, or no longer."""
    active = request.form.get("active") == "yes"
    try:
        office().accounts.set_active(username, active, me())
    except LastAdmin as error:
        return _refused(username, error)
    return _done(
        username, _("The account is open again.") if active else _("The account is closed; what the person did stays.")
    )


def _done(username: str, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return see_other(url_for("people.show", username=username))


def _refused(username: str, error: CoreError) -> Response:
    """The person's page again, with what the office would not do."""
    return make_response(_page(_find(username), sentence(error)), HTTP_STATUS_BY_KIND[error.kind])


def _with_password(username: str, password: str) -> Response:
    """Answered directly, not by a redirect: the password is in no cookie, no address and no log."""
    return make_response(_page(_find(username), password=password))


def _new_page(typed: dict[str, str], errors: dict[str, list[str]]) -> str:
    units = office().units.administered(me())
    return render_template("administration/person_new.html", typed=typed, errors=errors, units=units)


def _page(person: PersonView, problem: str = "", password: str = "") -> str:
    return render_template(
        "administration/person.html",
        person=person,
        units=office().units.administered(me()),
        roles=CLERKS + OTHERS,
        problem=problem,
        password=password,
    )


def _find(username: str) -> PersonView:
    return office().accounts.person(username, me())
