"""What other systems send by themselves, and cannot be taken."""

from __future__ import annotations

from core.errors.base import CoreError


class CallbackRefused(CoreError):
    """Nothing of it was kept; whoever sent it is not known to be the system it says it is."""

    kind = "unauthenticated"
    code = "signature-wrong"
    template = "The signature of this message is missing, wrong or too old. Nothing of it was kept."


class CallbackIncomplete(CoreError):
    """It does not say what is needed to look at all: nothing is told that a signature would have to protect."""

    kind = "unreadable"
    code = "callback-incomplete"
    template = "This message lacks %(field)s. Nothing of it was kept."
