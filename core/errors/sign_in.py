"""Signing in that fails: passwords, second factors, providers and tokens."""

from __future__ import annotations

from core.errors.base import CoreError


class LoginFailed(CoreError):
    kind = "unauthenticated"
    code = "login-failed"
    template = "The user name or the password is wrong."


class PasswordsOff(CoreError):
    kind = "unauthenticated"
    code = "passwords-off"
    template = "Local passwords are switched off here. Sign in with the button above the form."


class FactorWrong(CoreError):
    kind = "unauthenticated"
    code = "factor-wrong"
    template = "The code is wrong, or it was used before. Wait for the next one, or use a recovery code."


class FactorNeeded(CoreError):
    kind = "conflict"
    code = "factor-needed"
    template = "A role you hold needs the second factor; it cannot be removed."


class FactorUnreadable(CoreError):
    """The factor's secret was encrypted with another secret key."""

    kind = "conflict"
    code = "factor-unreadable"
    template = (
        "The second factor cannot be read since the office's secret key was changed. Ask the administrator to reset it."
    )


class SignInUnfinished(CoreError):
    kind = "unauthenticated"
    code = "sign-in-unfinished"
    template = "Signing in was not finished: %(reason)s. Begin again."


class IdentityUnknown(CoreError):
    kind = "forbidden"
    code = "identity-unknown"
    template = (
        "You have signed in with the provider, but nobody here is linked with that account. "
        "Ask the administrator of your office to make an account for you or to link it."
    )


class ProviderAway(CoreError):
    kind = "unavailable"
    code = "provider-away"
    template = "The sign-in provider does not answer. Try again in a minute; if it stays so, tell the administrator."


class TokenUnknown(CoreError):
    kind = "unauthenticated"
    code = "token-unknown"
    template = "The token is unknown, expired or revoked."
