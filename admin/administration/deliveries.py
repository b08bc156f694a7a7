"""What was sent to a webhook, when, and what it answered; sending again what was ticked, or all of some days."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import filters
from admin import webhook_words as words
from admin.request_context import id_of, me, office, reason
from core.domain.office_time import ZONE
from core.domain.states import ANY_STATE
from core.errors.requests import BadValue
from web import guard
from web.i18n import gettext as _
from web.i18n import ngettext
from web.request_helpers import see_other

pages = Blueprint("deliveries", __name__)
SIZE = 30


@pages.get("/webhooks/<uuid:webhook>/deliveries")
@guard.role("admin")
def listing(webhook: UUID) -> str:
    """A page of them, the newest first."""
    return _list(webhook)


@pages.get("/webhooks/<uuid:webhook>/deliveries/<uuid:delivery>")
@guard.role("admin")
def show(webhook: UUID, delivery: UUID) -> str:
    """One with what was sent and each try."""
    found = office().webhook_log.get(webhook, delivery, me())
    return render_template(
        "administration/webhook_delivery.html",
        webhook=office().webhooks.webhook(webhook, me()),
        delivery=found,
        body=json.dumps(json.loads(found.body or "null"), ensure_ascii=False, indent=2),
        words=words,
    )


@pages.post("/webhooks/<uuid:webhook>/deliveries")
@guard.role("admin")
def replay(webhook: UUID) -> ResponseReturnValue:
    """Sends again what was ticked, or everything of some days."""
    read = filters.FilterReader(request.form)
    try:
        if request.form.get("do") == "range":
            first, last = read.period()
            if first is None or last is None:
                problem = next(iter(read.faults.values()), _("Write the first and the last day."))
                return make_response(_list(webhook, problem), 422)
            begin = datetime.combine(first, time(), ZONE)
            end = datetime.combine(last + timedelta(days=1), time(), ZONE)
            count = office().webhook_log.replay_range(webhook, begin, end, me())
        else:
            chosen = [item for text in request.form.getlist("item") if (item := id_of(text))]
            count = office().webhook_log.replay(webhook, chosen, me())
    except BadValue as error:
        return make_response(_list(webhook, reason(error)), 422)
    told = ngettext("%(num)d event is sent again.", "%(num)d events are sent again.", count)
    flash(told if count else _("There was nothing to send in these days."), "success" if count else "info")
    return see_other(url_for("deliveries.listing", webhook=webhook))


def _list(webhook: UUID, problem: str = "") -> str:
    read = filters.FilterReader(request.args)
    state = read.one_of("state", tuple(words.STATE_NAMES)) or ANY_STATE
    found = office().webhook_log.page(webhook, me(), state, request.args.get("after") or None, SIZE)
    return render_template(
        "administration/webhook_deliveries.html",
        webhook=office().webhooks.webhook(webhook, me()),
        page=found,
        state=state,
        typed=request.form,
        ticked=set(request.form.getlist("item")),
        problem=problem,
        faults=read.faults,
        days=office().context.settings.webhook_days,
        next_address=url_for("deliveries.listing", webhook=webhook, state=state, after=found.next)
        if found.next
        else "",
        first_address=url_for("deliveries.listing", webhook=webhook, state=state) if request.args.get("after") else "",
        words=words,
    )
