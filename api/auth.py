"""Who calls, and the guards: every route carries exactly one.

``@public`` anybody · ``@scope("tasks:read")`` a bearer token with that scope · ``@signed`` a system whose messages the office
checks the signature of. What the token's person may see and do
is the office's decision; here nobody is let in without a token, and nothing is read from cookies.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from apiflask import APIBlueprint
from flask import Flask, Response, current_app, g, request

from api.limits import Failures
from core.errors.requests import TooManyTries
from core.errors.rights import ScopeMissing
from core.errors.sign_in import TokenUnknown
from core.services.requests.rate_limits import rate_limit_key
from core.services.views.actors import Actor
from web.guards import MARK

if TYPE_CHECKING:
    from core.services.office import Office

View = TypeVar("View", bound=Callable[..., Response])
SCHEME = "token"
_FAILURES = "motcua.failures"
_documented = APIBlueprint("documented", __name__).doc


class TokenMissing(TokenUnknown):
    """No bearer token was sent."""

    code = "token-missing"
    template = "Send a token: “Authorization: Bearer …”."


def register(app: Flask) -> None:
    """Gives the application its counter of failures."""
    app.extensions[_FAILURES] = Failures()


def office() -> Office:
    """The office behind this door."""
    return cast("Office", current_app.extensions["office"])


def actor() -> Actor:
    """Who calls; only within a route guarded by :func:`scope`."""
    return cast(Actor, g.actor)


def public(view: View) -> View:
    """Anybody, without a token."""
    return _marked(view, view, "public")


def signed(view: View) -> View:
    """Anybody whose body is signed as agreed with its source: the office checks that before it keeps anything of it."""
    return _marked(view, view, "signed")


def scope(name: str) -> Callable[[View], View]:
    """A token with the scope ``name``."""

    def decorate(view: View) -> View:
        @_documented(security=[{SCHEME: [name]}])
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Response:
            g.actor = _authenticated()
            if g.actor.scopes is not None and name not in g.actor.scopes:
                raise ScopeMissing(scope=name)
            return view(*args, **kwargs)

        return _marked(view, guarded, f"scope:{name}")

    return decorate


def _marked(view: Callable[..., Any], guarded: Any, mark: str) -> Any:
    if hasattr(view, MARK):
        raise TypeError(f"{view.__qualname__} has a guard already; a route carries exactly one")
    setattr(guarded, MARK, mark)
    return guarded


def _authenticated() -> Actor:
    address = request.remote_addr or ""
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise TokenMissing()
    try:
        return office().accounts.actor_of_token(authorization.token, address)
    except TokenUnknown:
        # A right token is let in whatever others at the same address sent; who guesses is told to wait.
        if seconds := cast(Failures, current_app.extensions[_FAILURES]).note(rate_limit_key(address)):
            raise TooManyTries(seconds) from None
        raise
