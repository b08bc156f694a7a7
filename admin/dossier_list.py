"""The list of dossiers, as clerks and auditors see it: filters in the address, keyset pages."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from admin import filters
from admin.request_context import me, office
from web.request_helpers import is_htmx

SIZE = 30


def render_list(here: str, one: str, template: str) -> str:
    """The list under the address of ``here``, each line leading to ``one``."""
    read = filters.FilterReader(request.args)
    wanted = filters.dossier_filter(read)
    page = office().dossiers.page(wanted, me(), request.args.get("after") or None, SIZE)
    said: dict[str, Any] = read.said
    return render_template(
        "clerk/_dossiers.html" if is_htmx() else template,
        page=page,
        wanted=wanted,
        said=said,
        faults=read.faults,
        here_endpoint=here,
        one=one,
        procedures=office().procedures.catalogue(),
        units={held.unit_code: held.unit_name for held in me().memberships},
        next_address=url_for(here, **said, after=page.next) if page.next else "",
        first_address=url_for(here, **said) if request.args.get("after") else "",
    )
