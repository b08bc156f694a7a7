"""Guards: who may call a route. Every route carries exactly one, and a route without one answers nobody.

``@guard.public`` anybody · ``@guard.entering`` a person who has shown a password, whatever has still to be done before
anything else · ``@guard.login`` a person who is signed in · ``@guard.role("receiver", "returner")`` a signed-in
person who holds one of the roles in any unit. Whether the role counts in the unit of a given dossier is the office's decision.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

from core.errors.rights import Forbidden
from web.session import SignInNeeded, current_actor, current_session

View = TypeVar("View", bound=Callable[..., Any])
MARK = "__guard__"


class _Guard:
    def public(self, view: View) -> View:
        """Anybody, signed in or not."""
        return _marked(view, "public", view)

    def entering(self, view: View) -> View:
        """A person whose session has begun: the only routes open while a second factor or a new password is wanted."""

        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if current_session() is None:
                raise SignInNeeded
            return view(*args, **kwargs)

        return _marked(view, "entering", guarded)

    def login(self, view: View) -> View:
        """A signed-in person, whatever the role."""

        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if current_actor() is None:
                raise SignInNeeded
            return view(*args, **kwargs)

        return _marked(view, "login", guarded)

    def role(self, *roles: str) -> Callable[[View], View]:
        """A signed-in person who holds one of ``roles`` in any unit."""
        if not roles:
            raise TypeError("guard.role needs at least one role; for anybody signed in use guard.login")

        def decorate(view: View) -> View:
            @wraps(view)
            def guarded(*args: Any, **kwargs: Any) -> Any:
                actor = current_actor()
                if actor is None:
                    raise SignInNeeded
                if not actor.holds(*roles):
                    raise Forbidden(role=roles[0])
                return view(*args, **kwargs)

            return _marked(view, "role:" + ",".join(roles), guarded)

        return decorate


guard = _Guard()


def _marked(view: Callable[..., Any], mark: str, guarded: Any) -> Any:
    if hasattr(view, MARK):
        raise TypeError(f"{view.__qualname__} has a guard already ({getattr(view, MARK)}); a route carries exactly one")
    setattr(guarded, MARK, mark)
    return guarded


def guard_of(app: Flask, endpoint: str) -> str | None:
    """The guard of an endpoint: ``public``, ``entering``, ``login``, ``role:…``, or None."""
    return getattr(app.view_functions[endpoint], MARK, None)


def unguarded(app: Flask) -> list[str]:
    """The endpoints that carry no guard, sorted; a test expects none."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    return sorted(endpoint for endpoint in endpoints if guard_of(app, endpoint) is None)


def register(app: Flask) -> None:
    app.before_request(_closed)


def _closed() -> None:
    if request.endpoint is not None and guard_of(current_app, request.endpoint) is None:
        current_app.logger.error("the route %s has no guard; nobody is let in", request.endpoint)
        abort(403)
