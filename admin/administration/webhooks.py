"""Webhooks: other systems that are told of what happens to dossiers, what was sent to them, and what they answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import webhook_words as words
from admin.request_context import me, office, reason
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.services.views.webhooks import NewWebhook
from web import guard
from web.i18n import gettext as _
from web.request_helpers import see_other

pages = Blueprint("webhooks", __name__)
FIELDS = ("name", "address", "unit")
DEFAULT = ("status",)


@pages.get("/webhooks")
@guard.role("admin")
def listing() -> str:
    """Those of the units one administers."""
    return render_template("administration/webhooks.html", webhooks=office().webhooks.webhooks(me()), words=words)


@pages.get("/webhooks/new")
@guard.role("admin")
def form() -> str:
    """The empty form."""
    return _form({"name": "", "address": "https://", "unit": ""}, DEFAULT, {})


@pages.post("/webhooks/new")
@guard.role("admin")
def create() -> ResponseReturnValue:
    """Makes the webhook; its secret is shown once."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    groups, everything = request.form.getlist("groups"), request.form.get("everything") == "yes"
    errors: dict[str, list[str]] = {}
    try:
        kinds = _kinds(groups, everything)
        made, secret = office().webhooks.create_webhook(NewWebhook(**typed, kinds=tuple(kinds)), me())
    except BadValue as error:
        errors[str(error.params["field"])] = [reason(error)]
        return make_response(_form(typed, groups, errors, everything), 422)
    return make_response(_page(made, secret=secret))


@pages.get("/webhooks/<uuid:webhook>")
@guard.role("admin")
def show(webhook: UUID) -> str:
    """One webhook; what was sent to it has a page of its own."""
    return _page(webhook)


@pages.post("/webhooks/<uuid:webhook>/kinds")
@guard.role("admin")
def change_kinds(webhook: UUID) -> ResponseReturnValue:
    """What it is told of from now on."""
    groups, everything = request.form.getlist("groups"), request.form.get("everything") == "yes"
    try:
        office().webhooks.change_webhook(webhook, me(), kinds=_kinds(groups, everything))
    except BadValue as error:
        return make_response(_page(webhook, problem=reason(error)), 422)
    return _done(webhook, _("Saved; it holds for what happens from now on."))


@pages.post("/webhooks/<uuid:webhook>/secret")
@guard.role("admin")
def renew_secret(webhook: UUID) -> ResponseReturnValue:
    """A new secret; answered directly: it is in no cookie, no address and no log."""
    return make_response(_page(webhook, secret=office().webhooks.renew_secret(webhook, me())))


@pages.post("/webhooks/<uuid:webhook>")
@guard.role("admin")
def decide(webhook: UUID) -> ResponseReturnValue:
    """Switches it on or off, removes it, or tries it out."""
    act = ACTS.get(request.form.get("do", ""))
    if act is None:
        return see_other(url_for("webhooks.show", webhook=webhook))
    try:
        return act(webhook)
    except BadValue as error:
        return make_response(_page(webhook, problem=reason(error)), 422)


def _switch_on(webhook: UUID) -> Response:
    office().webhooks.switch_on(webhook, me())
    return _done(webhook, _("Switched on. What it missed can be sent below."))


def _switch_off(webhook: UUID) -> Response:
    office().webhooks.switch_off(webhook, me())
    return _done(webhook, _("Switched off."))


def _remove(webhook: UUID) -> Response:
    office().webhooks.remove_webhook(webhook, me())
    flash(_("The webhook is removed."), "success")
    return see_other(url_for("webhooks.listing"))


def _try_out(webhook: UUID) -> Response:
    delivery = office().webhook_log.try_out(webhook, me())
    flash(_("An event for trying out is on its way; reload the page to see the answer."), "info")
    return see_other(url_for("deliveries.show", webhook=webhook, delivery=delivery))


ACTS: Mapping[str, Callable[[UUID], Response]] = {
    "on": _switch_on,
    "off": _switch_off,
    "remove": _remove,
    "try": _try_out,
}


def _kinds(groups: list[str], everything: bool) -> list[str]:
    """The kinds that were asked for; none for everything. Raises :class:`BadValue` where nothing was ticked."""
    if everything:
        return []
    kinds = words.kinds_of(groups)
    if not kinds:
        raise BadValue(field="kinds", reason=Reason("tick at least one"))
    return kinds


def _done(webhook: UUID, sentence: str) -> Response:
    flash(sentence, "success")
    return see_other(url_for("webhooks.show", webhook=webhook))


def _form(typed: Mapping[str, str], groups: Any, errors: Mapping[str, list[str]], everything: bool = False) -> str:
    return render_template(
        "administration/webhook_new.html",
        typed=typed,
        chosen=groups,
        everything=everything,
        errors=errors,
        units=office().units.administered(me()),
        words=words,
    )


def _page(webhook: UUID, secret: str = "", problem: str = "") -> str:
    found = office().webhooks.webhook(webhook, me())
    return render_template(
        "administration/webhook.html",
        webhook=found,
        chosen=words.groups_of(found.kinds),
        everything=not found.kinds,
        errors={},
        latest=office().webhook_log.page(webhook, me(), limit=5),
        secret=secret,
        problem=problem,
        days=office().context.settings.webhook_days,
        words=words,
    )
